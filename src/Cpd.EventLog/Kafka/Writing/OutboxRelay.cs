using System.Globalization;
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
/// <param name="producer">Takes many at once, and lets none through past one that was refused.</param>
/// <param name="careful">Takes one at a time, and says what became of it.</param>
/// <param name="signal">Called when rows may be taken away.</param>
internal sealed partial class OutboxRelay(Func<KafkaProducer> producer, Func<KafkaProducer> careful, Action signal, TimeProvider clock, ILogger log)
{
    private const int AtOnce = 2_000;
    private static readonly TimeSpan AfterFault = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan AfterRefusal = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BetweenWords = TimeSpan.FromMinutes(1);

    /// <summary>How long what is committed may wait for Kafka until that is a problem.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Channel<Batch> _waiting = System.Threading.Channels.Channel.CreateUnbounded<Batch>(new() { SingleReader = true });
    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, (long First, long Last)> _published = [];
    private readonly List<Refusal> _refused = [];
    private volatile KafkaProblem? _refusal;
    private long _said;
    private long _movedAt = clock.GetTimestamp();
    private int _count;

    /// <summary>Records that wait here.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>What keeps committed records from Kafka at this moment; null while they go out.</summary>
    public KafkaProblem? Problem => _refusal ?? Standing();

    /// <summary>There are rows to take away.</summary>
    public bool HasDone
    {
        get { lock (_gate) return _published.Count > 0; }
    }

    public void Publish(Guid source, IReadOnlyList<Outgoing> records)
    {
        if (records.Count == 0) return;
        if (Interlocked.Add(ref _count, records.Count) == records.Count) Volatile.Write(ref _movedAt, clock.GetTimestamp());
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

    /// <summary>Takes its row away and puts it aside, in one transaction; whoever does not find the row comes late, and another process has done it.</summary>
    public static void PutAside(SqlSession sql, Refusal refusal, DateTimeOffset now)
    {
        var (number, outgoing) = (refusal.Outgoing.Record.Sequence, refusal.Outgoing);
        if (sql.Run(OutboxStatements.Delete, refusal.Source, number, number) == 0) return;

        DeadLetters.Bury(
            sql, new LogGroup { Name = DeadLetters.Unpublished, Topic = outgoing.Record.Topic, Consumer = typeof(OutboxRelay), Order = 0 },
            outgoing.Record.Partition, -1, outgoing.Record.Type, outgoing.Value, refusal.Reason, now);
    }

    public async Task Run(CancellationToken ct)
    {
        try
        {
            while (await _waiting.Reader.WaitToReadAsync(ct))
            {
                var (records, sources) = (new List<Outgoing>(), new List<Guid>());
                while (records.Count < AtOnce && _waiting.Reader.TryRead(out var batch))
                {
                    records.AddRange(batch.Records);
                    sources.AddRange(Enumerable.Repeat(batch.Source, batch.Records.Count));
                }
                await Publish(records, sources, ct);
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

    /// <param name="sources">Whose each record is.</param>
    private async Task Publish(List<Outgoing> records, List<Guid> sources, CancellationToken ct)
    {
        for (var from = 0; from < records.Count;)
        {
            try
            {
                await producer().Append(from == 0 ? records : records[from..], ct);
                Moved();
                AreDone(records, sources, from, records.Count);
                return;
            }
            catch (KafkaUnavailableException fault) when (fault.Problem.Code is KafkaProducer.TooLarge or KafkaProducer.OneOfThem)
            {
                // What goes out a second time is a repeat like any other.
                from = await PublishOneByOne(records, sources, from, ct);
                continue;
            }
            catch (KafkaUnavailableException fault)
            {
                Waits(records.Count - from, fault.Problem);
            }
            await Task.Delay(AfterFault, clock, ct);
        }
    }

    /// <summary>Their rows may go. Said as soon as it is so: to whoever sees nothing move this process looks stuck, and is helped.</summary>
    private void AreDone(List<Outgoing> records, List<Guid> sources, int from, int to)
    {
        lock (_gate)
            for (var i = from; i < to; i++) Published(sources[i], records[i].Record.Sequence, records[i].Record.Sequence);
        Interlocked.Add(ref _count, from - to);
        signal();
    }

    /// <summary>
    /// Up to the one that was refused, with a client that says why, as it holds one record at a time and has no later one to keep
    /// back.
    /// </summary>
    /// <returns>The first that is left.</returns>
    private async Task<int> PublishOneByOne(List<Outgoing> records, List<Guid> sources, int from, CancellationToken ct)
    {
        for (var i = from; i < records.Count; i++)
        {
            var atOnce = await PublishAlone(sources[i], records[i], ct);
            AreDone(records, sources, i, i + 1);
            if (!atOnce) return i + 1;
        }
        return records.Count;
    }

    /// <summary>Back when Kafka has it, or it is put aside; whatever else is in the way, a right or a clock, somebody has to mend.</summary>
    /// <returns>False when it was not taken at once.</returns>
    private async Task<bool> PublishAlone(Guid source, Outgoing outgoing, CancellationToken ct)
    {
        for (var isFirst = true; ; isFirst = false)
        {
            try
            {
                await careful().Append([outgoing], ct);
                Moved();
                return isFirst;
            }
            catch (KafkaUnavailableException fault) when (fault.Problem.Code == KafkaProducer.TooLarge)
            {
                Refuse(source, outgoing, fault);
                Moved();
                return false;
            }
            catch (KafkaUnavailableException fault)
            {
                Waits(1, fault.Problem);
            }
            await Task.Delay(AfterRefusal, clock, ct);
        }
    }

    private void Moved()
    {
        _refusal = null;
        Volatile.Write(ref _movedAt, clock.GetTimestamp());
    }

    /// <summary>Tells of it when it begins and once a minute, not at each try.</summary>
    private void Waits(int records, KafkaProblem problem)
    {
        if (_refusal?.Code == problem.Code && clock.GetElapsedTime(_said) < BetweenWords) return;

        (_refusal, _said) = (problem, clock.GetTimestamp());
        Log.NotPublished(log, records, problem.Message, problem.Code);
    }

    private KafkaProblem? Standing() =>
        Count is > 0 and var count && clock.GetElapsedTime(Volatile.Read(ref _movedAt)) is var stood && stood > Patience
            ? new KafkaProblem("kafka.unpublished", string.Create(
                CultureInfo.InvariantCulture, $"{count} committed records wait for Kafka, and it has not taken one for {(long)stood.TotalSeconds} s."))
            : null;

    private void Refuse(Guid source, Outgoing culprit, Exception reason)
    {
        using (TraceParent.ForLines(culprit.Record.Trace)) Log.Refused(log, culprit.Record.Type, culprit.Record.Id, culprit.Value.Length);
        lock (_gate) _refused.Add(new Refusal(source, culprit, reason));
    }

    internal sealed record Finished(IReadOnlyList<(Guid Source, long First, long Last)> Published, IReadOnlyList<Refusal> Refused);

    internal sealed record Refusal(Guid Source, Outgoing Outgoing, Exception Reason);

    private sealed record Batch(Guid Source, IReadOnlyList<Outgoing> Records);

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "{Records} committed records are not on Kafka yet and are tried again: {Reason} ({Code})")]
        public static partial void NotPublished(ILogger logger, int records, string reason, string code);

        [LoggerMessage(Level = LogLevel.Error, Message = "The {Type} {Record} of {Bytes} bytes is larger than Kafka takes; it is put aside as a dead letter")]
        public static partial void Refused(ILogger logger, string type, RecordId record, int bytes);
    }
}
