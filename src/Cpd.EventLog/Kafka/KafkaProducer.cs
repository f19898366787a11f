using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Confluent.Kafka;
using Cpd.Contracts;
using Cpd.EventLog.Kafka.Writing;
using Microsoft.Extensions.Logging;

namespace Cpd.EventLog.Kafka;

/// <summary>
/// Writes records so that all replicas have them, in the order given within each partition and none twice, as long as it
/// lives. A repeat by whoever did not hear the answer is recognised by the reader.
/// </summary>
/// <param name="deliveryTimeout">
/// How long a record may take. Null for whoever numbers their records: a record is never given up while a later one of
/// the same partition goes through, so what lies on a partition has no gaps.
/// </param>
internal sealed partial class KafkaProducer(KafkaClients clients, TimeSpan? deliveryTimeout, TimeProvider clock, ILogger<KafkaProducer> log) : IDisposable
{
    private static readonly TimeSpan WhileFull = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(5);

    /// <summary>
    /// So long what came of the last records is believed. Where a load balancer keeps records away from whoever is not ready
    /// nothing would ever prove that it is over.
    /// </summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private ProducerConnection? _connection;
    private bool _disposed;
    private volatile KafkaProblem? _ofConnection;
    private volatile Undelivered? _undelivered;

    /// <summary>The code of a problem that no repeat mends.</summary>
    public const string TooLarge = "kafka.record-too-large";

    /// <summary>
    /// The code of a problem of several records sent together, of which one was refused for good: nothing behind it may go
    /// through, so nobody says which one it was or why. Whoever sends them one by one is told.
    /// </summary>
    public const string OneOfThem = "kafka.one-refused";

    /// <summary>What keeps records from Kafka at this moment, as far as the client and the last records have told; null while all is well.</summary>
    public KafkaProblem? Problem =>
        _ofConnection ?? (_undelivered is { } last && clock.GetElapsedTime(last.At) < Remembered ? last.Problem : null);

    /// <summary>Connects before there is anything to write, so that <see cref="Problem"/> tells.</summary>
    public void Connect() => CurrentConnection();

    /// <inheritdoc cref="Append(IReadOnlyList{Outgoing}, CancellationToken)"/>
    public Task Append(IReadOnlyList<LogRecord> records, CancellationToken ct)
    {
        var outgoing = new Outgoing[records.Count];
        var buffer = new ArrayBufferWriter<byte>(1024);
        using var json = new Utf8JsonWriter(buffer, RecordJson.Writing);
        for (var i = 0; i < outgoing.Length; i++)
        {
            buffer.ResetWrittenCount();
            RecordJson.Write(records[i], json, buffer);
            outgoing[i] = new Outgoing(records[i], buffer.WrittenSpan.ToArray());
        }
        return Append(outgoing, ct);
    }

    /// <summary>
    /// Done when every record is with all replicas, each with its place filled in. Not cancelled once it began: whether
    /// records lie on the log is then no longer the caller's to decide.
    /// </summary>
    /// <exception cref="KafkaUnavailableException">Some of the records, or all, may not lie on the log: say so, and let them be sent again.</exception>
    public async Task Append(IReadOnlyList<Outgoing> records, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        if (records.Count == 0) return;

        var connection = CurrentConnection();
        var delivery = new Delivery(records.Count);
        if (!connection.Enter(delivery)) throw Unavailable(ErrorCode.Local_Fatal);
        try
        {
            foreach (var (record, value) in records) await Produce(connection, record, value, delivery);
            await delivery.Done;
            (_ofConnection, _undelivered) = (null, null);
        }
        catch (KafkaException fault)
        {
            var culprit = fault is NotDeliveredException { Record: { } refused } ? records.FirstOrDefault(one => one.Record == refused) : records.Count == 1 ? records[0] : default;
            var problem = ProblemOf(fault.Error, culprit.Record is null ? null : culprit);
            if (Problem?.Code != problem.Code) Log.NotDelivered(log, records.Count, fault.Error.Code);
            // A record that is too large is that record's problem.
            if (problem.Code is not (TooLarge or OneOfThem)) _undelivered = new Undelivered(problem, clock.GetTimestamp());
            throw new KafkaUnavailableException(problem, fault);
        }
        finally
        {
            connection.Leave(delivery);
        }
    }

    public void Dispose()
    {
        ProducerConnection? connection;
        lock (_gate)
        {
            _disposed = true;
            connection = _connection;
            _connection = null;
        }
        connection?.End(Farewell);
    }

