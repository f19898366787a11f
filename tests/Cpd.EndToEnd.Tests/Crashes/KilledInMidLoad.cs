using System.Globalization;
using System.Text.RegularExpressions;
using Cpd.Adapters.Sandbox;
using Cpd.Contracts;
using Xunit.Abstractions;

namespace Cpd.EndToEnd.Tests.Crashes;

/// <summary>
/// 2,000 people sign up while the program is killed again and again, with no warning. Afterwards everything is counted
/// twice: at the provider, and in the tables.
/// </summary>
/// <remarks><c>CPD_CRASH_SEED</c> repeats the moments of a run; its number is in the output. The times told there are worth something only where nothing else runs.</remarks>
public abstract partial class KilledInMidLoad(ITestOutputHelper output)
{
    private const int People = 2_000;
    private const int Times = 10;
    private const string Journey = "signup-welcome";

    private protected async Task Holds(SandboxBehaviour behaviour, params (string Name, string Value)[] settings)
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("CPD_CRASH_SEED"), out var given) ? given : Environment.TickCount & 0xFFFF;
        output.WriteLine($"seed {seed}");
        await using var provider = await StandIn.Start(behaviour);
        await using var app = await RunningApp.Start([.. provider.Account, .. settings]);
        var load = new SignUps(app, People, batchSize: 10);
        using var enough = new CancellationTokenSource(TimeSpan.FromMinutes(20));

        var sending = load.Send(posters: 4, enough.Token);
        var kills = new Kills(app, load, provider, Times, seed);
        await kills.Run();
        await sending;
        await RunningApp.Until(() => Outstanding.Count(app, provider, People), rest => rest.IsNothing, TimeSpan.FromMinutes(8));
        var received = await SandboxControl.Messages(provider.Client);
        Tell(app, kills, received, TimeSpan.FromMilliseconds(behaviour.HoldMs + 200));
        await app.Kill();

        using var ledger = Ledger.In(app.DataDirectory);
        OneMessageEach(received);
        OneOfEverythingOnTheLog(ledger, received);
        TablesAgreeWithTheLog(ledger);

        var before = ledger.UserView();
        await Rebuilding.UserView(app.DataDirectory);
        using var rebuilt = Ledger.In(app.DataDirectory);
        foreach (var (table, rows) in rebuilt.UserView()) Assert.Equal(before[table], rows);
    }

    private static void OneMessageEach(IReadOnlyList<ReceivedMessage> received)
    {
        var numbers = received.CountBy(message => message.To).ToDictionary();
        Assert.DoesNotContain(Enumerable.Range(0, People).Select(SignUps.Phone), number => !numbers.ContainsKey(number));
        Assert.DoesNotContain(numbers, number => number.Value > 1);
        Assert.Equal(People, received.Count);
        Assert.DoesNotContain(received, message => message.Status.StartsWith("REJECTED", StringComparison.Ordinal));
    }

    private static void OneOfEverythingOnTheLog(Ledger ledger, IReadOnlyList<ReceivedMessage> received)
    {
        var lives = ledger.Records
            .Where(record => record is { Topic: Topic.Events, Person: not null, Body: not MessageReported })
            .GroupBy(record => record.Person)
            .CountBy(life => string.Join(' ', life.Select(record => record.Type).Order(StringComparer.Ordinal)));
        Assert.Equal([new("EventTracked JourneyMoved MessageSent PersonIdentified", People)], lives);

        var messages = received.Select(message => message.MessageId).Order(StringComparer.Ordinal).ToArray();
        Assert.Equal(messages, Ids(ledger.All<MessageRequested>().Select(one => one.Body.Message)));
        Assert.Equal(messages, Ids(ledger.All<MessageSent>().Select(one => one.Body.Message)));
        Assert.Equal(messages, Ids(ledger.All<MessageReported>().Where(one => one.Body.Outcome is DeliveryOutcome.Delivered).Select(one => one.Body.Message).Distinct()));
        Assert.Equal(messages, Ids(ledger.All<JourneyMoved>().SelectMany(one => one.Body.Trail).Select(step => step.Message!.Id)));
        Assert.Empty(ledger.All<MessageFailed>());
        Assert.All(ledger.All<JourneyMoved>(), one => Assert.True(one.Body is { Journey: Journey, Began: true, End: RunEnd.Finished, Step: null }));
    }

    private static void TablesAgreeWithTheLog(Ledger ledger)
    {
        Assert.Equal(0, ledger.Count("SELECT count(*) FROM dead_letters"));
        Assert.Equal(0, ledger.Count("SELECT count(*) FROM calls"));
        Assert.Equal(0, ledger.Count("SELECT count(*) FROM runs"));
        Assert.Equal(People, ledger.Count("SELECT count(*) FROM people"));
        Assert.Equal(People, ledger.Count("SELECT count(*) FROM people_view"));

        Assert.Equal(
            ledger.Records.Where(record => record.Topic is Topic.Events).Select(record => record.Id.ToString()).Order(StringComparer.Ordinal),
            ledger.Timeline().Select(record => record.Id.ToString()).Order(StringComparer.Ordinal));

        foreach (var (step, measure) in new[] { ("", "began"), ("", "end:Finished"), ("welcome", "entered"), ("welcome", "messages") })
            Assert.Equal(People, ledger.Count($"SELECT count FROM journey_counts WHERE journey = '{Journey}' AND step = '{step}' AND measure = '{measure}'"));

        foreach (var (subject, name) in new[] { ("event", "Signed Up"), ("message", "Sms/Sent"), ("message", "Sms/Delivered") })
        {
            Assert.Equal(People, ledger.Count($"SELECT count FROM activity WHERE subject = '{subject}' AND name = '{name}' AND minute = 0"));
            Assert.Equal(People, ledger.Count($"SELECT sum(count) FROM activity WHERE subject = '{subject}' AND name = '{name}' AND minute > 0"));
        }
        Assert.Equal(People, ledger.Count("SELECT sum(count) FROM activity WHERE subject = 'person' AND minute = 0"));
        Assert.Equal(3, ledger.Count("SELECT count(DISTINCT name) FROM activity WHERE subject IN ('event', 'message')"));
    }

    /// <summary>
    /// How soon after a kill the provider heard of new work, from the start of the next process on; and how much was under
    /// way when it happened.
    /// </summary>
    /// <param name="stillArriving">So long after a kill the provider may accept what the killed process sent.</param>
    private void Tell(RunningApp app, Kills kills, IReadOnlyList<ReceivedMessage> received, TimeSpan stillArriving)
    {
        Line("kill to ready", [.. kills.UntilReady.Select(time => time.TotalSeconds).Order()]);
        Line("kill to next message at the provider", [.. kills.StartedAgain
            .Select(start => received.Where(message => message.ReceivedAt > start + stillArriving).Select(message => (message.ReceivedAt - start).TotalSeconds).DefaultIfEmpty(double.NaN).Min())
            .Where(double.IsFinite).Order()]);

        var found = FoundOpen().Matches(app.Said());
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"under way at a kill: {found.Sum(Calls)} calls, after {found.Count} kills; at the provider before the last kill: {received.Count(message => message.ReceivedAt < kills.StartedAgain[^1])}"));
        Assert.True(found.Sum(Calls) > 0, "No kill has hit a message that was on its way.");

        static int Calls(Match line) => int.Parse(line.Groups["calls"].Value, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"(?<calls>\d+) calls were left open by a process that is gone")]
    private static partial Regex FoundOpen();

    private void Line(string what, double[] seconds) => output.WriteLine(seconds.Length == 0 ? what + ": never" : string.Create(
        CultureInfo.InvariantCulture, $"{what}: n {seconds.Length}, p50 {seconds[seconds.Length / 2]:0.00} s, max {seconds[^1]:0.00} s"));

    private static string[] Ids(IEnumerable<MessageId> ids) => [.. ids.Select(id => id.ToString()).Order(StringComparer.Ordinal)];
}

