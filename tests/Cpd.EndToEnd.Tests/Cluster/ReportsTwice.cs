using System.Net.Http.Json;
using Cpd.Adapters.Sandbox;
using Xunit.Abstractions;

namespace Cpd.EndToEnd.Tests.Cluster;

public sealed class ReportsTwice(Running running, ITestOutputHelper output) : Scene(running, output)
{
    [ClusterFact]
    public async Task Reports_that_come_twice_and_overtake_each_other_count_once()
    {
        await Behave(Running.Usual with { DuplicateWebhooks = 1, ReorderWebhooks = 0.5 });
        var load = await While(people: 100, load =>
        {
            load.Allow(load.Batches);
            return Task.CompletedTask;
        });

        await TheBooksBalance(load);
        using var books = await All.Look();
        var reports = books.Ledger.All<Cpd.Contracts.MessageReported>().CountBy(one => one.Body.Message).ToList();
        Assert.Contains(reports, message => message.Value > 1);
        await Behave(Running.Usual);
    }

    private async Task Behave(SandboxBehaviour behaviour)
    {
        using var answer = await All.Provider.Client.PutAsJsonAsync(new Uri(SandboxControl.Path + "behaviour", UriKind.Relative), behaviour);
        answer.EnsureSuccessStatusCode();
    }
}
