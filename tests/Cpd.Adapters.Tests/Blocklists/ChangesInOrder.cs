using Cpd.Adapters.Infobip;
using Cpd.Adapters.Tests.Dispatch;
using Cpd.Contracts;
using Cpd.Tests;

namespace Cpd.Adapters.Tests.Blocklists;

/// <summary>Of what is asked for one address the newest is what stands on the list in the end, whatever fails or ends in between.</summary>
public sealed class ChangesInOrder : IDisposable
{
    private static readonly BlockAnswer Away = new("Not now.", MayRetry: true);
    private static readonly LogRecord On = Adapter.Record(new BlockRequested(Channel.Sms, "+385910000010", true), 1);
    private static readonly LogRecord Off = Adapter.Record(new BlockRequested(Channel.Sms, "385910000010", false), 2);
    private static readonly LogRecord OfAnother = Adapter.Record(new BlockRequested(Channel.Sms, "385910000011", true), 3);

    private readonly TestDatabase _database = LogOfTests.Create();
    private readonly FakeClock _clock = new();

    [Fact]
    public async Task An_older_one_that_was_put_off_is_gone_when_a_newer_one_is_done_also_after_a_restart()
    {
        await using (var adapter = await Started(_clock))
        {
            adapter.Blocklist.Answers.Enqueue(Away);
            await adapter.Take(On);
            await Adapter.Until(() => adapter.Blocklist.Told.Count == 1 && _clock.NextAlarm is not null);
            await adapter.Take(Off);
            await Adapter.Until(() => adapter.Outcomes.Count == 1);

            Assert.Equal([true, false], Told(adapter));
            Assert.Equal(new BlockChanged(Channel.Sms, false, null), Assert.Single(adapter.Outcomes));
            Assert.Equal(0, adapter.Log.Count("webhook_calls"));
        }

        await using var again = await Started(_clock);
        await again.Take(OfAnother);
        await again.UntilTimeBrings(() => again.Status.IsDrained);
        Assert.Equal(["385910000011"], again.Blocklist.Told.Select(told => told.Block.Address));
    }

    [Fact]
    public async Task A_newer_one_waits_for_an_older_one_that_is_slow_and_other_addresses_do_not()
    {
        await using var adapter = await Started(_clock);
        var slow = new TaskCompletionSource();
        adapter.Blocklist.Slow = slow.Task;
        await adapter.Take(On);
        await Adapter.Until(() => adapter.Blocklist.Told.Count == 1);
        adapter.Blocklist.Slow = null;

        await adapter.Take(Off);
        await adapter.Take(OfAnother);
        await Adapter.Until(() => adapter.Outcomes.Count == 1);
        _clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal([true, true], Told(adapter));

        slow.SetResult();
        await adapter.UntilTimeBrings(() => adapter.Status.IsDrained);
        Assert.Equal([true, true, false], Told(adapter));
        Assert.Equal(3, adapter.Outcomes.Count);
    }

    [Fact]
    public async Task So_it_is_between_processes_one_of_which_has_its_clock_ahead()
    {
        var ahead = new FakeClock();
        ahead.Advance(TimeSpan.FromMinutes(10));
        await using var one = await Started(ahead, isShared: true);
        await using var other = await Started(_clock, isShared: true);
        var slow = new TaskCompletionSource();
        one.Blocklist.Slow = slow.Task;
        await one.Take(On);
        await Adapter.Until(() => one.Blocklist.Told.Count == 1);

        await other.Take(Off);
        await Adapter.Until(() => _clock.NextAlarm is not null);
        for (var i = 0; i < 5; i++) await Pass(_clock);
        Assert.Empty(other.Blocklist.Told);

        slow.SetResult();
        await Adapter.Until(() => one.Outcomes.Count == 1);
        await Adapter.Until(() =>
        {
            if (other.Blocklist.Told.IsEmpty) _clock.Advance(TimeSpan.FromSeconds(1));
            return !other.Blocklist.Told.IsEmpty;
        });
        await Adapter.Until(() => other.Outcomes.Count == 2);
        Assert.Equal([new BlockChanged(Channel.Sms, true, null), new BlockChanged(Channel.Sms, false, null)], other.Outcomes);
        Assert.Equal(0, other.Log.Count("webhook_calls"));
    }

    private static async Task Pass(FakeClock clock)
    {
        clock.Advance(TimeSpan.FromSeconds(1));
        await Task.Delay(20);
    }

    private static IEnumerable<bool> Told(Adapter adapter) => adapter.Blocklist.Told.Select(told => told.Block.Blocked);

    private async Task<Adapter> Started(FakeClock clock, bool isShared = false)
    {
        var adapter = new Adapter(_database, clock, new Provider(clock), isShared: isShared);
        await adapter.Start();
        return adapter;
    }

    public void Dispose() => _database.Dispose();
}
