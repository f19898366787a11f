using Cpd.Adapters.Dispatch;
using Cpd.Contracts;
using Cpd.Tests;

namespace Cpd.Adapters.Tests.Dispatch;

public sealed class UnknownOutcomes : IDisposable
{
    private static readonly TimeSpan AMoment = TimeSpan.FromMilliseconds(10);

    private readonly TestDatabase _database = LogOfTests.Create();
    private readonly FakeClock _clock = new();
    private readonly Provider _provider;

    public UnknownOutcomes() => _provider = new Provider(_clock);

    [Fact]
    public async Task Nothing_is_looked_up_before_the_request_is_surely_over()
    {
        _provider.Then(messages =>
        {
            _provider.Accept(messages);
            return new SendAnswer.Unknown("time-out");
        });
        await using var adapter = await Started();
        await adapter.Take(Adapter.Request(1));
        await Adapter.Until(() => adapter.Status.Held == 1 && _clock.IsAwaited);

        _clock.Advance(TimeSpan.FromSeconds(13) - AMoment);
        Assert.Empty(_provider.LookUps);
        Assert.False(adapter.Status.IsDrained);

        _clock.Advance(AMoment * 2);
        await adapter.UntilDrained();

        Assert.Single(_provider.LookUps);
        Assert.Single(_provider.Calls);
        Assert.IsType<MessageSent>(Assert.Single(adapter.Outcomes));
    }

    [Fact]
    public async Task Where_nobody_can_be_asked_what_only_waited_when_its_process_went_is_sent_by_the_next()
    {
        _provider.Tells = false;
        _provider.Then(_ => new SendAnswer.Busy("too many requests", TimeSpan.FromMinutes(5)));
        await using (var gone = await Started())
        {
            await gone.Take(Adapter.Request(1));
            await Adapter.Until(() => _provider.Calls.Count == 1 && gone.Log.Count("calls WHERE at = 0") == 1);
        }

        await using var next = await Started();
        await next.UntilTimeBrings(() => next.Status.IsDrained, "An empty adapter");

        Assert.Equal([Adapter.Message(1)], _provider.Accepted);
        Assert.Empty(_provider.LookUps);
        Assert.IsType<MessageSent>(Assert.Single(next.Outcomes));
    }

    [Fact]
    public async Task Only_what_the_provider_does_not_know_is_sent_again()
    {
        _provider.Then(messages =>
        {
            _provider.Accept([.. messages.Take(2)]);
            return new SendAnswer.Unknown("the line broke");
        });
        await using var adapter = await Started();
        await adapter.Take(Adapter.Request(1), Adapter.Request(2), Adapter.Request(3));
        await Adapter.Until(() => adapter.Status.Held == 3 && _clock.IsAwaited);

        _clock.Advance(TimeSpan.FromSeconds(14));
        await adapter.UntilDrained();

        Assert.Equal([Adapter.Message(1), Adapter.Message(2), Adapter.Message(3)], _provider.Accepted);
        Assert.Equal(Adapter.Message(3), Assert.Single(_provider.Calls.Last()).Id);
        Assert.Equal(3, adapter.Outcomes.OfType<MessageSent>().Count());
    }

    [Fact]
    public async Task While_the_provider_cannot_be_asked_nothing_is_sent_again()
    {
        _provider.CanBeAsked = false;
        _provider.Then(_ => new SendAnswer.Unknown("503"));
        await using var adapter = await Started();
        await adapter.Take(Adapter.Request(1));
        for (var asked = 1; asked <= 3; asked++)
        {
            await adapter.UntilTimeBrings(() => _provider.LookUps.Count == asked);
            await Adapter.Until(() => adapter.Status is { Held: 1, Waiting: 0 } && _clock.IsAwaited, "That it is held again");
            Assert.Single(_provider.Calls);
        }

        _provider.CanBeAsked = true;
        await adapter.UntilTimeBrings(() => adapter.Status.IsDrained);
        Assert.Equal(2, _provider.Calls.Count);
        Assert.IsType<MessageSent>(Assert.Single(adapter.Outcomes));
    }

    [Fact]
    public async Task A_message_that_the_answer_does_not_name_is_looked_up()
    {
        _provider.Then(messages => new SendAnswer.Answered(
            ((SendAnswer.Answered)_provider.Accept(messages)).Items.Where(item => item.Key != Adapter.Message(2)).ToDictionary()));
        await using var adapter = await Started();
        await adapter.Take(Adapter.Request(1), Adapter.Request(2));
        await Adapter.Until(() => adapter.Status.Held == 1 && _clock.IsAwaited);
        await Adapter.Until(() => adapter.Outcomes.Count == 1);

        _clock.Advance(TimeSpan.FromSeconds(14));
        await adapter.UntilDrained();

        Assert.Equal([Adapter.Message(2)], Assert.Single(_provider.LookUps));
        Assert.Equal(2, adapter.Outcomes.OfType<MessageSent>().Count());
        Assert.Single(_provider.Calls);
    }

    [Fact]
    public async Task What_an_earlier_process_left_is_held_while_new_work_starts_at_once()
    {
        var first = new Adapter(_database, _clock, _provider, diesAt: "after a call 1");
        await first.Start();
        _ = first.Take(Adapter.Request(1), Adapter.Request(2));
        await Adapter.Until(() => first.IsDead);
        await first.DisposeAsync();

        await using var second = await Started();
        await Adapter.Until(() => second.Status.Held == 2 && _clock.NextAlarm is not null);
        Assert.False(second.Status.IsDrained);
        await second.Take(Adapter.Request(3));
        await Adapter.Until(() => second.Outcomes.Count == 1);
        Assert.Equal(Adapter.Message(3), ((MessageSent)second.Outcomes[0]).Message);
        Assert.Empty(_provider.LookUps);

        _clock.Advance(TimeSpan.FromSeconds(15));
        await second.UntilDrained();
        Assert.Equal(3, second.Outcomes.OfType<MessageSent>().Count());
        Assert.Equal(3, _provider.Accepted.Count);
        Assert.Equal(Adapter.Request(2).Id, second.Log.All(Topic.Events).Single(told => ((MessageSent)told.Body).Message == Adapter.Message(2)).Cause);
    }

    [Fact]
    public async Task After_the_providers_memory_ended_nobody_guesses()
    {
        var first = new Adapter(_database, _clock, _provider, diesAt: "before a call 1");
        await first.Start();
        _ = first.Take(Adapter.Request(1));
        await Adapter.Until(() => first.IsDead);
        await first.DisposeAsync();
        _clock.Advance(TimeSpan.FromHours(50));

        await using var second = await Started();
        await second.UntilDrained();

        Assert.Equal("dispatch.outcome-unknown", Assert.IsType<MessageFailed>(Assert.Single(second.Outcomes)).Code);
        Assert.Empty(_provider.Accepted);
    }

    private async Task<Adapter> Started(DispatchOptions? options = null)
    {
        var adapter = new Adapter(_database, _clock, _provider, options);
        await adapter.Start();
        return adapter;
    }

    public void Dispose() => _database.Dispose();
}
