using Cpd.Adapters.Tests.Dispatch;
using Cpd.Adapters.Webhooks;
using Cpd.Contracts;
using Cpd.Tests;
using Microsoft.AspNetCore.Http;

namespace Cpd.Adapters.Tests.Webhooks;

public sealed class WebhookStepsAreAnsweredOnce : IDisposable
{
    private readonly TestDatabase _database = LogOfTests.Create();
    private readonly FakeClock _clock = new();

    [Fact]
    public async Task The_answer_comes_back_to_its_step()
    {
        await using var server = await Server.Start(context => context.Response.WriteAsJsonAsync(new { credit = 5 }));
        await using var adapter = await Started();

        await adapter.Take(Adapter.Record(WhoMayBeCalled.Webhook(server.Url + "credit"), 1));
        await adapter.UntilDrained();

        var told = Assert.Single(adapter.Log.All(Topic.Events));
        var answered = Assert.IsType<WebhookAnswered>(told.Body);
        Assert.Equal((200, """{"credit":5}""", null), (answered.Status, answered.Answer.ToString(), answered.Problem));
        Assert.Equal("ask", answered.Place.Step);
        Assert.Equal(Adapter.Person(1), told.Person);
        Assert.Equal(("POST", "/credit", answered.Call.ToString(), """{"a":1}"""), Assert.Single(server.Requests));
        Assert.Equal(0, adapter.Log.Count("webhook_calls"));
    }

    [Fact]
    public async Task A_server_in_trouble_is_asked_again_so_often()
    {
        await using var server = await Server.Start(context =>
        {
            context.Response.StatusCode = 500;
            return Task.CompletedTask;
        });
        await using var adapter = await Started();

        await adapter.Take(Adapter.Record(WhoMayBeCalled.Webhook(server.Url, attempts: 3), 1));
        await adapter.UntilTimeBrings(() => adapter.Status.IsDrained);

        Assert.Equal(3, server.Requests.Count);
        Assert.Single(server.Requests.Select(request => request.Key).Distinct());
        var answered = Assert.IsType<WebhookAnswered>(Assert.Single(adapter.Outcomes));
        Assert.Equal(500, answered.Status);
        Assert.NotNull(answered.Problem);
    }

    [Fact]
    public async Task More_calls_than_fit_into_memory_wait_in_their_table()
    {
        await using var server = await Server.Start(_ => Task.CompletedTask);
        await using var adapter = await Started(new WebhookOptions { AllowPrivateAddresses = true, MostInMemory = 3, Connections = 2 });

        await adapter.Take([.. Enumerable.Range(1, 25).Select(number => Adapter.Record(Webhook(server, number), number))]);
        await adapter.UntilDrained();

        Assert.Equal(25, adapter.Outcomes.OfType<WebhookAnswered>().Select(answered => answered.Call).Distinct().Count());
        Assert.Equal(25, server.Requests.Count);
    }

    [Theory]
    [InlineData("before a commit 1")]
    [InlineData("after a commit 1")]
    [InlineData("before a commit 2")]
    [InlineData("after a commit 2")]
    [InlineData("before a commit 3")]
    [InlineData("after a commit 3")]
    public async Task An_end_in_between_leaves_one_outcome(string end)
    {
        await using var server = await Server.Start(_ => Task.CompletedTask);
        using (var log = new FileLog(_database, _clock)) await log.Append([Adapter.Record(Webhook(server, 1), 1)], default);

        foreach (var diesAt in new[] { end, null })
        {
            await using var adapter = new Adapter(
                _database, _clock, new Provider(_clock), webhooks: new WebhookOptions { AllowPrivateAddresses = true }, diesAt: diesAt);
            await adapter.Start();
            var taking = adapter.Log.Deliver(adapter.Consumer);
            await Adapter.Until(() => adapter.IsDead || (taking.IsCompleted && adapter.Status.IsDrained));
            if (diesAt is null) Assert.IsType<WebhookAnswered>(Assert.Single(adapter.Outcomes));
        }
        Assert.NotEmpty(server.Requests);
    }

    private static WebhookRequested Webhook(Server server, int number) =>
        WhoMayBeCalled.Webhook(server.Url) with { Call = Ids.Derive<RecordId>(DateTimeOffset.UnixEpoch, "call", Guid.Empty, ordinal: number) };

    private async Task<Adapter> Started(WebhookOptions? options = null)
    {
        var adapter = new Adapter(
            _database, _clock, new Provider(_clock), webhooks: options ?? new WebhookOptions { AllowPrivateAddresses = true });
        await adapter.Start();
        return adapter;
    }

    public void Dispose() => _database.Dispose();
}
