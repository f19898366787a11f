using Cpd.Contracts;
using Cpd.EventLog.Storage;
using Cpd.Tests;

namespace Cpd.Adapters.Tests.Dispatch;

/// <summary>The process ends at one place, the next one at another, and the third goes on to the end.</summary>
public class EveryEndThereIs
{
    private static readonly string[] Places =
    [
        "before a commit 1", "after a commit 1", "before a commit 2", "after a commit 2", "before a commit 3", "after a commit 3",
        "before a commit 4", "after a commit 4", "before a call 1", "after a call 1", "before a look-up 1", "after a look-up 1",
    ];

    /// <summary>A server's database takes a while to make, so there only some pairs.</summary>
    private static readonly string[] SecondPlaces =
        TestDatabase.Kind is DatabaseKind.Sqlite ? Places : ["before a commit 1", "after a commit 2", "after a call 1"];

    public static TheoryData<string> Ends => [.. Places];

    [Theory]
    [MemberData(nameof(Ends))]
    public async Task Every_message_arrives_once_and_is_told_once(string firstEnd)
    {
        foreach (var secondEnd in SecondPlaces) await LiveThrough(firstEnd, secondEnd);
    }

    [Theory]
    [MemberData(nameof(Ends))]
    public Task Where_there_may_be_other_adapters_too(string end) => LiveThrough(end, null, isShared: true);

    private static async Task LiveThrough(string firstEnd, string? secondEnd, bool isShared = false)
    {
        using var database = LogOfTests.Create();
        var clock = new FakeClock();
        // Its logs show what it accepted only two seconds later.
        var provider = new Provider(clock) { Lag = TimeSpan.FromSeconds(2) };
        LogRecord[] requests = [Adapter.Request(1), Adapter.Request(2, to: ""), Adapter.Request(3)];
        using (var log = new FileLog(database, clock)) await log.Append(requests, default);

        foreach (var end in new[] { firstEnd, secondEnd, null })
        {
            var adapter = new Adapter(database, clock, provider, diesAt: end, isShared: isShared);
            await adapter.Start();
            var taking = adapter.Log.Deliver(adapter.Consumer);
            var looks = 0;
            await Adapter.Until(() =>
            {
                // Time passes only where everybody waits for it: no request may hang in the middle of a step for seconds.
                if (adapter.IsDead) return true;
                if (!taking.IsCompleted) return false;
                if (adapter.Status is { Waiting: 0, Held: > 0 } || (isShared && adapter.Status.Waiting == 0)) clock.Advance(TimeSpan.FromSeconds(1));
                // What waits for its turn or a sign of life waits for the clock too, but a request may be under way beside it.
                else if (isShared && clock.IsAwaited && ++looks % 100 == 0) clock.Advance(TimeSpan.FromSeconds(0.1));
                return adapter.Status.IsDrained && (!isShared || adapter.Log.Count("calls") == 0);
            }, $"The end of {firstEnd}, {secondEnd}, now {end}: {adapter.Status.Waiting} waiting, {adapter.Status.Held} held; it");
            if (!adapter.IsDead) await adapter.Stop();
            if (end is null) Judge(adapter, provider, $"{firstEnd}, {secondEnd}");
            await adapter.DisposeAsync();
        }
    }

    private static void Judge(Adapter adapter, Provider provider, string ends)
    {
        Assert.True(new[] { Adapter.Message(1), Adapter.Message(3) }.SequenceEqual(provider.Accepted.Order(ById)), $"{ends}: {provider.Accepted.Count} arrived");
        var told = adapter.Outcomes;
        Assert.True(told.Count == 3, $"{ends}: {told.Count} outcomes");
        Assert.Equal(2, told.OfType<MessageSent>().Select(sent => sent.Message).Distinct().Count());
        Assert.Equal(Adapter.Message(2), Assert.Single(told.OfType<MessageFailed>()).Message);
        Assert.Equal(0, adapter.Log.Count("calls"));
    }

    private static readonly Comparer<MessageId> ById = Comparer<MessageId>.Create((one, other) =>
        (one == Adapter.Message(1) ? 0 : 1).CompareTo(other == Adapter.Message(1) ? 0 : 1));
}
