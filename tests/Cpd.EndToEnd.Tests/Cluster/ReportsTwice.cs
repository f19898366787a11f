using Cpd.Contracts;
using Xunit.Abstractions;

namespace Cpd.EndToEnd.Tests.Cluster;

public sealed class ReportsTwice(Running running, ITestOutputHelper output) : Scene(running, output)
{
    [ClusterFact]
    public async Task Reports_that_come_twice_and_overtake_each_other_count_once()
    {
        await All.Behave(Running.Usual with { DuplicateWebhooks = 1, ReorderWebhooks = 0.5 });
        var load = await While(people: 100, load =>
        {
            load.Allow(load.Batches);
            return Task.CompletedTask;
        });

        await TheBooksBalance(load);
        using var books = await All.Look();
        var brought = books.Ledger.All<RecordDelivery>().CountBy(one => one.Body.Message).ToDictionary();
        Say($"{brought.Count(message => message.Value > 1)} of {brought.Count} messages had a report more than once");
        Assert.Contains(brought.Values, reports => reports > 1);
        Assert.DoesNotContain(books.Ledger.All<MessageReported>().CountBy(one => (one.Body.Message, one.Body.Outcome)), message => message.Value > 1);
        await All.Behave(Running.Usual);
    }
}
