using System.Globalization;
using Confluent.Kafka;
using Cpd.Contracts;
using Cpd.Tests;

namespace Cpd.Engine.Tests.Running;

/// <summary>The Kafka of one <see cref="EngineLog"/>, and of those that follow it on the same database: a mock cluster, or the one that <c>CPD_KAFKA</c> names.</summary>
internal sealed class EngineBroker : IDisposable
{
    private const string PartitionsAsked = "Cpd:Embedded:Partitions";
    private const int PartitionsByDefault = 4;

    private readonly MockCluster? _mock;
    private readonly string _servers;
    private readonly string _prefix = "";
    private readonly int _partitions;
    private readonly IConsumer<Ignore, Ignore> _consumer;

    private EngineBroker(int partitions)
    {
        _partitions = partitions;
        if (Parts.RealKafka is { } servers)
        {
            (_servers, _prefix) = (servers, $"cpd-test-{Guid.CreateVersion7():N}.");
        }
        else
        {
            _mock = new MockCluster();
            _servers = _mock.Servers;
            foreach (var topic in Topics.All) _mock.CreateTopic(topic.Name(), partitions);
        }
        _consumer = new ConsumerBuilder<Ignore, Ignore>(new ConsumerConfig { BootstrapServers = _servers, GroupId = $"{_prefix}looks" })
            .SetLogHandler((_, _) => { })
            .Build();
    }

    /// <summary>Whether the engine's tests run on Kafka: <c>CPD_TEST_LOG=Kafka</c>. By default they run on the embedded log.</summary>
    public static bool IsWanted { get; } = string.Equals(Environment.GetEnvironmentVariable("CPD_TEST_LOG"), "Kafka", StringComparison.OrdinalIgnoreCase);

    /// <param name="settings">As a test gives them for the embedded log.</param>
    public static EngineBroker Of(TestDatabase data, IReadOnlyDictionary<string, string?> settings)
    {
        if (data.Beside is null)
            data.Beside = new EngineBroker(settings.TryGetValue(PartitionsAsked, out var asked) ? int.Parse(asked!, CultureInfo.InvariantCulture) : PartitionsByDefault);
        return (EngineBroker)data.Beside;
    }

    /// <summary>What a process is told to work on it, with what was said to it about the embedded log.</summary>
    public IReadOnlyDictionary<string, string?> Settings(IReadOnlyDictionary<string, string?> settings) => new Dictionary<string, string?>(
    [
        .. settings.Where(setting => setting.Key != PartitionsAsked).Select(setting => KeyValuePair.Create(setting.Key.Replace("Cpd:Embedded:", "Cpd:Kafka:", StringComparison.Ordinal), setting.Value)),
        new("Cpd:Log", "Kafka"),
        new("Cpd:Kafka:BootstrapServers", _servers),
        new("Cpd:Kafka:TopicPrefix", _prefix),
        new("Cpd:Kafka:GroupPrefix", _prefix),
        new("Cpd:Kafka:Partitions", $"{_partitions}"),
        new("Cpd:Kafka:CreateTopics", $"{_mock is null}"),
        new("Cpd:Kafka:FetchWait", $"{MockCluster.FetchWait}"),
        new("Cpd:Kafka:SessionTimeout", _mock is null ? "00:00:06" : "00:00:02"),   // after somebody left, the mock lets the others wait almost as long; real brokers want six seconds
    ]);

    /// <summary>Where each partition of each topic ends.</summary>
    public IReadOnlyDictionary<(Topic Topic, int Partition), long> Ends() => (
        from topic in Topics.All
        from partition in Enumerable.Range(0, _partitions)
        let at = new TopicPartition(_prefix + topic.Name(), partition)
        select (Place: (topic, partition), _consumer.QueryWatermarkOffsets(at, Patience.Limit).High)).ToDictionary(one => one.Place, one => one.High.Value);

    public void Dispose()
    {
        _consumer.Dispose();
        _mock?.Dispose();
    }
}
