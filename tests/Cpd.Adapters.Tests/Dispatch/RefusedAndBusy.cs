using Cpd.Adapters.Dispatch;
using Cpd.Contracts;
using Cpd.Tests;

namespace Cpd.Adapters.Tests.Dispatch;

public sealed class RefusedAndBusy : IDisposable
{
    private static readonly SendAnswer WrongKey = new SendAnswer.Refused("infobip.E401", "The key is wrong.", IsOfTheAccount: true);

    private readonly TestDatabase _database = LogOfTests.Create();
    private readonly FakeClock _clock = new();
    private readonly Provider _provider;

    public RefusedAndBusy() => _provider = new Provider(_clock);

    [Fact]
    public async Task A_mistyped_key_loses_nothing_and_shows()
    {
        _provider.Then(_ => WrongKey).Then(_ => WrongKey);
        await using var adapter = await Started();
        await adapter.Take(Adapter.Request(1), Adapter.Request(2));
        await Adapter.Until(() => adapter.Status.Problem is not null);
        Assert.Equal("infobip.E401", adapter.Status.Problem!.Code);

        // While it is known to be wrong, new calls do not even try.
        await adapter.Take(Adapter.Request(3, sender: "Other"));
        await Adapter.Until(() => adapter.Queue.ToSend.Count == 0 && _clock.IsAwaited);
        _clock.Advance(TimeSpan.FromSeconds(29));
        Assert.Single(_provider.Calls);

        await adapter.UntilTimeBrings(() => adapter.Status.IsDrained);
        Assert.Equal(3, adapter.Outcomes.OfType<MessageSent>().Count());
        Assert.Equal(3, adapter.Outcomes.Count);
        Assert.Null(adapter.Status.Problem);
    }

    [Fact]
    public async Task One_message_that_spoils_a_call_fails_alone()
    {
        SendAnswer Strict(IReadOnlyList<OutgoingMessage> messages) => messages.Any(message => message.Text == "Hello 3")
            ? new SendAnswer.Refused("infobip.E400", "destinations: size must be at most 64")
            : _provider.Accept(messages);
        for (var call = 0; call < 10; call++) _provider.Then(Strict);
        await using var adapter = await Started();

        await adapter.Take([.. Enumerable.Range(1, 6).Select(number => Adapter.Request(number))]);
        await adapter.UntilDrained();

        var failed = Assert.Single(adapter.Outcomes.OfType<MessageFailed>());
        Assert.Equal((Adapter.Message(3), "infobip.E400", true), (failed.Message, failed.Code, failed.Permanent));
        Assert.Equal(5, adapter.Outcomes.OfType<MessageSent>().Select(sent => sent.Message).Distinct().Count());
        Assert.Equal(5, _provider.Accepted.Count);
        Assert.Equal(0, adapter.Log.Count("calls"));
    }

    [Fact]
    public async Task A_busy_provider_is_left_alone_for_as_long_as_it_says()
    {
        _provider.Then(_ => new SendAnswer.Busy("too many requests", TimeSpan.FromSeconds(20)));
        await using var adapter = await Started();
        await adapter.Take(Adapter.Request(1));
        await adapter.UntilTimeBrings(() => _provider.Calls.Count == 2);
        await adapter.UntilDrained();

        Assert.True(_clock.GetUtcNow() >= new DateTimeOffset(2030, 1, 1, 12, 0, 20, TimeSpan.Zero));
        Assert.IsType<MessageSent>(Assert.Single(adapter.Outcomes));
    }

    [Fact]
    public async Task A_refusal_for_good_is_told_at_once()
    {
        _provider.Then(messages => Refuse(messages, permanent: true));
        await using var adapter = await Started();
        await adapter.Take(Adapter.Request(1));
        await adapter.UntilDrained();

        var failed = Assert.IsType<MessageFailed>(Assert.Single(adapter.Outcomes));
        Assert.Equal(("infobip.sms.12", true), (failed.Code, failed.Permanent));
        Assert.Single(_provider.Calls);
    }

    [Fact]
    public async Task A_refusal_for_the_time_being_is_tried_again_so_often_and_then_told()
    {
        for (var call = 0; call < 10; call++) _provider.Then(messages => Refuse(messages, permanent: false));
        await using var adapter = await Started(new DispatchOptions { ItemAttempts = 3, Connections = 1 });
        await adapter.Take(Adapter.Request(1));

        await adapter.UntilTimeBrings(() => adapter.Status.IsDrained);

        var failed = Assert.IsType<MessageFailed>(Assert.Single(adapter.Outcomes));
        Assert.Equal(("infobip.sms.12", false), (failed.Code, failed.Permanent));
        Assert.Equal(3, _provider.Calls.Count);
    }

    [Fact]
    public async Task An_account_that_does_not_answer_is_not_asked_by_every_call()
    {
        for (var call = 0; call < 5; call++) _provider.Then(_ => new SendAnswer.Busy("connection refused", null));
        await using var adapter = await Started(new DispatchOptions { Connections = 1, MessagesPerCall = 1, CircuitMinimumCalls = 5 });

        await adapter.Take([.. Enumerable.Range(1, 40).Select(number => Adapter.Request(number))]);
        await Adapter.Until(() => _provider.Calls.Count == 5 && adapter.Queue.ToSend.Count == 0);
        Assert.Empty(_provider.Accepted);

        await adapter.UntilTimeBrings(() => adapter.Status.IsDrained);
        Assert.Equal(5 + 40, _provider.Calls.Count);
        Assert.Equal(40, adapter.Outcomes.OfType<MessageSent>().Count());
    }

    [Fact]
    public async Task What_could_not_be_handed_over_for_days_fails()
    {
        _provider.Then(_ => new SendAnswer.Busy("connection refused", TimeSpan.FromMinutes(1)));
        await using var adapter = await Started();
        await adapter.Take(Adapter.Request(1));
        await Adapter.Until(() => _provider.Calls.Count == 1 && _clock.IsAwaited);

        _clock.Advance(TimeSpan.FromDays(4));
        await adapter.UntilDrained();
        Assert.Equal("dispatch.gave-up", Assert.IsType<MessageFailed>(Assert.Single(adapter.Outcomes)).Code);
    }

    private static SendAnswer.Answered Refuse(IReadOnlyList<OutgoingMessage> messages, bool permanent) => new(messages.ToDictionary(
        message => message.Id, _ => (ItemAnswer)new ItemAnswer.Refused("infobip.sms.12", "Not enough credits.", permanent)));

    private async Task<Adapter> Started(DispatchOptions? options = null)
    {
        var adapter = new Adapter(_database, _clock, _provider, options);
        await adapter.Start();
        return adapter;
    }

    public void Dispose() => _database.Dispose();
}