    private async Task Produce(ProducerConnection connection, LogRecord record, byte[] value, Delivery delivery)
    {
        var place = new TopicPartition(clients.TopicName(record.Topic), Partitioning.Of(record.Key, clients.Options.Partitions));
        var message = new Message<string, byte[]>
        {
            Key = record.Key,
            Value = value,
            Headers = KafkaHeaders.Of(record),
            Timestamp = new Timestamp(TimeOf(record)),
        };
        while (!connection.TryProduce(place, message, report => delivery.Report(record, report)))
        {
            // Its queue empties as brokers answer; where they do not, what fills it times out or the connection breaks.
            await Task.Delay(WhileFull, clock);
        }
    }

    /// <summary>
    /// Brokers refuse what is too far in their future, from Kafka 4.0 on more than an hour, for good. A moment that a clock gave
    /// which ran ahead stands in the record; on the topic it is no later than now, so a clock that was set right is enough.
    /// </summary>
    private DateTimeOffset TimeOf(LogRecord record) => clock.GetUtcNow() is var now && record.At > now ? now : record.At;

    /// <summary>A client that met a fatal error takes nothing more: a new one takes its place.</summary>
    private ProducerConnection CurrentConnection()
    {
        ProducerConnection? broken = null;
        try
        {
            lock (_gate)
            {
                ObjectDisposedException.ThrowIf(_disposed, this);
                if (_connection is { IsBroken: true })
                {
                    broken = _connection;
                    _connection = null;
                }
                return _connection ??= new ProducerConnection(Connect, error => Log.ClientFailed(log, error.Code, error.Reason));
            }
        }
        finally
        {
            broken?.End(TimeSpan.Zero);
        }
    }

    private IProducer<string, byte[]> Connect(Action<Error> onError) => clients.Producer(
        deliveryTimeout,
        error =>
        {
            // One of several brokers may go, and the others go on. Without the address: health tells it to whoever asks.
            if (error.Code is not (ErrorCode.Local_Transport or ErrorCode.Local_TimedOut) && KafkaProblem.Of(error, servers: null) is { } problem) _ofConnection = problem;
            onError(error);
        },
        statistics =>
        {
            if (statistics.IsConnected) _ofConnection = null;
        });

    private KafkaUnavailableException Unavailable(ErrorCode code) => new(ProblemOf(new Error(code), null), null);

    /// <param name="culprit">The record that was refused, where that is known.</param>
    private KafkaProblem ProblemOf(Error error, Outgoing? culprit) => error.Code switch
    {
        ErrorCode.MsgSizeTooLarge or ErrorCode.RecordListTooLarge => new KafkaProblem(
            TooLarge, $"{Size(culprit)} is larger than Kafka takes: raise max.message.bytes of {TopicOf(culprit)}, and Cpd:Kafka:Client:message.max.bytes where that is less ({KafkaClients.LargestRequest} by itself)."),
        ErrorCode.InvalidTimestamp => new KafkaProblem(
            "kafka.clock", $"Kafka does not take the time of a record for {TopicOf(culprit)}: set this machine's clock right. The topic's message.timestamp.after.max.ms says how far ahead it may be, an hour from Kafka 4.0 on."),
        ErrorCode.Local_GaplessGuarantee => new KafkaProblem(OneOfThem, "Kafka refused one of several records for good."),
        ErrorCode.Local_MsgTimedOut => new KafkaProblem(
            "kafka.unreachable", "Kafka did not confirm the records in time: send them again."),
        _ => KafkaProblem.Of(error, servers: null, culprit is { } one ? clients.TopicName(one.Record.Topic) : null)
            ?? new KafkaProblem("kafka.not-written", $"Kafka did not take the records ({error.Reason}): send them again."),
    };

    private string TopicOf(Outgoing? culprit) => culprit is { } one ? clients.TopicName(one.Record.Topic) : "the topics";

    private static string Size(Outgoing? culprit) => culprit is { } one ? string.Create(CultureInfo.InvariantCulture, $"A record of {one.Value.Length} bytes") : "A record";

    private sealed record Undelivered(KafkaProblem Problem, long At);

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "Kafka did not take {Records} records: {Code}")]
        public static partial void NotDelivered(ILogger logger, int records, ErrorCode code);

        [LoggerMessage(Level = LogLevel.Error, Message = "Kafka's producer cannot go on and is replaced: {Code} {Reason}")]
        public static partial void ClientFailed(ILogger logger, ErrorCode code, string reason);
    }
}

/// <summary>Kafka did not confirm what it was given; it may have part of it.</summary>
public sealed class KafkaUnavailableException(KafkaProblem problem, Exception? inner) : LogUnavailableException(problem.Message, inner)
{
    public KafkaProblem Problem => problem;
}