/// <summary>A class of its own each, so that they run beside each other.</summary>
public sealed class KilledWhileAllIsWell(ITestOutputHelper output) : KilledInMidLoad(output)
{
    [Fact]
    public Task Nobody_is_forgotten_and_nobody_hears_it_twice() =>
        Holds(new SandboxBehaviour { LatencyMs = 200, TimeScale = 0.01 });
}

public sealed class KilledWhileTheProviderFails(ITestOutputHelper output) : KilledInMidLoad(output)
{
    [Fact]
    public Task Not_even_when_the_provider_is_slow_fails_and_does_not_answer() =>
        Holds(
            new SandboxBehaviour
            {
                HoldMs = 300,   // so much after the kill it may still accept what was on its way
                LatencyMs = 100,
                FailRate = 0.05,
                FailAfterAcceptRate = 0.05,
                LoseAnswersRate = 0.05,
                Refuse429Rate = 0.05,
                ShowAfterMs = 2_000,
                DuplicateWebhooks = 0.3,
                ReorderWebhooks = 0.3,
                TimeScale = 0.01,
            },
            ("Cpd__Dispatch__RequestTimeout", "00:00:02"),
            // Counted in real seconds, within which the provider keeps its word: the machine may stand still for ten of them.
            ("Cpd__Dispatch__LookUpMargin", "00:00:15"));
}
