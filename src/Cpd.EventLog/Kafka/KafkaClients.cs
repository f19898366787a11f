using Confluent.Kafka;
using Cpd.Contracts;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Cpd.EventLog.Kafka;

/// <summary>Makes clients of Kafka out of the settings: the one place that knows how we connect.</summary>
internal sealed partial class KafkaClients
{
    /// <summary>What a record may have with all that is around it. A text of 200,000 letters, of whichever alphabet, is far below.</summary>
    public const int LargestRequest = 8_000_000;

    private const int StatisticsInterval = 5_000;

    private readonly ILogger<KafkaClients> _log;

    /// <exception cref="KafkaRefusedException">The native library is missing or too old.</exception>
    public KafkaClients(IOptions<KafkaOptions> options, ILogger<KafkaClients> log)
    {
        NativeKafka.Require();
        Options = options.Value;
        _log = log;
        Log.Library(log, Library.VersionString);
    }

    public KafkaOptions Options { get; }

    public string TopicName(Topic topic) => Options.TopicPrefix + topic.Name();

    public string Group(string name) => Options.GroupsBeginWith + name;

    /// <param name="deliveryTimeout">Null: a record stays until it is delivered; where it cannot be, the client ends before a later one takes its place.</param>
    /// <param name="onStatistics">Called every few seconds with what the client says of itself.</param>
    public IProducer<string, byte[]> Producer(TimeSpan? deliveryTimeout, Action<Error> onError, Action<ClientStatistics> onStatistics)
    {
        var config = Connect(new ProducerConfig
        {
            EnableIdempotence = true,
            Acks = Acks.All,
            LingerMs = Options.Linger.TotalMilliseconds,
            MessageTimeoutMs = (int)(deliveryTimeout?.TotalMilliseconds ?? 0),
            EnableGaplessGuarantee = deliveryTimeout is null,
            QueueBufferingMaxKbytes = 64 * 1024,
            MessageMaxBytes = LargestRequest,
            // A topic that is gone is not to come back with a partition count of the broker's.
            AllowAutoCreateTopics = false,
            CompressionType = Enum.Parse<CompressionType>(Options.Compression.ToString()),
            DeliveryReportFields = "status",
            StatisticsIntervalMs = StatisticsInterval,
        });
        return Build(() => new ProducerBuilder<string, byte[]>(config)
            .SetLogHandler(Write)
            .SetErrorHandler((_, error) => onError(error))
            .SetStatisticsHandler((_, json) => onStatistics(ClientStatistics.Read(json)))
            .Build());
    }

    /// <summary>Reads values only. The caller keeps positions, Kafka gets a hint of them.</summary>
    /// <param name="reset">Where to go on when the topic has nothing at a position.</param>
    public ConsumerBuilder<Ignore, byte[]> Consumer(string group, AutoOffsetReset reset, Action<Error> onError)
    {
        var config = Connect(new ConsumerConfig
        {
            GroupId = Group(group),
            PartitionAssignmentStrategy = PartitionAssignmentStrategy.CooperativeSticky,
            SessionTimeoutMs = (int)Options.SessionTimeout.TotalMilliseconds,
            HeartbeatIntervalMs = (int)Options.SessionTimeout.TotalMilliseconds / 6,
            EnableAutoOffsetStore = false,
            AutoOffsetReset = reset,
            FetchWaitMaxMs = (int)Options.FetchWait.TotalMilliseconds,
            // What is fetched ahead is lost at a pause, and there are several consumers in a process.
            QueuedMinMessages = 2_000,
            QueuedMaxMessagesKbytes = 16 * 1024,
            AllowAutoCreateTopics = false,
            // The only word for offsets that hold no record: what retention took, and the marks of transactions.
            EnablePartitionEof = true,
            // A topic that is not there yet, and partitions that are added, are seen within this; the client's own 5 minutes are long for who waits.
            TopicMetadataRefreshIntervalMs = 30_000,
            ConsumeResultFields = "timestamp",
            StatisticsIntervalMs = StatisticsInterval,
        });
        // A second of itself: with so little fetched ahead, what comes after a burst waited for that.
        if (NativeKafka.KnowsHowLongAFullConsumerRests) config.Set("fetch.queue.backoff.ms", "10");
        return new ConsumerBuilder<Ignore, byte[]>(config)
            .SetLogHandler(Write)
            .SetErrorHandler((_, error) => onError(error));
    }

    public IAdminClient Admin(Action<Error> onError)
    {
        var config = Connect(new AdminClientConfig());
        return Build(() => new AdminClientBuilder(config)
            .SetLogHandler(Write)
            .SetErrorHandler((_, error) => onError(error))
            .Build());
    }

    /// <exception cref="KafkaRefusedException">The client does not understand a setting.</exception>
    public static TClient Build<TClient>(Func<TClient> build)
    {
        try
        {
            return build();
        }
        catch (Exception refusal) when (refusal is InvalidOperationException or ArgumentException)
        {
            throw new KafkaRefusedException(new KafkaProblem("kafka.setting", $"Kafka's client does not take a setting of Cpd:Kafka: {refusal.Message}"));
        }
    }

    private TConfig Connect<TConfig>(TConfig config) where TConfig : ClientConfig
    {
        config.BootstrapServers = Options.BootstrapServers;
        config.ClientId = Options.ClientId;
        config.SecurityProtocol = Options.Security switch
        {
            KafkaSecurity.Plaintext => SecurityProtocol.Plaintext,
            KafkaSecurity.Ssl => SecurityProtocol.Ssl,
            KafkaSecurity.SaslPlaintext => SecurityProtocol.SaslPlaintext,
            _ => SecurityProtocol.SaslSsl,
        };
        if (Options.UsesSasl)
        {
            config.SaslMechanism = Options.SaslMechanism switch
            {
                KafkaSasl.ScramSha256 => SaslMechanism.ScramSha256,
                KafkaSasl.ScramSha512 => SaslMechanism.ScramSha512,
                _ => SaslMechanism.Plain,
            };
            config.SaslUsername = Options.ApiKey;
            config.SaslPassword = Options.ReadSecret();
        }
        // Cloud brokers close connections that are quiet for minutes.
        config.SocketKeepaliveEnable = true;
        config.ReconnectBackoffMaxMs = 2_000;
        foreach (var (name, value) in Options.ClientSettings) config.Set(name, value);
        return config;
    }

    // It says everything several times, and what matters comes as an error as well.
    private void Write(IClient client, LogMessage message)
    {
        if (message.Level <= SyslogLevel.Critical) Log.ClientWarns(_log, message.Facility, message.Message);
        else Log.ClientSays(_log, message.Facility, message.Message);
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "Kafka client: {Facility} {Text}")]
        public static partial void ClientWarns(ILogger logger, string facility, string text);

        [LoggerMessage(Level = LogLevel.Information, Message = "Kafka's client is librdkafka {Version}")]
        public static partial void Library(ILogger logger, string version);

        [LoggerMessage(Level = LogLevel.Debug, Message = "Kafka client: {Facility} {Text}")]
        public static partial void ClientSays(ILogger logger, string facility, string text);
    }
}
