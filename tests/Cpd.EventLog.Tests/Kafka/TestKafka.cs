using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Cpd.Contracts;
using Cpd.EventLog.Kafka;
using Cpd.EventLog.Kafka.Reading;
using Cpd.EventLog.Storage;
using Cpd.Tests;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Cpd.EventLog.Tests.Kafka;

/// <summary>A broker with our topics: the one that <c>CPD_KAFKA</c> names, under names of the test's own that go with it, or a mock cluster.</summary>
internal sealed class TestKafka : IDisposable
{
    private readonly List<IDisposable> _disposables = [];
    private readonly List<string> _others = [];
    private readonly MockCluster? _cluster;

    private TestKafka(MockCluster? cluster, KafkaOptions options)
    {
        _cluster = cluster;
        Options = options;
        Clients = ClientsOf(options);
    }

    public KafkaOptions Options { get; }

    public KafkaClients Clients { get; }

    /// <summary>What a log on it reads beside its own topics.</summary>
    public List<ITopicDoor> Doors { get; } = [];

    /// <summary>For tests that let it fail; only where <see cref="Mock"/> made it.</summary>
    public MockCluster Cluster => _cluster!;

    /// <summary>What a host's configuration says to have its log there.</summary>
    public IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>
    {
        ["Cpd:Log"] = "Kafka",
        ["Cpd:Kafka:BootstrapServers"] = Options.BootstrapServers,
        ["Cpd:Kafka:Partitions"] = $"{Options.Partitions}",
        ["Cpd:Kafka:TopicPrefix"] = Options.TopicPrefix,
        ["Cpd:Kafka:GroupPrefix"] = Options.GroupsBeginWith,
        ["Cpd:Kafka:CreateTopics"] = $"{Options.CreateTopics}",
        ["Cpd:Kafka:RequestTimeout"] = "00:00:10",
        ["Cpd:Kafka:FetchWait"] = $"{Options.FetchWait}",
        ["Cpd:Kafka:DeliveryTimeout"] = $"{Options.DeliveryTimeout}",
    };

    public static async Task<TestKafka> Start(int partitions = 6)
    {
        if (Parts.RealKafka is not { } servers) return Mock(partitions);

        var name = $"cpd-test-{Guid.CreateVersion7():N}.";
        var kafka = new TestKafka(null, new KafkaOptions
        {
            BootstrapServers = servers,
            TopicPrefix = name,
            GroupPrefix = name,
            Partitions = partitions,
            RequestTimeout = TimeSpan.FromSeconds(30),
        });
        await kafka.Topics().Prepare(default);
        await kafka.AllowTimesToCome();
        return kafka;
    }

    /// <summary>Events of tests are of 2030: brokers from 4.0 on take no more than an hour of that unless they are told to.</summary>
    private async Task AllowTimesToCome()
    {
        using var admin = Clients.Admin(static _ => { });
        var setting = new ConfigEntry { Name = "message.timestamp.after.max.ms", Value = $"{long.MaxValue}", IncrementalOperation = AlterConfigOpType.Set };
        try
        {
            await admin.IncrementalAlterConfigsAsync(Contracts.Topics.All.ToDictionary(
                topic => new ConfigResource { Type = ResourceType.Topic, Name = Clients.TopicName(topic) }, _ => new List<ConfigEntry> { setting }));
        }
        catch (KafkaException)
        {
            // Brokers before 3.6 do not know it, and take any time.
        }
    }

    /// <summary>Also where there is a real one: it can be told to fail.</summary>
    public static TestKafka Mock(int partitions = 6)
    {
        var kafka = MockWithoutTopics(partitions);
        foreach (var topic in Contracts.Topics.All) kafka.Cluster.CreateTopic(topic.Name(), partitions);
        return kafka;
    }

