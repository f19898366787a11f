using System.Threading.Channels;
using Cpd.Contracts;
using Cpd.EventLog.Consuming;
using Cpd.EventLog.Storage;
using Microsoft.Extensions.Logging;

namespace Cpd.EventLog.Kafka.Writing;

/// <summary>
/// Publishes what is committed, in the order of each source, and begins again with the first record that is not confirmed:
/// nothing of a source overtakes what it wrote before. What was published twice is recognised by its number (<see cref="Marks"/>).
/// </summary>
/// <param name="signal">Called when rows may be taken away.</param>
internal sealed partial class OutboxRelay(Func<KafkaProducer> producer, Action signal, TimeProvider clock, ILogger log)
{
    private const int AtOnce = 2_000;
    private static readonly TimeSpan AfterFault = TimeSpan.FromMilliseconds(250);

    private readonly Channel<Batch> _waiting = System.Threading.Channels.Channel.CreateUnbounded<Batch>(new() { SingleReader = true });
    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, (long First, long Last)> _published = [];
    private readonly List<(Outgoing Record, Exception Reason)> _refused = [];
    private int _count;

    /// <summary>Records that wait here.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>There are rows to take away.</summary>
    public bool HasDone
    {
        get { lock (_gate) return _published.Count > 0; }
    }

    public void Publish(Guid source, IReadOnlyList<Outgoing> records)
    {
        if (records.Count == 0) return;
        Interlocked.Add(ref _count, records.Count);
        _waiting.Writer.TryWrite(new Batch(source, records));
    }

    /// <summary>What is finished with and still lies in the outbox: from and to which number of each source, and what Kafka will never take.</summary>
    public Finished Done()
    {
        lock (_gate) return new Finished([.. _published.Select(one => (one.Key, one.Value.First, one.Value.Last))], [.. _refused]);
    }

    /// <summary>It does not lie there any more.</summary>
    public void Forget(Finished done)
    {
        lock (_gate)
        {
            foreach (var (source, _, last) in done.Published)
            {
                if (!_published.TryGetValue(source, out var published)) continue;
                if (published.Last <= last) _published.Remove(source);
                else _published[source] = (Math.Max(published.First, last + 1), published.Last);
            }
            _refused.RemoveRange(0, done.Refused.Count);
        }
    }

    public static void PutAside(SqlSession sql, Outgoing outgoing, Exception reason, DateTimeOffset now) => DeadLetters.Bury(
        sql, new LogGroup { Name = DeadLetters.Unpublished, Topic = outgoing.Record.Topic, Consumer = typeof(OutboxRelay), Order = 0 },
        outgoing.Record.Partition, -1, outgoing.Record.Type, outgoing.Value, reason, now);

    public async Task Run(CancellationToken ct)
    {
        try
        {
            while (await _waiting.Reader.WaitToReadAsync(ct))
            {
                var (batches, records) = (new List<Batch>(), new List<Outgoing>());
                while (records.Count < AtOnce && _waiting.Reader.TryRead(out var batch))
                {
                    batches.Add(batch);
                    records.AddRange(batch.Records);
                }
                await Publish(records, ct);
                lock (_gate)
                    foreach (var batch in batches) Published(batch.Source, batch.Records[0].Record.Sequence, batch.Records[^1].Record.Sequence);
                Interlocked.Add(ref _count, -records.Count);
                signal();
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // What is left lies in the outbox: somebody publishes it.
        }
    }

    private void Published(Guid source, long first, long last) => _published[source] = _published.TryGetValue(source, out var before)
        ? (Math.Min(before.First, first), Math.Max(before.Last, last))
        : (first, last);

    private async Task Publish(List<Outgoing> records, CancellationToken ct)
    {
        while (true)
        {
            try
            {
                await producer().Append(records, ct);
                return;
            }
            catch (KafkaUnavailableException fault) when (fault.Problem.Code == KafkaProducer.TooLarge)
            {
                if (records is [var culprit])
                {
                    Refuse(culprit, fault);
                    return;
                }
                // Which one it is, is found by halves; what goes out a second time is a repeat like any other.
                await Publish(records[..(records.Count / 2)], ct);
                await Publish(records[(records.Count / 2)..], ct);
                return;
            }
            catch (KafkaUnavailableException fault)
            {
                Log.NotPublished(log, records.Count, fault.Message);
            }
            await Task.Delay(AfterFault, clock, ct);
        }
    }

    private void Refuse(Outgoing culprit, Exception reason)
    {
        using (TraceParent.ForLines(culprit.Record.Trace)) Log.Refused(log, culprit.Record.Type, culprit.Record.Id, culprit.Value.Length);
        lock (_gate) _refused.Add((culprit, reason));
    }

    internal sealed record Finished(IReadOnlyList<(Guid Source, long First, long Last)> Published, IReadOnlyList<(Outgoing Record, Exception Reason)> Refused);

    private sealed record Batch(Guid Source, IReadOnlyList<Outgoing> Records);

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "{Records} committed records are not on Kafka yet and are tried again: {Reason}")]
        public static partial void NotPublished(ILogger logger, int records, string reason);

        [LoggerMessage(Level = LogLevel.Error, Message = "The {Type} {Record} of {Bytes} bytes is larger than Kafka takes; it is put aside as a dead letter")]
        public static partial void Refused(ILogger logger, string type, RecordId record, int bytes);
    }
}
