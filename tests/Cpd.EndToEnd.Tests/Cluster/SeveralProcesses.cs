using Cpd.EndToEnd.Tests.Cli;
using Xunit.Abstractions;

namespace Cpd.EndToEnd.Tests.Cluster;

/// <summary>
/// Web, engine and adapter as processes of their own on one Kafka and one PostgreSQL, and what can happen to them while
/// people come. After every scene the books balance: at the provider, on the log and in the tables.
/// </summary>
/// <remarks><c>CPD_CRASH_SEED</c> repeats the order and the moments of a run; its number is in the output.</remarks>
public sealed class SeveralProcesses(Running running, ITestOutputHelper output) : IClassFixture<Running>
{
    private readonly Installation _all = running.All;

    [ClusterFact]
    public async Task Killed_again_and_again_they_forget_nobody_and_tell_nobody_twice()
    {
        var seed = Seed();
        var load = _all.Expect(people: 400);
        using var enough = new CancellationTokenSource(TimeSpan.FromMinutes(10));
        var sending = load.Send(posters: 3, enough.Token);
        var kills = new RoundsOfKills(_all, load, seed);

        await kills.Run(rounds: 21);
        await sending;
        await _all.ComesToRest();

        using var books = await _all.Look();
        foreach (var line in kills.Silences([.. books.Received.Select(message => message.ReceivedAt)])) output.WriteLine(line);
        output.WriteLine($"answers: {load.Answers}");
        books.AreRightFor(load);
        books.Balance();
        await TheViewIsThatOfTheLog(books);
    }

    private int Seed()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("CPD_CRASH_SEED"), out var given) ? given : Environment.TickCount & 0xFFFF;
        output.WriteLine($"seed {seed}");
        return seed;
    }

    /// <summary>Made anew from the log, by the processes that run, it shows what it showed before.</summary>
    private async Task TheViewIsThatOfTheLog(Books before)
    {
        var shown = before.Ledger.UserView();
        var rebuilt = await Tool.On(_all.Web, "rebuild", "user-view");
        Assert.True(rebuilt.Code == 0, rebuilt.Errors);

        using var after = await _all.Look();
        foreach (var (table, rows) in after.Ledger.UserView()) Assert.Equal(shown[table], rows);
    }
}
