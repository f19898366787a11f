using System.Buffers;
using System.Text.Json;
using Cpd.Contracts;
using Cpd.EventLog.Consuming;
using Cpd.EventLog.Storage;

namespace Cpd.EventLog.Kafka.Writing;

/// <param name="Value">As it goes onto the topic.</param>
internal readonly record struct Outgoing(LogRecord Record, byte[] Value);

/// <summary>
/// What a transaction appends: numbered rows that are committed with it, and the same records in memory for the relay.
/// Belongs to the one writer.
/// </summary>
internal sealed class Outbox(Func<SqlSession> sql, ProcessRun run, int partitions) : IAppended, IDisposable
{
    private readonly HotRows _rows = OutboxStatements.Insert.Rows();
    private readonly List<Outgoing> _appended = [];
    private readonly ArrayBufferWriter<byte> _buffer = new(1024);
    private readonly Utf8JsonWriter _json = new(Stream.Null, RecordJson.Writing);

    /// <summary>Of the last record that was appended; goes back with what is undone, so the numbers of a run have no gaps.</summary>
    private long _sequence;

    public void Append(LogRecord record)
    {
        record.Partition = Partitioning.Of(record.Key, partitions);
        record.Source = run.Id.ToString("N");
        record.Sequence = ++_sequence;

        _buffer.ResetWrittenCount();
        RecordJson.Write(record, _json, _buffer);
        var value = _buffer.WrittenSpan.ToArray();
        _rows.Add(run.Id, _sequence, (long)record.Topic, record.Partition, record.At.ToUnixTimeMilliseconds(), value);
        _appended.Add(new Outgoing(record, value));
    }

    public object Mark() => _appended.Count;

    public void RollBack(object mark)
    {
        _rows.Clear();   // held back is only what the piece that is undone appended
        var kept = (int)mark;
        _sequence -= _appended.Count - kept;
        _appended.RemoveRange(kept, _appended.Count - kept);
    }

    public void Flush()
    {
        if (_rows.Count == 0) return;
        sql().Run(_rows);
        _rows.Clear();
    }

    /// <summary>After the commit: what is to be published now, in order.</summary>
    public IReadOnlyList<Outgoing> TakeCommitted()
    {
        if (_appended.Count == 0) return [];
        Outgoing[] committed = [.. _appended];
        _appended.Clear();
        return committed;
    }

    public void Dispose() => _json.Dispose();
}
