using System.Runtime.InteropServices;
using System.Text;

namespace Cpd.Tests;

/// <summary>
/// A Kafka cluster of one broker inside librdkafka, speaking the real protocol on a port of this machine, that can be told
/// to fail. It knows no admin calls and keeps about 5 MiB a partition.
/// </summary>
internal sealed class MockCluster : IDisposable
{
    /// <summary>It does not wake a request that waits for records, as a real broker does: its clients have to ask often.</summary>
    public static readonly TimeSpan FetchWait = TimeSpan.FromMilliseconds(10);

    private const int Broker = 1;

    private readonly nint _client;
    private readonly nint _cluster;

    static MockCluster() => NativeLibrary.SetDllImportResolver(
        typeof(MockCluster).Assembly, (name, _, _) => name == "librdkafka" ? Parts.LibRdKafka : 0);

    public MockCluster()
    {
        var error = new byte[512];
        var settings = ConfNew();
        Check(ConfSet(settings, Text("log_level"), Text("0"), error, error.Length));   // what it complains of is what tests do on purpose
        _client = New(0, settings, error, error.Length);
        if (_client == 0) throw new InvalidOperationException(Encoding.UTF8.GetString(error).TrimEnd('\0'));
        _cluster = ClusterNew(_client, 1);
        LetGroupsBeginAtOnce();
    }

    /// <summary>What a client calls <c>bootstrap.servers</c>.</summary>
    public string Servers => Marshal.PtrToStringUTF8(ClusterBootstraps(_cluster))!;

    public void CreateTopic(string name, int partitions) => Check(TopicCreate(_cluster, Text(name), partitions, 1));

    /// <summary>Cuts all connections and takes no new ones.</summary>
    public void Down() => Check(BrokerDown(_cluster, Broker));

    public void Up() => Check(BrokerUp(_cluster, Broker));

    /// <summary>Every answer comes that much later.</summary>
    public void Slow(TimeSpan delay) => Check(BrokerRtt(_cluster, Broker, (int)delay.TotalMilliseconds));

    /// <summary>What the broker says of a topic whenever it is asked for it.</summary>
    /// <param name="error">As the protocol numbers errors: 29 is "topic authorization failed".</param>
    public void TopicAnswers(string topic, int error) => TopicError(_cluster, Text(topic), error);

    /// <summary>The next requests of a kind are answered with these errors, one each.</summary>
    /// <param name="api">As the protocol numbers requests: 0 is Produce, 1 is Fetch, 10 is FindCoordinator.</param>
    public void Answer(short api, params int[] errors) => RequestErrors(_cluster, api, errors.Length, errors);

    /// <summary>From now on requests of a kind are answered as they should be again.</summary>
    public void AnswerRightly(short api) => ClearRequestErrors(_cluster, api);

    /// <summary>False of older libraries.</summary>
    public static bool CanDeleteRecords => Parts.LibRdKafka != 0 && NativeLibrary.TryGetExport(Parts.LibRdKafka, "rd_kafka_mock_partition_delete_records", out _);

    /// <summary>As retention does it: what lies before an offset is gone.</summary>
    public void DeleteRecords(string topic, int partition, long before) => Check(RecordsDelete(_cluster, Text(topic), partition, before));

    public void Dispose()
    {
        ClusterDestroy(_cluster);
        Destroy(_client);
    }

    /// <summary>Otherwise the first member of a group waits for three seconds whether others come. Older libraries cannot be told.</summary>
    private void LetGroupsBeginAtOnce()
    {
        if (NativeLibrary.TryGetExport(Parts.LibRdKafka, "rd_kafka_mock_group_initial_rebalance_delay_ms", out _)) GroupDelay(_cluster, 0);
    }

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text + '\0');

    private static void Check(int error)
    {
        if (error != 0) throw new InvalidOperationException($"The mock cluster refused with error {error}.");
    }

    [DllImport("librdkafka", EntryPoint = "rd_kafka_conf_new")]
    private static extern nint ConfNew();

    [DllImport("librdkafka", EntryPoint = "rd_kafka_conf_set")]
    private static extern int ConfSet(nint settings, byte[] name, byte[] value, byte[] error, nint errorSize);

    [DllImport("librdkafka", EntryPoint = "rd_kafka_new")]
    private static extern nint New(int type, nint configuration, byte[] error, nint errorSize);

    [DllImport("librdkafka", EntryPoint = "rd_kafka_destroy")]
    private static extern void Destroy(nint client);

    [DllImport("librdkafka", EntryPoint = "rd_kafka_mock_cluster_new")]
    private static extern nint ClusterNew(nint client, int brokers);

    [DllImport("librdkafka", EntryPoint = "rd_kafka_mock_cluster_destroy")]
    private static extern void ClusterDestroy(nint cluster);

    [DllImport("librdkafka", EntryPoint = "rd_kafka_mock_cluster_bootstraps")]
    private static extern nint ClusterBootstraps(nint cluster);

    [DllImport("librdkafka", EntryPoint = "rd_kafka_mock_topic_create")]
    private static extern int TopicCreate(nint cluster, byte[] topic, int partitions, int replicas);

    [DllImport("librdkafka", EntryPoint = "rd_kafka_mock_topic_set_error")]
    private static extern void TopicError(nint cluster, byte[] topic, int error);

    [DllImport("librdkafka", EntryPoint = "rd_kafka_mock_broker_set_down")]
    private static extern int BrokerDown(nint cluster, int broker);

    [DllImport("librdkafka", EntryPoint = "rd_kafka_mock_broker_set_up")]
    private static extern int BrokerUp(nint cluster, int broker);

    [DllImport("librdkafka", EntryPoint = "rd_kafka_mock_broker_set_rtt")]
    private static extern int BrokerRtt(nint cluster, int broker, int milliseconds);

    [DllImport("librdkafka", EntryPoint = "rd_kafka_mock_clear_request_errors")]
    private static extern void ClearRequestErrors(nint cluster, short api);

    [DllImport("librdkafka", EntryPoint = "rd_kafka_mock_group_initial_rebalance_delay_ms")]
    private static extern void GroupDelay(nint cluster, int milliseconds);

    [DllImport("librdkafka", EntryPoint = "rd_kafka_mock_push_request_errors_array")]
    private static extern void RequestErrors(nint cluster, short api, nint count, int[] errors);

    [DllImport("librdkafka", EntryPoint = "rd_kafka_mock_partition_delete_records")]
    private static extern int RecordsDelete(nint cluster, byte[] topic, int partition, long before);
}
