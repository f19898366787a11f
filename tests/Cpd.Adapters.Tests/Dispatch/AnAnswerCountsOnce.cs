using Cpd.Adapters.Dispatch;
using Cpd.Contracts;
using Cpd.EventLog;
using Cpd.Tests;

namespace Cpd.Adapters.Tests.Dispatch;

public sealed class AnAnswerCountsOnce : IDisposable
{
    private readonly TestDatabase _database = LogOfTests.Create();
    private static readonly Guid Owner = Guid.CreateVersion7(DateTimeOffset.UnixEpoch);

    private readonly FileLog _log;
    private readonly Call _call;

    public AnAnswerCountsOnce()
    {
        _log = new FileLog(_database, new FakeClock());
        _call = new Call(1, Owner, "demo", 0, DateTimeOffset.UnixEpoch, [Item(0), Item(1)]);
    }

    [Fact]
    public async Task A_repeat_is_not_told_again()
    {
        await Insert();

        Assert.Equal((1, 0), await Answer(_call.Open[0]));
        Assert.Equal((0, 0), await Answer(_call.Open[0]));
        Assert.Equal((1, 0), await Answer(_call.Open[0], _call.Open[1]));

        Assert.Equal(2, _log.All(Topic.Events).Count);
    }

    [Fact]
    public async Task A_row_stays_until_its_last_message_is_answered_and_nothing_is_told_after_that()
    {
        await Insert();

        await Answer(_call.Open[0]);
        Assert.Equal(1, _log.Count("calls"));
        await Answer(_call.Open[1]);
        Assert.Equal(0, _log.Count("calls"));

        Assert.Equal((0, 0), await Answer(_call.Open[0], _call.Open[1]));
        Assert.Equal(2, _log.All(Topic.Events).Count);
    }

    [Fact]
    public async Task An_answer_to_another_message_closes_nothing()
    {
        await Insert();

        Assert.Equal((0, 0), await Answer(Item(0, message: 9)));
        Assert.Equal((0, 0), await Answer(Item(7)));
        Assert.Empty(_log.All(Topic.Events));
    }

    [Fact]
    public async Task What_is_answered_is_not_sent_again()
    {
        await Insert();
        await Answer(_call.Open[0]);

        Assert.False(await Change(rows => rows.Renew(_call, DateTimeOffset.UnixEpoch)));
    }

    private static CallItem Item(int slot, int? message = null) => new()
    {
        Slot = slot,
        Message = Adapter.Message(message ?? slot),
        Person = Adapter.Person(slot),
        Channel = Channel.Sms,
        Partition = 0,
        Position = slot,
    };

    private Task Insert() => _log.Write(transaction =>
    {
        CallRows.Insert(transaction, [_call]);
        return Task.CompletedTask;
    }, default);

    private Task<(int Sent, int Failed)> Answer(params CallItem[] items) =>
        Change(rows => rows.Answer(_call, [.. items.Select(item => new Outcome(item, new MessageSent(item.Message, Channel.Sms, null)))]));

    private Task<T> Change<T>(Func<CallRows, T> change) => _log.Write(transaction =>
    {
        var rows = new CallRows(transaction);
        rows.Load([_call]);
        var result = change(rows);
        rows.Flush();
        return Task.FromResult(result);
    }, default);

    public void Dispose()
    {
        _log.Dispose();
        _database.Dispose();
    }
}
