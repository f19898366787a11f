using System.Text;
using Confluent.Kafka;
using Cpd.Contracts;
using Cpd.EventLog.Kafka;
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
        using (var shop = new ProducerBuilder<string, byte[]?>(new ProducerConfig { BootstrapServers = kafka.Options.BootstrapServers }).Build())
        {
            foreach (var value in (string?[])["ana", "bad", null, "ben"])
                await shop.ProduceAsync("shop.orders", new Message<string, byte[]?> { Key = "k", Value = value is null ? null : Encoding.UTF8.GetBytes(value) });
        }
        var positions = new StoredPositions();
        await using var group = new GroupConsumer(
            Subscription.Of(new Door()), kafka.Clients, positions, TimeProvider.System, NullLogger<GroupConsumer>.Instance);

        group.Start();
        await group.HandleUntil(positions, () => positions[0] == 4);

        Assert.Equal(["ana", "ben"], positions.Records.Select(record => ((Track)record.Body).Event));
        var bad = Assert.Single(positions.Unreadable);
        Assert.Equal((0, 1L, "bad"), (bad.Partition, bad.Position, Encoding.UTF8.GetString(bad.Payload)));
        Assert.Equal("It is bad. (test.bad)", bad.Problem.Message);
    }

    private sealed class Door : ITopicDoor
    {
        public string Group => "door.shop.orders";

        public string Topic => "shop.orders";

        public LogRecord? Read(RawRecord record) => Encoding.UTF8.GetString(record.Value) switch
        {
            "" => null,
            "bad" => throw new UnreadableRecordException("test.bad", "It is bad."),
            var name => new LogRecord
            {
                Id = Ids.Derive<RecordId>(record.At, "door", name),
                Workspace = "test",
                Key = name,
                At = record.At,
                Body = new Track(new GivenIds(name, null), name, record.At, name, RawJson.EmptyObject),
            },
        };
    }
}
