using System.Text;
using Cpd.EventLog.Kafka.Reading;
using Cpd.Tests;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cpd.EventLog.Tests.Kafka;

public sealed class TheCompanysOwnTopics
{
    [Needs(Part.Kafka)]
    public async Task Its_records_become_commands_and_bad_ones_are_put_apart_with_offset_and_reason()
    {
        using var kafka = TestKafka.Mock(partitions: 1);
        kafka.Cluster.CreateTopic("shop.orders", 1);
        await TestDoor.Write(kafka, "ana 1", "bad", null, "ben 1");
        var positions = new StoredPositions();
        await using var group = new GroupConsumer(
            Subscription.Of(new TestDoor()), kafka.Clients, positions, TimeProvider.System, NullLogger<GroupConsumer>.Instance);

        group.Start();
        await group.HandleUntil(positions, () => positions[0] == 4);

        Assert.Equal(["ana 1", "ben 1"], positions.Records.Select(TestLog.Name));
        var bad = Assert.Single(positions.Unreadable);
        Assert.Equal((0, 1L, "bad"), (bad.Partition, bad.Position, Encoding.UTF8.GetString(bad.Payload)));
        Assert.Equal("It is bad. (test.bad)", bad.Problem.Message);
    }
}
