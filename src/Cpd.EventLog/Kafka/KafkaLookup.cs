using Confluent.Kafka;
using Cpd.Contracts;

namespace Cpd.EventLog.Kafka;

/// <summary>Reads records of one partition by their place, outside of all groups: for screens and repairs.</summary>
internal sealed class KafkaLookup(KafkaClients clients, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(200);

    private readonly Lock _gate = new();
    private IConsumer<Ignore, byte[]>? _forEnds;

    /// <summary>Where partitions begin and end. Pages ask for it several times a second, so its client is kept.</summary>
    /// <exception cref="KafkaUnavailableException">Kafka did not answer in time.</exception>
    public IReadOnlyDictionary<(Topic Topic, int Partition), (long Low, long End)> Ends(IReadOnlyList<(Topic Topic, int Partition)> places)
    {
        lock (_gate)
        {
            try
            {
                _forEnds ??= KafkaClients.Build(clients.Consumer("lookup", AutoOffsetReset.Earliest, _ => { }).Build);
                return places.ToDictionary(
                    place => place,
                    place =>
                    {
                        var ends = _forEnds.QueryWatermarkOffsets(new TopicPartition(clients.TopicName(place.Topic), place.Partition), clients.Options.RequestTimeout);
                        return (ends.Low.Value, ends.High.Value);
                    });
            }
            catch (KafkaException fault)
            {
                throw Unavailable(fault);
            }
        }
    }

    /// <exception cref="KafkaUnavailableException">Kafka did not answer in time.</exception>
    public IReadOnlyList<LogRecord> Read(Topic topic, int partition, long from, int most, CancellationToken ct)
    {
        var (place, records, began) = (new TopicPartition(clients.TopicName(topic), partition), new List<LogRecord>(), clock.GetTimestamp());
        var builder = clients.Consumer("lookup", AutoOffsetReset.Earliest, _ => { });
        using var consumer = KafkaClients.Build(builder.Build);
        try
        {
            var ends = consumer.QueryWatermarkOffsets(place, clients.Options.RequestTimeout);
            var next = Math.Max(from, ends.Low.Value);
            if (next >= ends.High.Value) return records;

            consumer.Assign(new TopicPartitionOffset(place, next));
            while (next < ends.High.Value && records.Count < most)
            {
                ct.ThrowIfCancellationRequested();
                if (consumer.Consume(Poll) is not { } result)
                {
                    if (clock.GetElapsedTime(began) > clients.Options.RequestTimeout) throw Unavailable(null);
                    continue;
                }
                if (result.IsPartitionEOF)
                {
                    next = Math.Max(next, result.Offset);
                    continue;
                }
                var record = RecordJson.Read(result.Message.Value, topic);
                (record.Partition, record.Position, next) = (partition, result.Offset, result.Offset + 1);
                records.Add(record);
            }
            return records;
        }
        catch (KafkaException fault)
        {
            throw Unavailable(fault);
        }
        finally
        {
            consumer.Close();
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _forEnds?.Dispose();
            _forEnds = null;
        }
    }

    private KafkaUnavailableException Unavailable(KafkaException? fault) => new(
        KafkaProblem.Of(fault?.Error ?? new Error(ErrorCode.Local_TimedOut), clients.Options.BootstrapServers)
            ?? new KafkaProblem("kafka.error", $"Kafka at {clients.Options.BootstrapServers} answered: {fault!.Error.Reason}"), fault);
}
