using System.Net;
using Cpd.Adapters.Sandbox;
using Cpd.EndToEnd.Tests.Crashes;

namespace Cpd.EndToEnd.Tests;

/// <summary>Asked to end while there is much to do, the program ends soon, and leaves nothing half done.</summary>
public sealed class StoppedInMidLoad
{
    private const int People = 3_000;

    [Fact]
    public async Task It_ends_within_ten_seconds_with_nothing_half_done_and_goes_on_where_it_was()
    {
        await using var provider = await StandIn.Start(new SandboxBehaviour { LatencyMs = 20, TimeScale = 0.01 });
        await using var app = await RunningApp.Start(provider.Account);
        var load = new SignUps(app, People, batchSize: 10);
        using var enough = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        var sending = load.Send(posters: 4, enough.Token);
        load.Allow(load.Batches);
        await RunningApp.Until(() => SandboxControl.Page(provider.Client, "?after=200&limit=1"), page => page.Count > 0);

        var (exitCode, took) = await app.Terminate();

        Assert.Equal(0, exitCode);
        Assert.InRange(took, TimeSpan.Zero, TimeSpan.FromSeconds(10));
        Assert.False(load.AllAnswered, "It was asked when all was over, which proves nothing.");
        Assert.Equal(0, await app.Count("SELECT count(*) FROM calls"));

        await app.StartAgain();
        await sending;
        await RunningApp.Until(() => Outstanding.Count(app, provider, People), rest => rest.IsNothing, TimeSpan.FromMinutes(4));
        var received = await SandboxControl.Messages(provider.Client);
        Assert.Equal(People, received.Select(message => message.To).Distinct().Count());
        Assert.Equal(People, received.Count);
        Assert.Equal(0, await app.Count("SELECT count(*) FROM dead_letters"));
        Assert.DoesNotContain("were open when the last process ended", app.Said(), StringComparison.Ordinal);
        Assert.DoesNotContain(HttpStatusCode.InternalServerError, load.Answers);
    }

    [Fact]
    public async Task Not_even_a_provider_that_does_not_answer_holds_it_up()
    {
        await using var provider = await StandIn.Start(new SandboxBehaviour { LatencyMs = 30_000, TimeScale = 0.01 });
        await using var app = await RunningApp.Start(provider.Account);
        await app.Post("/v1/identify", """{"userId":"ana","traits":{"phone":"+385910000001"}}""");
        await app.Post("/v1/track", """{"userId":"ana","event":"Signed Up"}""");
        await RunningApp.Until(() => app.Count("SELECT count(*) FROM calls"), calls => calls == 1);

        var (exitCode, took) = await app.Terminate();

        Assert.Equal(0, exitCode);
        Assert.InRange(took, TimeSpan.Zero, TimeSpan.FromSeconds(10));
        Assert.Equal(1, await app.Count("SELECT count(*) FROM calls"));
    }
}
