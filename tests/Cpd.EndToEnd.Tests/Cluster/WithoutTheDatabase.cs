using System.Net;
using Xunit.Abstractions;

namespace Cpd.EndToEnd.Tests.Cluster;

public sealed class WithoutTheDatabase(Running running, ITestOutputHelper output) : Scene(running, output)
{
    [ClusterFact]
    public async Task Connections_that_are_cut_and_a_server_out_of_reach_delay_and_repeat_nothing()
    {
        var load = await While(people: 200, async load =>
        {
            for (var cut = 0; cut < 6; cut++)
            {
                load.Allow(load.Batches / 10);
                await Task.Delay(Moment(1_000));
                All.CutConnections();
            }

            load.Allow(load.Batches / 10);
            All.Line.Cut();
            foreach (var process in (RunningApp[])[All.Web, All.Engine, All.Adapter])
                Assert.Contains("database", await RunningApp.Until(() => Failing(process), failing => failing.Count > 0));
            // What was read a moment ago may still say that nobody has this key.
            await RunningApp.Until(AnswerToAnotherKey, answer => answer.Contains("database.unavailable", StringComparison.Ordinal));
            All.Line.Mend();
        });

        await TheBooksBalance(load);
        Assert.Subset((HashSet<HttpStatusCode>)[HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable], load.Statuses.ToHashSet());
        foreach (var process in (RunningApp[])[All.Web, All.Engine, All.Adapter]) Assert.Empty(await RunningApp.Until(() => Failing(process), failing => failing.Count == 0));
    }

    /// <summary>Nobody has asked for this key yet, so only the database can tell whose it is.</summary>
    private async Task<string> AnswerToAnotherKey()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/v1/track", UriKind.Relative)) { Content = new StringContent("""{"userId":"x","event":"Looked"}""") };
        request.Headers.Authorization = new("Basic", Convert.ToBase64String("not-seen-before:"u8));
        using var answer = await All.Web.Client.SendAsync(request);
        Assert.NotEqual(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync();
    }
}
