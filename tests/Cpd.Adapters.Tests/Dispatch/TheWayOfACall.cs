using Cpd.Adapters.Dispatch;
using Cpd.Contracts;
using Cpd.Tests;

namespace Cpd.Adapters.Tests.Dispatch;

public sealed class TheWayOfACall : IDisposable
{
    private readonly TestDatabase _database = LogOfTests.Create();
    private readonly FakeClock _clock = new();
    private readonly Provider _provider;

    public TheWayOfACall() => _provider = new Provider(_clock);

    [Fact]
    public async Task Messages_go_out_together_and_each_is_told_once()
    {
        await using var adapter = await Started();

        await adapter.Take([.. Enumerable.Range(0, 5).Select(number => Adapter.Request(number))]);
        await adapter.UntilDrained();

        var call = Assert.Single(_provider.Calls);
        Assert.Equal(Enumerable.Range(0, 5).Select(Adapter.Message), call.Select(message => message.Id));
        Assert.Equal(CallbackData.Of("demo", Adapter.Person(3)), call[3].CallbackData);
        Assert.Equal(5, adapter.Outcomes.OfType<MessageSent>().Select(sent => sent.Message).Distinct().Count());
        Assert.Equal(5, adapter.Outcomes.Count);
        Assert.Equal(0, adapter.Log.Count("calls"));
    }

    /// <summary>Of WhatsApp only templates are taken many at a time.</summary>
    [Theory]
    [InlineData("template", 1)]
    [InlineData("media", 3)]
    public async Task What_the_provider_takes_one_by_one_goes_alone(string part, int calls)
    {
        await using var adapter = await Started();
        LogRecord ByWhatsApp(int number) => Adapter.Record(
            (MessageRequested)Adapter.Request(number).Body with { Channel = Channel.WhatsApp, Parts = new Dictionary<string, string> { [part] = "x" } }, number);

        await adapter.Take([.. Enumerable.Range(0, 3).Select(ByWhatsApp)]);
        await adapter.UntilDrained();

        Assert.Equal((calls, 3), (_provider.Calls.Count, adapter.Outcomes.OfType<MessageSent>().Count()));
    }

    /// <summary>Their bytes are only put in as they go out, and a call has to stay one that is sent in time.</summary>
    [Theory]
    [InlineData(100_000, 1)]
    [InlineData(2_000_000, 3)]
    public async Task Emails_with_large_attachments_go_alone(int size, int calls)
    {
        await using var adapter = await Started();
        var list = Attachment.Write([new Attachment(new string('a', 64), "a.pdf", "application/pdf", size)])!;
        LogRecord Mail(int number) => Adapter.Record(
            (MessageRequested)Adapter.Request(number).Body with { Channel = Channel.Email, Parts = new Dictionary<string, string> { [Attachment.Part] = list } }, number);

        await adapter.Take([.. Enumerable.Range(0, 3).Select(Mail)]);
        await adapter.UntilDrained();

        Assert.Equal(calls, _provider.Calls.Count);
    }

    [Fact]
    public async Task An_outcome_follows_from_its_request()
    {
        await using var adapter = await Started();

        await adapter.Take(Adapter.Request(7));
        await adapter.UntilDrained();

        var told = Assert.Single(adapter.Log.All(Topic.Events));
        Assert.Equal(Adapter.Request(7).Id, told.Cause);
        Assert.Equal("trace 7", told.Trace);
        Assert.Equal(Adapter.Person(7), told.Person);
        Assert.Equal(Adapter.Person(7).ToString(), told.Key);
    }

    [Fact]
    public async Task The_attempt_is_durable_before_the_call_starts()
    {
        long open = -1;
        _provider.Then(messages =>
        {
            using var reader = new FileLog(_database, _clock);
            open = reader.Count("calls");
            return _provider.Accept(messages);
        });
        await using var adapter = await Started();

        await adapter.Take(Adapter.Request(1));
        await adapter.UntilDrained();

        Assert.Equal(1, open);
    }

    [Fact]
    public async Task A_call_holds_so_many_messages_of_one_workspace_and_sender()
    {
        await using var adapter = await Started(new DispatchOptions { MessagesPerCall = 2, Connections = 1 });

        await adapter.Take(
            Adapter.Request(1), Adapter.Request(2), Adapter.Request(3), Adapter.Request(4, sender: "Other"), Adapter.Request(5, workspace: "another"));
        await adapter.UntilDrained();

        Assert.Equal([2, 1, 1, 1], _provider.Calls.Select(call => call.Count));
    }

    [Fact]
    public async Task What_cannot_be_sent_fails_at_once_and_says_why()
    {
        await using var adapter = await Started();

        await adapter.Take(Adapter.Request(1, to: " "), Adapter.Request(2));
        await adapter.UntilDrained();

        var failed = Assert.Single(adapter.Outcomes.OfType<MessageFailed>());
        Assert.Equal(("message.no-address", true), (failed.Code, failed.Permanent));
        Assert.Equal(Adapter.Message(2), Assert.Single(adapter.Outcomes.OfType<MessageSent>()).Message);
    }

    [Fact]
    public async Task With_enough_messages_waiting_it_takes_no_more()
    {
        var isOpen = new ManualResetEventSlim();
        _provider.Then(messages =>
        {
            isOpen.Wait(Patience.Limit);
            return _provider.Accept(messages);
        });
        await using var adapter = await Started(new DispatchOptions { MostWaiting = 3, Connections = 1 });

        await adapter.Take(Adapter.Request(1), Adapter.Request(2));
        Assert.False(adapter.Queue.IsFull);
        await adapter.Take(Adapter.Request(3));
        Assert.True(adapter.Queue.IsFull);

        isOpen.Set();
        await adapter.UntilDrained();
        Assert.False(adapter.Queue.IsFull);
    }

    [Fact]
    public async Task A_sender_keeps_to_its_rate()
    {
        await using var adapter = await Started(new DispatchOptions { MessagesPerCall = 1, Connections = 1, Rates = { ["Sms/Shop"] = 2 } });

        await adapter.Take(Adapter.Request(1), Adapter.Request(2), Adapter.Request(3), Adapter.Request(4), Adapter.Request(5, sender: "Free"));
        await Adapter.Until(() => _provider.Accepted.Count == 3);
        Assert.Equal([Adapter.Message(1), Adapter.Message(2), Adapter.Message(5)], _provider.Accepted);

        _clock.Advance(TimeSpan.FromMilliseconds(501));
        await Adapter.Until(() => _provider.Accepted.Count == 4);
        _clock.Advance(TimeSpan.FromMilliseconds(501));
        await adapter.UntilDrained();
        Assert.Equal(5, adapter.Outcomes.Count);
    }

    private async Task<Adapter> Started(DispatchOptions? options = null)
    {
        var adapter = new Adapter(_database, _clock, _provider, options);
        await adapter.Start();
        return adapter;
    }

    public void Dispose() => _database.Dispose();
}
