using Cpd.Adapters.Dispatch;
using Cpd.Adapters.Tests.Webhooks;
using Cpd.Adapters.Webhooks;
using Cpd.Contracts;
using Cpd.EventLog;
using Cpd.EventLog.Storage;
using Cpd.Tests;

namespace Cpd.Adapters.Tests.Dispatch;

/// <summary>Adapter processes that share a database. Each has a clock of its own: one that stands still is a process that sleeps.</summary>
public sealed class SeveralAdapters : IDisposable
{
    private static readonly TimeSpan Renewal = new DispatchOptions().LeaseRenewal;

    private readonly TestDatabase _database = LogOfTests.Create();
    private readonly FakeClock _one = new();
    private readonly FakeClock _other = new();
    private readonly Provider _provider;

    public SeveralAdapters() => _provider = new Provider(_other);

    [Fact]
    public async Task Each_sends_what_it_took_and_nothing_of_the_others()
    {
        _provider.Then(_ => new SendAnswer.Busy("Too much.", TimeSpan.FromMinutes(2)));
        await using var one = await Started(_one);
        await using var other = await Started(_other);
        await one.Take(Adapter.Request(1));
        await Adapter.Until(() => _provider.Calls.Count == 1);
        await other.Take(Adapter.Request(2));
        await Adapter.Until(() => other.Outcomes.Count == 1);

        for (var passed = TimeSpan.Zero; passed < TimeSpan.FromMinutes(1); passed += Renewal)
        {
            await Pass(Renewal, _one);
            await Pass(Renewal, _other);
        }

        Assert.Equal((1, 0), (one.Status.Waiting, other.Status.Held));
        Assert.Equal([Adapter.Message(2)], _provider.Accepted);

        await Pass(TimeSpan.FromMinutes(2), _one);
        await Adapter.Until(() => one.Outcomes.Count == 2);
        Assert.Equal([Adapter.Message(2), Adapter.Message(1)], _provider.Accepted);
    }

    [Fact]
    public async Task Who_wakes_up_leaves_alone_what_another_one_took_over()
    {
        await using var one = await Started(_one);
        await using var other = await Started(_other);
        _provider.Then(_ => new SendAnswer.Busy("Too much.", null));
        await one.Take(Adapter.Request(1));
        await MeansToTryAgain(_one);
        Assert.Equal((1, 1), (_provider.Calls.Count, one.Status.Waiting));

        await Pass(TimeSpan.FromSeconds(25), _other);
        await Adapter.Until(() => other.Status.Held == 1);
        _one.Advance(TimeSpan.FromSeconds(60));
        await Adapter.Until(() => one.Status.Waiting == 0, "Letting go");
        Assert.Single(_provider.Calls);

        await Pass(TimeSpan.FromSeconds(15), _other);
        await Adapter.Until(() => other.Outcomes.Count == 1);
        Assert.Equal([Adapter.Message(1)], _provider.Accepted);

        // It is somebody new, and works on.
        await one.Take(Adapter.Request(2));
        await Adapter.Until(() => one.Outcomes.Count == 2);
        Assert.Equal([Adapter.Message(1), Adapter.Message(2)], _provider.Accepted);
        Assert.Equal(0, one.Log.Count("calls"));
    }

    [Fact]
    public async Task An_answer_that_comes_after_the_call_was_taken_over_is_not_told_twice()
    {
        using var line = new ManualResetEventSlim();
        _provider.Then(messages =>
        {
            var answer = _provider.Accept(messages);
            line.Wait(TimeSpan.FromSeconds(60));
            return answer;
        });
        await using var one = await Started(_one);
        await using var other = await Started(_other);
        await one.Take(Adapter.Request(1));
        await Adapter.Until(() => _provider.Accepted.Count == 1);

        await Pass(TimeSpan.FromSeconds(25), _other);
        await Adapter.Until(() => other.Status.Held == 1);
        await Pass(TimeSpan.FromSeconds(15), _other);
        await Adapter.Until(() => other.Outcomes.Count == 1);
        line.Set();
        await Adapter.Until(() => one.Status.IsDrained);

        Assert.Single(_provider.Calls);
        Assert.IsType<MessageSent>(Assert.Single(one.Outcomes));
    }

    [Fact]
    public async Task What_a_process_leaves_that_ends_in_order_is_taken_over_at_once()
    {
        await using var other = await Started(_other);
        _provider.Then(_ => new SendAnswer.Busy("Too much.", TimeSpan.FromMinutes(2)));
        await using (var one = await Started(_one))
        {
            await one.Take(Adapter.Request(1));
            await Adapter.Until(() => _provider.Calls.Count == 1 && one.Status.Waiting == 1);
        }
        Assert.Equal(1, other.Log.Count("adapter_processes"));

        await Pass(Renewal, _other);
        await Adapter.Until(() => other.Status.Held == 1);
        await Pass(TimeSpan.FromSeconds(15), _other);
        await Adapter.Until(() => other.Outcomes.Count == 1);

        Assert.Equal([Adapter.Message(1)], _provider.Accepted);
    }

