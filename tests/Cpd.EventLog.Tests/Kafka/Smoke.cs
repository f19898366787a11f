using Cpd.Tests;
namespace Cpd.EventLog.Tests.Kafka;
public sealed class Smoke
{
    [Needs(Part.Kafka)]
    public void Cluster_starts()
    {
        using var cluster = new MockCluster();
        cluster.CreateTopic("x", 3);
        Assert.Contains(":", cluster.Servers, StringComparison.Ordinal);
    }
}
