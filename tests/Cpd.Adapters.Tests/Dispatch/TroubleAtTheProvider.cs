using Cpd.Adapters.Dispatch;
using Cpd.Contracts;
using Cpd.Tests;
using Microsoft.Extensions.Logging;

namespace Cpd.Adapters.Tests.Dispatch;

/// <summary>What a provider does on a bad day delays messages, and neither loses nor doubles one of them.</summary>
public sealed class TroubleAtTheProvider : IDisposable
{
    private const int Messages = 200;

    private static readonly DateTimeOffset Noon = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly TestDatabase _database = LogOfTests.Create();
    private readonly FakeClock _clock = new();
    private readonly Provider _provider;

    public TroubleAtTheProvider() => _provider = new Provider(_clock);

    [Fact]
    public async Task Down_for_ten_minutes_it_gets_everything_afterwards()
    {
        var back = Noon + TimeSpan.FromMinutes(10);
        _provider.Trouble = _ => _clock.GetUtcNow() < back ? new SendAnswer.Busy("connection refused", null) : null;

        await SendAll();

        Assert.True(_clock.GetUtcNow() >= back);
        // It is knocked at now and then, and not by every message again and again.
        Assert.InRange(_provider.Calls.Count(call => call.Count > 0), 2, Messages * 3);
    }

    [Fact]
    public async Task Away_for_a_while_it_is_told_to_people_once_and_that_it_is_back_as_well()
    {
        var isAway = true;
        _provider.Trouble = _ => Volatile.Read(ref isAway) ? new SendAnswer.Busy("No connection (ConnectionError).", null) : null;
        await using var adapter = new Adapter(_database, _clock, _provider);
        await adapter.Start();
        await adapter.Take(Adapter.Request(1));
        await adapter.UntilTimeBrings(() => _provider.Calls.Count == 2);
        Assert.Null(adapter.Status.Problem);   // it may have been a moment

        await adapter.UntilTimeBrings(() => adapter.Status.Problem is not null, "A problem");
        Assert.Equal(
            new DispatchProblem(
                "provider.silent",
                "The provider's account sandbox has accepted nothing since 2030-01-01 12:00:00 UTC. No connection (ConnectionError). It is retried automatically.",
                Noon),
            adapter.Status.Problem);
        await adapter.UntilTimeBrings(() => _clock.GetUtcNow() > Noon + TimeSpan.FromMinutes(5));
        Assert.Equal(TimeSpan.FromSeconds(1) + (_clock.GetUtcNow() - Noon), adapter.Queue.OldestWaits);

        Volatile.Write(ref isAway, false);
        await adapter.UntilTimeBrings(() => adapter.Status.IsDrained, "An empty adapter");
        Assert.Null(adapter.Status.Problem);
        Assert.Equal(TimeSpan.Zero, adapter.Queue.OldestWaits);
        Assert.Collection(
            adapter.Lines.All,
            line => Assert.Equal(LogLevel.Warning, line.Level),
            line => Assert.Equal(LogLevel.Information, line.Level));
    }

    [Fact]
    public async Task Not_telling_what_became_of_what_it_got_is_being_away_too()
    {
        _provider.CanBeAsked = false;
        _provider.Then(_ => new SendAnswer.Unknown("No response in time."));
        await using var adapter = new Adapter(_database, _clock, _provider);
        await adapter.Start();
        await adapter.Take(Adapter.Request(1));

        await adapter.UntilTimeBrings(() => adapter.Status.Problem?.Code == "provider.silent", "A problem");

        _provider.CanBeAsked = true;
        await adapter.UntilTimeBrings(() => adapter.Status.IsDrained, "An empty adapter");
        Assert.Null(adapter.Status.Problem);
    }

    [Fact]
    public async Task What_is_said_of_a_call_is_in_the_trace_of_its_message()
    {
        const string Trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        _provider.Then(_ => new SendAnswer.Unknown("No response in time."));
        await using var adapter = new Adapter(_database, _clock, _provider);
        await adapter.Start();

        await adapter.Take(Adapter.Request(1, trace: $"00-{Trace}-00f067aa0ba902b7-01"));
        await adapter.UntilTimeBrings(() => adapter.Status.IsDrained, "An empty adapter");

        Assert.Equal(Trace, Assert.Single(adapter.Lines.All).Trace);
    }

    [Fact]
    public async Task Answering_429_half_the_time_it_gets_everything_a_little_later()
    {
        var call = 0;
        _provider.Trouble = _ => Interlocked.Increment(ref call) % 2 == 1 ? new SendAnswer.Busy("too many requests", TimeSpan.FromSeconds(1)) : null;

        await SendAll();
    }

    [Fact]
    public async Task So_slow_that_every_answer_comes_too_late_it_is_asked_what_became_of_them()
    {
        // It takes all of them; the one who sends has given up waiting by then, and its logs are as late as is reckoned with (LookUpMargin).
        _provider.Lag = TimeSpan.FromSeconds(2);
        _provider.Trouble = messages =>
        {
            _provider.Accept(messages);
            return new SendAnswer.Unknown("no answer within the time-out");
        };

        await SendAll();

        Assert.NotEmpty(_provider.LookUps);
    }

    [Fact]
    public async Task Breaking_off_with_and_without_having_taken_them_it_is_sent_again_only_what_it_has_not()
    {
        var call = 0;
        _provider.Trouble = messages =>
        {
            switch (Interlocked.Increment(ref call) % 3)
            {
                case 1: return new SendAnswer.Unknown("the line broke before it heard of them");
                case 2:
                    _provider.Accept(messages);
                    return new SendAnswer.Unknown("the line broke before its answer");
                default: return null;
            }
        };

        await SendAll();
    }

    /// <summary>Whatever the trouble: in the end each message is with the provider once, and is said to be sent once.</summary>
    private async Task SendAll()
    {
        await using var adapter = new Adapter(_database, _clock, _provider, new DispatchOptions { Connections = 2, MessagesPerCall = 10 });
        await adapter.Start();

        await adapter.Take([.. Enumerable.Range(1, Messages).Select(number => Adapter.Request(number))]);
        await adapter.UntilTimeBrings(() => adapter.Status.IsDrained, "An empty adapter");

        var all = Enumerable.Range(1, Messages).Select(Adapter.Message).OrderBy(id => id.Value).ToList();
        Assert.Equal(all, _provider.Accepted.OrderBy(id => id.Value));
        Assert.Equal(all, adapter.Outcomes.Cast<MessageSent>().Select(sent => sent.Message).OrderBy(id => id.Value));
        Assert.Equal(0, adapter.Log.Count("calls"));
    }

    public void Dispose() => _database.Dispose();
}
