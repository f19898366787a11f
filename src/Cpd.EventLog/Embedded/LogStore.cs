using System.Buffers;
using System.Text.Json;
using Cpd.Contracts;
using Cpd.EventLog.Storage;

namespace Cpd.EventLog.Embedded;

/// <summary>
/// The log's rows, and in memory the newest of them: what this process appended is handed on as objects until every
/// group has passed it, so that nobody reads back and parses what was just written.
/// </summary>
/// <remarks>Belongs to the one writer. Changes in memory follow the transaction: kept by its commit, undone by <see cref="RollBack"/>.</remarks>
internal sealed class LogStore : IDisposable
{
    /// <summary>Above this a partition's older records are left to the table: a group that is that far behind reads them there.</summary>
    private const int MostInMemory = 20_000;

    private readonly SqliteSession _sql;
    private readonly PartitionTail[][] _tails;
    private readonly ArrayBufferWriter<byte> _buffer = new(1024);
    private readonly Utf8JsonWriter _writer;

    public LogStore(SqliteSession sql, int partitions)
    {
        _sql = sql;
        _writer = new Utf8JsonWriter(_buffer, new JsonWriterOptions { SkipValidation = true });
        _tails = new PartitionTail[Topics.All.Max(topic => (int)topic) + 1][];
        foreach (var topic in Topics.All)
            _tails[(int)topic] = [.. Enumerable.Range(0, partitions).Select(partition => new PartitionTail(Head(topic, partition)))];
    }

    public int Partitions => _tails[(int)Topic.Commands].Length;

    /// <summary>The position the next record of a partition will get.</summary>
    public long Head(Topic topic, int partition, bool inMemory) => inMemory ? _tails[(int)topic][partition].Head : Head(topic, partition);

    public void Append(LogRecord record)
    {
        var topic = record.Topic;
        record.Partition = Partitioning.Of(record.Key, Partitions);
        var tail = _tails[(int)topic][record.Partition];
        record.Position = tail.Head;

        _buffer.ResetWrittenCount();
        RecordJson.Write(record, _writer, _buffer);
        _sql.Prepare("INSERT INTO log_records (id, at, payload) VALUES (?1, ?2, ?3)")
            .Bind(1, LogPlace.Pack(topic, record.Partition, record.Position))
            .Bind(2, record.At.ToUnixTimeMilliseconds())
            .Bind(3, _buffer.WrittenSpan)
            .Run();
        tail.Add(record);
    }

    /// <summary>Adds up to <paramref name="most"/> records from a position on; the position after the last record looked at.</summary>
    public long Read(Topic topic, int partition, long from, int most, List<LogRecord> into, Action<long, byte[], Exception> unreadable)
    {
        var tail = _tails[(int)topic][partition];
        if (from >= tail.First) return tail.Read(from, most, into);

        var rows = _sql.Prepare("SELECT id, payload FROM log_records WHERE id >= ?1 AND id < ?2 ORDER BY id LIMIT ?3")
            .Bind(1, LogPlace.Pack(topic, partition, from)).Bind(2, LogPlace.Pack(topic, partition, tail.Head)).Bind(3, most);
        var next = tail.Head;   // when retention has taken everything in between
        while (rows.Step())
        {
            var position = LogPlace.Position(rows.GetLong(0));
            next = position + 1;
            try
            {
                var record = RecordJson.Read(rows.GetBlob(1), topic);
                record.Partition = partition;
                record.Position = position;
                into.Add(record);
            }
            catch (Exception problem) when (problem is JsonException or InvalidOperationException or FormatException or ArgumentException or NotSupportedException)
            {
                unreadable(position, rows.GetBlob(1).ToArray(), problem);
            }
        }
        return Math.Max(next, from);
    }

    /// <summary>A place to come back to within an open transaction.</summary>
    public long[][] Mark() => [.. _tails.Select(tails => tails is null ? [] : Array.ConvertAll(tails, tail => tail.Head))];

    /// <summary>Forgets what was appended since <paramref name="mark"/>.</summary>
    public void RollBack(long[][] mark)
    {
        foreach (var topic in Topics.All)
            for (var partition = 0; partition < Partitions; partition++)
                _tails[(int)topic][partition].CutTo(mark[(int)topic][partition]);
    }

    /// <summary>Lets go of what all groups have passed.</summary>
    public void Trim(Topic topic, int partition, long passed)
    {
        var tail = _tails[(int)topic][partition];
        tail.DropBelow(Math.Max(passed, tail.Head - MostInMemory));
    }

    public void Dispose() => _writer.Dispose();

    private long Head(Topic topic, int partition)
    {
        // Retention never takes a partition's last record, so the count goes on where it was.
        var row = _sql.Prepare("SELECT max(id) FROM log_records WHERE id >= ?1 AND id <= ?2")
            .Bind(1, LogPlace.Pack(topic, partition, 0)).Bind(2, LogPlace.End(topic, partition));
        row.Step();
        var head = row.IsNull(0) ? 0 : LogPlace.Position(row.GetLong(0)) + 1;
        row.Reset();
        return head;
    }

    /// <summary>The newest records of one partition, <see cref="First"/> up to <see cref="Head"/>.</summary>
    private sealed class PartitionTail(long head)
    {
        private readonly List<LogRecord> _records = [];
        private int _dropped;

        public long First { get; private set; } = head;

        public long Head => First + _records.Count - _dropped;

        public void Add(LogRecord record) => _records.Add(record);

        public long Read(long from, int most, List<LogRecord> into)
        {
            var start = (int)(from - First) + _dropped;
            var count = Math.Min(most, _records.Count - start);
            if (count <= 0) return from;
            into.AddRange(_records.GetRange(start, count));
            return from + count;
        }

        public void CutTo(long head)
        {
            var surplus = (int)Math.Min(Head - head, _records.Count - _dropped);
            if (surplus > 0) _records.RemoveRange(_records.Count - surplus, surplus);
        }

        public void DropBelow(long position)
        {
            var drop = (int)Math.Min(position - First, _records.Count - _dropped);
            if (drop <= 0) return;

            // Moving a list's rest for every record dropped would be quadratic: mark, and move now and then.
            for (var i = _dropped; i < _dropped + drop; i++) _records[i] = null!;
            _dropped += drop;
            First += drop;
            if (_dropped < 1024 && _dropped < _records.Count) return;

            _records.RemoveRange(0, _dropped);
            _dropped = 0;
        }
    }
}
