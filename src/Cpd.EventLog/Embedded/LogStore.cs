using System.Buffers;
using System.Text.Json;
using Cpd.Contracts;
using Cpd.EventLog.Consuming;
using Cpd.EventLog.Storage;

namespace Cpd.EventLog.Embedded;

/// <summary>
/// The log's rows, and in memory the newest of them: what this process appended is handed on as objects until every
/// group has passed it, so that nobody reads back and parses what was just written.
/// </summary>
/// <remarks>Belongs to the one writer. Changes in memory follow the transaction: kept by its commit, undone by <see cref="RollBack"/>.</remarks>
internal sealed class LogStore : IAppended, IDisposable
{
    /// <summary>Above this a partition's older records are left to the table: a group that is that far behind reads them there.</summary>
    private const int MostInMemory = 20_000;

    private static readonly HotTable Table = new("log_records", [new("id", HotKind.Number)], new("at", HotKind.Number), new("payload", HotKind.Bytes));
    private static readonly HotStatement Insert = Table.Insert("id", "at", "payload");

    private static readonly HotStatement ReadFrom = new(
        "SELECT id, payload FROM log_records WHERE id >= ?1 AND id < ?2 ORDER BY id LIMIT ?3",
        "SELECT id, payload FROM log_records WHERE id >= ($1::bigint[])[1] AND id < ($2::bigint[])[1] ORDER BY id LIMIT ($3::bigint[])[1]",
        "SELECT f.id, f.payload FROM {rows} CROSS APPLY (SELECT TOP (r.l3) id, payload FROM log_records WHERE id >= r.l1 AND id < r.l2 ORDER BY id) f ORDER BY f.id",
        HotKind.Number, HotKind.Number, HotKind.Number);

    private static readonly HotStatement LastBetween = new(
        "SELECT max(id) FROM log_records WHERE id >= ?1 AND id <= ?2",
        "SELECT (SELECT max(id) FROM log_records WHERE id >= r.l1 AND id <= r.l2) FROM {rows}",
        "SELECT f.last FROM {rows} CROSS APPLY (SELECT max(id) AS last FROM log_records WHERE id >= r.l1 AND id <= r.l2) f ORDER BY r.n",
        HotKind.Number, HotKind.Number);

    private readonly SqlSession _sql;
    private readonly SqliteSession? _sqlite;
    private readonly HotRows _appended = Insert.Rows();
    private readonly PartitionTail[][] _tails;
    private readonly ArrayBufferWriter<byte> _buffer = new(1024);
    private readonly Utf8JsonWriter _writer;

    public LogStore(SqlSession sql, int partitions)
    {
        _sql = sql;
        _sqlite = sql as SqliteSession;
        _writer = new Utf8JsonWriter(_buffer, RecordJson.Writing);
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
        var (place, at) = (LogPlace.Pack(topic, record.Partition, record.Position), record.At.ToUnixTimeMilliseconds());
        // SQLite takes the bytes as they stand in the buffer; a server gets them with all the others of the piece.
        if (_sqlite is null) _appended.Add(place, at, _buffer.WrittenSpan.ToArray());
        else _sqlite.Prepare(Insert.Sqlite).Bind(1, place).Bind(2, at).Bind(3, _buffer.WrittenSpan).Run();
        tail.Add(record);
    }

    /// <inheritdoc/>
    public void Flush()
    {
        if (_appended.Count == 0) return;
        _sql.Run(_appended);
        _appended.Clear();
    }

    /// <summary>Records of one partition as they are stored; a record that cannot be read is an exception.</summary>
    public static List<LogRecord> Read(SqlSession sql, Topic topic, int partition, long from, int most)
    {
        var records = new List<LogRecord>();
        using var rows = sql.Read(ReadFrom, LogPlace.Pack(topic, partition, from), LogPlace.End(topic, partition), most);
        while (rows.Step())
        {
            var record = RecordJson.Read(rows.GetBlob(1), topic);
            record.Partition = partition;
            record.Position = LogPlace.Position(rows.GetLong(0));
            records.Add(record);
        }
        return records;
    }

    /// <summary>Adds up to <paramref name="most"/> records from a position on; the position after the last record looked at.</summary>
    public long Read(Topic topic, int partition, long from, int most, List<LogRecord> into, Action<long, byte[], Exception> unreadable)
    {
        var tail = _tails[(int)topic][partition];
        if (from >= tail.First) return tail.Read(from, most, into);

        Flush();
        using var rows = _sql.Read(ReadFrom, LogPlace.Pack(topic, partition, from), LogPlace.Pack(topic, partition, tail.Head), most);
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
            catch (Exception problem) when (DeadLetterReason.IsOfReading(problem))
            {
                unreadable(position, rows.GetBlob(1).ToArray(), problem);
            }
        }
        return Math.Max(next, from);
    }

    /// <inheritdoc/>
    public object Mark() => _tails.Select(tails => tails is null ? [] : Array.ConvertAll(tails, tail => tail.Head)).ToArray();

    /// <inheritdoc/>
    public void RollBack(object mark)
    {
        var heads = (long[][])mark;
        _appended.Clear();   // held back is only what the piece that is undone appended
        foreach (var topic in Topics.All)
            for (var partition = 0; partition < Partitions; partition++)
                _tails[(int)topic][partition].CutTo(heads[(int)topic][partition]);
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
        using var row = _sql.Read(LastBetween, LogPlace.Pack(topic, partition, 0), LogPlace.End(topic, partition));
        return row.Step() && !row.IsNull(0) ? LogPlace.Position(row.GetLong(0)) + 1 : 0;
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