    public static TestKafka MockWithoutTopics(int partitions = 6)
    {
        var cluster = new MockCluster();
        return new TestKafka(cluster, new KafkaOptions
        {
            BootstrapServers = cluster.Servers,
            Partitions = partitions,
            CreateTopics = false,
            RequestTimeout = TimeSpan.FromSeconds(2),
            DeliveryTimeout = TimeSpan.FromSeconds(30),
            FetchWait = MockCluster.FetchWait,
        });
    }

    public static KafkaClients ClientsOf(KafkaOptions options) => new(Microsoft.Extensions.Options.Options.Create(options), NullLogger<KafkaClients>.Instance);

    /// <summary>A topic that is not ours, in front of whose name stands what makes it the test's own.</summary>
    public async Task CreateTopic(string name, int partitions)
    {
        if (_cluster is not null)
        {
            _cluster.CreateTopic(name, partitions);
            return;
        }

        using var admin = Clients.Admin(static _ => { });
        await admin.CreateTopicsAsync([new TopicSpecification { Name = name, NumPartitions = partitions, ReplicationFactor = Options.ReplicationFactor ?? -1 }]);
        _others.Add(name);
    }

    public KafkaTopics Topics() => TopicsOf(Clients, Doors);

    public static KafkaTopics TopicsOf(KafkaClients clients, IEnumerable<ITopicDoor>? doors = null) => new(clients, doors ?? [], TimeProvider.System, NullLogger<KafkaTopics>.Instance);

    public KafkaCheck Check(KafkaOptions? options = null, params Database[] databases) => new(
        options is null ? Microsoft.Extensions.Options.Options.Create(Options) : Checked(options),
        [new LogGroup { Name = "platform", Topic = Topic.Events, Consumer = typeof(object), Order = 1 }],
        [], databases, TimeProvider.System, NullLoggerFactory.Instance);

    /// <summary>Settings that are validated when they are asked for, as they are in the program.</summary>
    private static OptionsManager<KafkaOptions> Checked(KafkaOptions options) => new(new Factory(options));

    public KafkaProducer Producer(TimeSpan? deliveryTimeout = null)
    {
        var producer = new KafkaProducer(Clients, deliveryTimeout ?? Options.DeliveryTimeout, TimeProvider.System, NullLogger<KafkaProducer>.Instance);
        _disposables.Add(producer);
        return producer;
    }

    public GroupConsumer Group(IPartitionOwner owner, string name = "first", Func<Subscription, RecordBuffer>? buffer = null)
    {
        var subscription = Subscription.Of(new LogGroup { Name = name, Topic = Topic.Events, Consumer = typeof(object), Order = 1 }, Clients);
        return new GroupConsumer(subscription, Clients, owner, TimeProvider.System, NullLogger<GroupConsumer>.Instance, buffer?.Invoke(subscription));
    }

    /// <summary>Puts events of these people on the log: everybody's first, then everybody's second, and so on.</summary>
    public async Task Write(int each, params string[] people)
    {
        var producer = Producer();
        await producer.Append([.. Enumerable.Range(0, each).SelectMany(number => people.Select(person => TestLog.Event(person, number)))], default);
    }

    public void Dispose()
    {
        foreach (var disposable in _disposables) disposable.Dispose();
        _cluster?.Dispose();
        if (_cluster is null) DeleteTopics();
    }

    private void DeleteTopics()
    {
        using var admin = Clients.Admin(static _ => { });
        try
        {
            Task.Run(() => admin.DeleteTopicsAsync([.. Contracts.Topics.All.Select(Clients.TopicName), .. _others], new DeleteTopicsOptions { RequestTimeout = TimeSpan.FromSeconds(10) })).Wait();
        }
        catch (AggregateException unkind) when (unkind.InnerException is KafkaException)
        {
            // The key may not: what the test was about is not that, and the topics say by their names whose they are.
        }
    }

    private sealed class Factory(KafkaOptions options) : IOptionsFactory<KafkaOptions>
    {
        public KafkaOptions Create(string name) => new KafkaOptionsCheck().Validate(name, options) is { Failed: true } refused
            ? throw new OptionsValidationException(name, typeof(KafkaOptions), refused.Failures)
            : options;
    }
}
