using System.ComponentModel;
using Cpd.EventLog.Consuming;

namespace Cpd.EventLog.Kafka;

/// <summary>
/// Section <c>Cpd:Kafka</c>. For Confluent Cloud <see cref="BootstrapServers"/>, <see cref="ApiKey"/> and
/// <see cref="ApiSecret"/> are enough.
/// </summary>
public sealed class KafkaOptions : WindowOptions
{
    public const string Section = "Cpd:Kafka";

    /// <summary>Comma-separated <c>host:port</c>.</summary>
    public string BootstrapServers { get; set; } = "";

    /// <summary>Null: <see cref="KafkaSecurity.SaslSsl"/> where there is a key, else <see cref="KafkaSecurity.Plaintext"/>.</summary>
    public KafkaSecurity? SecurityProtocol { get; set; }

    public KafkaSasl SaslMechanism { get; set; } = KafkaSasl.Plain;

    /// <summary>Confluent Cloud's API key, or a SASL user name.</summary>
    public string ApiKey { get; set; } = "";

    public string ApiSecret { get; set; } = "";

    /// <summary>A file that holds the secret and nothing else, instead of <see cref="ApiSecret"/>.</summary>
    public string ApiSecretFile { get; set; } = "";

    /// <summary>How this installation is called in the broker's logs and quotas.</summary>
    public string ClientId { get; set; } = "cpd";

    public KafkaCompression Compression { get; set; } = KafkaCompression.Lz4;

    /// <summary>In front of our topics' names, for several installations on one cluster.</summary>
    public string TopicPrefix { get; set; } = "";

    /// <summary>In front of our consumer groups' names; null is <see cref="TopicPrefix"/> and <c>cpd.</c>, so that installations with topics of their own have groups of their own.</summary>
    public string? GroupPrefix { get; set; }

    /// <summary>Of each of our topics. A key's partition follows from it, so it is fixed once there are records.</summary>
    public int Partitions { get; set; } = 12;

    /// <summary>Of topics we create; null is three, or as many as there are brokers where those are fewer, and -1 what the broker was told to use.</summary>
    public short? ReplicationFactor { get; set; }

    /// <summary>Whether missing topics are created at start, or missed with a sentence.</summary>
    public bool CreateTopics { get; set; } = true;

    /// <summary>How long the producer collects before it sends. A few milliseconds make one request of many records.</summary>
    public TimeSpan Linger { get; set; } = TimeSpan.FromMilliseconds(3);

    /// <summary>How long the intake waits for all replicas before it tells the caller that it did not work.</summary>
    public TimeSpan DeliveryTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long start-up and "check connection" wait for an answer.</summary>
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>A member of a group that is not heard of for this long loses its partitions to the others.</summary>
    public TimeSpan SessionTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long a broker may hold a request for records that are not there yet; it answers as soon as there is one, so
    /// this delays nothing, and a longer time costs a quiet installation fewer requests.
    /// </summary>
    public TimeSpan FetchWait { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// Settings of librdkafka by their own names, such as <c>ssl.ca.location</c>; not those that stand here or that correctness
    /// needs. As <c>ssl_ca_location</c>, too: shells do not export a variable whose name has a dot.
    /// </summary>
    public Dictionary<string, string> Client { get; } = [];

    /// <summary><see cref="Client"/> by librdkafka's own names.</summary>
    internal IEnumerable<(string Name, string Value)> ClientSettings => Client.Select(setting => (OwnName(setting.Key), setting.Value));

    /// <summary>The secret, wherever it stands.</summary>
    /// <exception cref="IOException">Its file cannot be read.</exception>
    public string ReadSecret() => ApiSecretFile is "" ? ApiSecret : File.ReadAllText(ApiSecretFile).Trim();

    internal KafkaSecurity Security => SecurityProtocol ?? (ApiKey is "" ? KafkaSecurity.Plaintext : KafkaSecurity.SaslSsl);

    internal string GroupsBeginWith => GroupPrefix ?? TopicPrefix + "cpd.";

    /// <summary>All of them have dots, but one.</summary>
    private static string OwnName(string name) => name.Contains('.') || name is "log_level" ? name : name.Replace('_', '.');

    internal bool UsesSasl => Security is KafkaSecurity.SaslSsl or KafkaSecurity.SaslPlaintext;
}

/// <summary>How to speak to the brokers. Kafka's own spelling is understood as well, such as <c>SASL_SSL</c>.</summary>
[TypeConverter(typeof(KafkaWord<KafkaSecurity>))]
public enum KafkaSecurity
{
    Plaintext,
    Ssl,
    SaslPlaintext,
    SaslSsl,
}

/// <summary>How to say who we are. Kafka's own spelling is understood as well, such as <c>SCRAM-SHA-512</c>.</summary>
[TypeConverter(typeof(KafkaWord<KafkaSasl>))]
public enum KafkaSasl
{
    Plain,
    ScramSha256,
    ScramSha512,
}

[TypeConverter(typeof(KafkaWord<KafkaCompression>))]
public enum KafkaCompression
{
    None,
    Gzip,
    Snappy,
    Lz4,
    Zstd,
}
