using Confluent.Kafka;
using Cpd.Contracts;
using Cpd.EventLog.Kafka;
using Cpd.Tests;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Cpd.EndToEnd.Tests.Cluster;

/// <summary>The Kafka of several processes: the one that <c>CPD_KAFKA</c> names, under names of the test's own, or a mock cluster in this process.</summary>
internal sealed class Broker : IDisposable
{
    public const int Partitions = 6;

    private readonly MockCluster? _mock;
    private readonly KafkaClients _clients;

    private Broker(MockCluster? mock, KafkaOptions options)
    {
        (_mock, options.Partitions) = (mock, Partitions);
        _clients = new KafkaClients(Options.Create(options), NullLogger<KafkaClients>.Instance);
    }

    /// <summary>For tests that let it fail; only where there is no real one.</summary>
    public MockCluster Mock => _mock!;

    public (string Name, string Value)[] Settings =>
    [
        ("Cpd__Log", "Kafka"),
        ("Cpd__Kafka__BootstrapServers", _clients.Options.BootstrapServers),
        ("Cpd__Kafka__Partitions", $"{Partitions}"),
        ("Cpd__Kafka__TopicPrefix", _clients.Options.TopicPrefix),
        ("Cpd__Kafka__GroupPrefix", _clients.Options.GroupsBeginWith),
        ("Cpd__Kafka__CreateTopics", "false"),
        ("Cpd__Kafka__SessionTimeout", "00:00:06"),   // the shortest there is: who was killed is missed soon
        ("Cpd__Kafka__FetchWait", $"{_clients.Options.FetchWait}"),
        ("Cpd__Kafka__DeliveryTimeout", "00:00:05"),
    ];

    public static async Task<Broker> Start()
    {
        if (Parts.RealKafka is { } servers)
        {
            var name = $"cpd-test-{Guid.CreateVersion7():N}.";
            var broker = new Broker(null, new KafkaOptions { BootstrapServers = servers, TopicPrefix = name, GroupPrefix = name, RequestTimeout = TimeSpan.FromSeconds(30) });
            await new KafkaTopics(broker._clients, [], TimeProvider.System, NullLogger<KafkaTopics>.Instance).Prepare(default);
            return broker;
        }

        var mock = new MockCluster();
        foreach (var topic in Topics.All) mock.CreateTopic(topic.Name(), Partitions);
        return new Broker(mock, new KafkaOptions { BootstrapServers = mock.Servers, CreateTopics = false, FetchWait = MockCluster.FetchWait });
    }

    /// <summary>Where each partition ends.</summary>
    public IReadOnlyDictionary<(Topic Topic, int Partition), long> Ends()
    {
        using var consumer = Consumer();
        return Places().ToDictionary(place => place, place => consumer.QueryWatermarkOffsets(At(place), Patience.Limit).High.Value);
    }

    /// <summary>
    /// Everything that lies on the topics, partition by partition and in order, with what was published twice. A mock cluster
    /// keeps little: a test that wrote more than that has forgotten something and is told so.
    /// </summary>
    public IReadOnlyList<LogRecord> Read()
    {
        var records = new List<LogRecord>();
        using var consumer = Consumer();
        foreach (var place in Places())
        {
            var ends = consumer.QueryWatermarkOffsets(At(place), Patience.Limit);
            Assert.True(ends.Low.Value == 0, $"{place} does not begin at 0 any more but at {ends.Low}: let fewer people come.");
            consumer.Assign(new TopicPartitionOffset(At(place), 0));
            for (var next = 0L; next < ends.High.Value;)
            {
                var read = consumer.Consume(Patience.Limit) ?? throw new TimeoutException($"{place} gave nothing at {next} of {ends.High}.");
                if (read.IsPartitionEOF) continue;
                var record = RecordJson.Read(read.Message.Value, place.Topic);
                (record.Partition, record.Position, next) = (place.Partition, read.Offset, read.Offset + 1);
                records.Add(record);
            }
        }
        return records;
    }

    public void Dispose() => _mock?.Dispose();

    private IConsumer<Ignore, byte[]> Consumer() => _clients.Consumer("ledger", AutoOffsetReset.Earliest, _ => { }).Build();

    private static IEnumerable<(Topic Topic, int Partition)> Places() => Topics.All.SelectMany(topic => Enumerable.Range(0, Partitions).Select(partition => (topic, partition)));

    private TopicPartition At((Topic Topic, int Partition) place) => new(_clients.TopicName(place.Topic), place.Partition);
}
