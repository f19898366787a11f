using System.Net;
using Cpd.Adapters.Sandbox;
using Cpd.EndToEnd.Tests.Crashes;

namespace Cpd.EndToEnd.Tests;

/// <summary>Asked to end while there is much to do, the program ends soon, and leaves nothing half done.</summary>
public sealed class StoppedInMidLoad
{
    private const int People = 3_000;

    /// <summary>
    /// The program gives itself nine seconds. A machine that others share may need longer for them; what the program must not
    /// wait for lasts for minutes here, so that there is no mistaking it.
    /// </summary>
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task It_ends_soon_with_nothing_half_done_and_goes_on_where_it_was()
    {
        // Asked too late, when a slow machine had let it come to the end of its work, it has proved nothing yet.
        for (var scenes = 1; !await IsStoppedInMidLoad(); scenes++) Assert.True(scenes < 5, "It was always asked when all was over.");
    }

    private static async Task<bool> IsStoppedInMidLoad()
    {
        await using var provider = await StandIn.Start(new SandboxBehaviour { LatencyMs = 20, TimeScale = 0.01 });
        await using var app = await RunningApp.Start(provider.Account);
        var load = new SignUps(app, People, batchSize: 10);
        using var enough = new CancellationTokenSource(TimeSpan.FromMinutes(20));
        var sending = load.Send(posters: 4, enough.Token);
        load.Allow(load.Batches);
        await RunningApp.Until(() => SandboxControl.Page(provider.Client, "?after=200&limit=1"), page => page.Count > 0);

        var (exitCode, took) = await app.Terminate();

        var wasInMidLoad = !load.AllAnswered;
        Assert.Equal(0, exitCode);
        Assert.InRange(took, TimeSpan.Zero, Soon);
        Assert.Equal(0, await app.Count("SELECT count(*) FROM calls"));

        await app.StartAgain();
        await sending;
        await RunningApp.Until(() => Outstanding.Count(app, provider, People), rest => rest.IsNothing, TimeSpan.FromMinutes(8));
        var received = await SandboxControl.Messages(provider.Client);
        Assert.Equal(People, received.Select(message => message.To).Distinct().Count());
        Assert.Equal(People, received.Count);
        Assert.Equal(0, await app.Count("SELECT count(*) FROM dead_letters"));
        Assert.DoesNotContain("were open when the last process ended", app.Said(), StringComparison.Ordinal);
        Assert.DoesNotContain(HttpStatusCode.InternalServerError, load.Answers);
        return wasInMidLoad;
    }

    [Fact]
    public async Task Not_even_a_provider_that_does_not_answer_holds_it_up()
    {
        await using var provider = await StandIn.Start(new SandboxBehaviour { LatencyMs = 300_000, TimeScale = 0.01 });
        await using var app = await RunningApp.Start([.. provider.Account, ("Cpd__Dispatch__RequestTimeout", "00:05:00")]);
        await app.Post("/v1/identify", """{"userId":"ana","traits":{"phone":"+385910000001"}}""");
        await app.Post("/v1/track", """{"userId":"ana","event":"Signed Up"}""");
        await RunningApp.Until(() => app.Count("SELECT count(*) FROM calls"), calls => calls == 1);

        var (exitCode, took) = await app.Terminate();

        Assert.Equal(0, exitCode);
        Assert.InRange(took, TimeSpan.Zero, Soon);
        Assert.Equal(1, await app.Count("SELECT count(*) FROM calls"));
    }
}
