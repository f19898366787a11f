using System.Text.Json;
using System.Text.RegularExpressions;
using Cpd.EndToEnd.Tests.Cli;
using Xunit.Abstractions;

namespace Cpd.EndToEnd.Tests.Cluster;

/// <summary>
/// Web, engine and adapter as processes of their own on one Kafka and one PostgreSQL, and what can happen to them while
/// people come. After every scene the books balance: at the provider, on the log and in the tables.
/// </summary>
/// <remarks><c>CPD_CRASH_SEED</c> repeats the order and the moments of a run; its number is in the output.</remarks>
[Collection(SeveralProcesses.Name)]
public abstract partial class Scene
{
    private readonly ITestOutputHelper _output;
    private readonly int _seed = int.TryParse(Environment.GetEnvironmentVariable("CPD_CRASH_SEED"), out var given) ? given : Environment.TickCount & 0xFFFF;

    private protected Scene(Running running, ITestOutputHelper output)
    {
        (All, _output) = (running.All, output);
        Chance = new Random(_seed);
        Say($"seed {_seed}");
    }

    private protected Installation All { get; }

    /// <summary>Decides order and moments.</summary>
    private protected Random Chance { get; }

#pragma warning disable CA5394   // moments, not secrets
    private protected TimeSpan Moment(int mostMilliseconds) => TimeSpan.FromMilliseconds(Chance.Next(mostMilliseconds));
#pragma warning restore CA5394

    private protected void Say(string line) => _output.WriteLine(line);

    /// <summary>Lets people come at an even pace while <paramref name="scene"/> goes on, and gives the rest of them when it is over.</summary>
    private protected async Task<Trials> While(int people, Func<Trials, Task> scene)
    {
        var load = All.Expect(people);
        using var enough = new CancellationTokenSource(TimeSpan.FromMinutes(10));
        var sending = load.Send(posters: 3, enough.Token);
        await scene(load);
        load.Allow(load.Batches);
        await sending;
        return load;
    }

    /// <summary>Waits until all is quiet, and then counts everything.</summary>
    private protected async Task TheBooksBalance(params Trials[] loads)
    {
        var began = TimeProvider.System.GetTimestamp();
        try
        {
            await All.ComesToRest();
        }
        catch (TimeoutException)
        {
            foreach (var process in (RunningApp[])[All.Web, All.Engine, All.Adapter]) Say($"{process.Url} {(process.HasEnded ? "ended" : "runs")}\n{process.Said()}");
            throw;
        }
        Say($"at rest {TimeProvider.System.GetElapsedTime(began).TotalSeconds:0.0} s after the last call; answers: {string.Join("; ", loads.Select(load => load.Answers))}");

        using var books = await All.Look();
        foreach (var load in loads) books.AreRightFor(load);
        books.Balance();

        var shown = books.Ledger.UserView();
        var rebuilt = await Tool.On(All.Web, "rebuild", "user-view");
        Assert.True(rebuilt.Code == 0, rebuilt.Errors);
        using var after = await All.Look();
        foreach (var (table, rows) in after.Ledger.UserView()) Assert.Equal(shown[table], rows);
    }

    /// <summary>How often an engine was given partitions of a group that were not none.</summary>
    private protected static int TimesGiven(RunningApp engine) => Given().Count(engine.Said());

    private protected static Task<int> IsGivenPartitions(RunningApp engine, int moreThan = 0) =>
        RunningApp.Until(() => Task.FromResult(TimesGiven(engine)), times => times > moreThan);

    /// <summary>The parts that keep a process from being ready, as it says itself.</summary>
    private protected static async Task<IReadOnlyList<string>> Failing(RunningApp process)
    {
        using var answer = await process.Client.GetAsync(new Uri("/health/ready", UriKind.Relative));
        return [.. JsonElement.Parse(await answer.Content.ReadAsStringAsync()).GetProperty("failing").EnumerateArray().Select(part => part.GetString()!)];
    }

    [GeneratedRegex(@"Group platform got partitions \d")]
    private static partial Regex Given();
}

/// <summary>One installation for all scenes, one after the other and beside nothing: processes are dear to start, and sessions of six seconds must not share the machine.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class SeveralProcesses : ICollectionFixture<Running>
{
    public const string Name = "several processes";
}