    [Fact]
    public async Task A_webhook_call_that_was_taken_over_is_answered_once()
    {
        var calls = 0;
        await using var server = await Server.Start(context =>
        {
            context.Response.StatusCode = Interlocked.Increment(ref calls) == 1 ? 500 : 200;
            return Task.CompletedTask;
        });
        await using var one = await Started(_one);
        await using var other = await Started(_other);
        await one.Take(Adapter.Record(WhoMayBeCalled.Webhook(server.Url, attempts: 9), 1));
        await MeansToTryAgain(_one);
        Assert.Single(server.Requests);

        await Pass(TimeSpan.FromSeconds(25), _other);
        await Adapter.Until(() => other.Outcomes.Count == 1);
        _one.Advance(TimeSpan.FromSeconds(60));
        await Adapter.Until(() => one.Status.IsDrained);

        Assert.Equal(2, server.Requests.Count);
        Assert.IsType<WebhookAnswered>(Assert.Single(one.Outcomes));
    }

    [Fact]
    public async Task Who_does_not_show_itself_may_not_send_long_before_others_give_it_up()
    {
        using var log = new FileLog(_database, _one);
        var options = new DispatchOptions();
        var process = new AdapterProcess(new Roles(Role.Adapter, LogKind.Kafka, DatabaseKind.PostgreSql), options, _one);
        Assert.False(process.MaySend(process.Owner));

        var owner = await log.Write(transaction => Task.FromResult(process.Beat(transaction)), default);
        Assert.True(process.MaySend(owner));
        Assert.False(process.MaySend(Guid.NewGuid()));

        _one.Advance(options.LeaseExpiry - options.LeaseRenewal);
        Assert.False(process.MaySend(owner));

        Assert.Equal(owner, await log.Write(transaction => Task.FromResult(process.Beat(transaction)), default));
        Assert.True(process.MaySend(owner));
    }

    [Needs(Part.PostgreSql)]
    public async Task A_window_and_what_came_of_it_take_the_same_few_round_trips_however_much_it_is()
    {
        using var database = LogOfTests.Create(DatabaseKind.PostgreSql);
        await using var adapter = new Adapter(database, _one, _provider, isShared: true);
        await adapter.Log.Append([.. Enumerable.Range(0, 500).Select(number => Adapter.Request(number, sender: $"Shop {number % 50}"))], default);

        var before = adapter.Log.Statements;
        await adapter.Log.Deliver(adapter.Consumer);
        Assert.InRange(adapter.Log.Statements - before, 3, 8);

        before = adapter.Log.Statements;
        await adapter.Log.Write(transaction =>
        {
            var rows = new CallRows(transaction);
            var calls = CallRows.Adopt(transaction, Guid.NewGuid(), isAlone: true);
            Assert.Equal(50, calls.Count);
            rows.Load(calls);
            foreach (var call in calls)
                Assert.Equal((10, 0), rows.Answer(call, [.. call.Open.Select(item => new Outcome(item, new MessageSent(item.Message, Channel.Sms, null)))]));
            rows.Flush();
            return Task.CompletedTask;
        }, default);
        Assert.InRange(adapter.Log.Statements - before, 3, 9);   // among them one a partition for the place of the first outcome
        Assert.Equal((0, 500), (adapter.Log.Count("calls"), adapter.Outcomes.Count));
    }

    [Needs(Part.PostgreSql)]
    public async Task A_window_of_changes_of_the_blocklist_asks_once_what_waits_and_not_at_all_where_no_list_is_kept()
    {
        using var database = LogOfTests.Create(DatabaseKind.PostgreSql);
        await using var adapter = new Adapter(database, _one, _provider, isShared: true);
        Task Ask() => adapter.Log.Append([.. Enumerable.Range(0, 300).Select(number => Adapter.Record(new BlockRequested(Channel.Sms, $"38591{number % 200:0000000}", number < 200), number))], default);

        await Ask();
        var before = adapter.Log.Statements;
        await adapter.Log.Deliver(adapter.Consumer);
        Assert.InRange(adapter.Log.Statements - before, 3, 9);
        Assert.Equal(300, adapter.Log.Count("webhook_calls"));

        adapter.Blocklist.IsKept = false;
        await Ask();
        before = adapter.Log.Statements;
        await adapter.Log.Deliver(adapter.Consumer);
        Assert.InRange(adapter.Log.Statements - before, 2, 6);   // where its records are, and how far it has come
        Assert.Equal(300, adapter.Log.Count("webhook_calls"));
    }

    public void Dispose() => _database.Dispose();

    private async Task<Adapter> Started(FakeClock clock)
    {
        var adapter = new Adapter(_database, clock, _provider, webhooks: new WebhookOptions { AllowPrivateAddresses = true }, isShared: true);
        await adapter.Start();
        await Adapter.Until(() => clock.HasTimer(Renewal), "A first sign of life");
        return adapter;
    }

    /// <summary>An attempt has failed and the process whose clock it is has heard so: it will wake before it next shows that it lives.</summary>
    private static Task MeansToTryAgain(FakeClock clock) => Adapter.Until(
        () => clock.IsAwaited && clock.NextAlarm - clock.GetUtcNow() <= new WebhookOptions().FirstBackoff, "The wish to try again");

    /// <summary>Time passes, and the process whose clock it is shows that it lives as often as it should.</summary>
    private static async Task Pass(TimeSpan time, FakeClock clock)
    {
        for (var passed = TimeSpan.Zero; passed < time; passed += Renewal)
        {
            await Adapter.Until(() => clock.HasTimer(Renewal), "A sign of life");
            clock.Advance(Renewal);
        }
        await Adapter.Until(() => clock.HasTimer(Renewal), "A sign of life");
    }
}
