using System.Net;
using Xunit.Abstractions;

namespace Cpd.EndToEnd.Tests.Cluster;

public sealed class WithoutTheBroker(Running running, ITestOutputHelper output) : Scene(running, output)
{
    /// <summary>Requests as the protocol numbers them.</summary>
    private const short Produce = 0, Fetch = 1, Metadata = 3, FindCoordinator = 10, JoinGroup = 11, Heartbeat = 12;

    private const int NotLeader = 6, TimedOut = 7, NoCoordinator = 15, NotCoordinator = 16, NotEnoughReplicas = 19, RebalanceInProgress = 27, StorageError = 56;

    [ClusterFact(BrokerFails = true)]
    public async Task A_broker_that_goes_stalls_and_refuses_costs_time_and_nothing_else()
    {
        var load = await While(people: 200, async load =>
        {
            load.Allow(load.Batches / 5);
            await Task.Delay(Moment(1_000));
            All.Broker.Mock.Down();
            load.Allow(load.Batches / 5);
            await RunningApp.Until(() => Task.FromResult(load.Statuses), statuses => statuses.Contains(HttpStatusCode.ServiceUnavailable));
            Assert.Contains("log", await RunningApp.Until(() => Failing(All.Web), failing => failing.Count > 0));
            All.Broker.Mock.Up();
            await RunningApp.Until(() => Failing(All.Web), failing => failing.Count == 0);

            load.Allow(load.Batches / 5);
            All.Broker.Mock.Slow(TimeSpan.FromMilliseconds(400));
            await Task.Delay(Moment(2_000));
            All.Broker.Mock.Slow(TimeSpan.Zero);

            load.Allow(load.Batches / 5);
            All.Broker.Mock.Answer(Produce, NotLeader, TimedOut, NotEnoughReplicas, TimedOut, StorageError, NotLeader);
            All.Broker.Mock.Answer(Fetch, NotLeader, StorageError, NotLeader);
            All.Broker.Mock.Answer(Metadata, TimedOut);
            All.Broker.Mock.Answer(FindCoordinator, NoCoordinator, NoCoordinator);
            All.Broker.Mock.Answer(Heartbeat, NotCoordinator, RebalanceInProgress, NotCoordinator);
            All.Broker.Mock.Answer(JoinGroup, NotCoordinator);
            await Task.Delay(Moment(2_000));
        });

        await TheBooksBalance(load);
        Assert.Subset((HashSet<HttpStatusCode>)[HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable], load.Statuses.ToHashSet());
        foreach (var process in (RunningApp[])[All.Web, All.Engine, All.Adapter])
            Assert.Empty(await RunningApp.Until(() => Failing(process), failing => failing.Count == 0));
    }
}
