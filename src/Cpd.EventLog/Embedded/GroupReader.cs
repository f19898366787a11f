using Cpd.Contracts;
using Cpd.EventLog.Consuming;
using Cpd.EventLog.Storage;

namespace Cpd.EventLog.Embedded;

/// <summary>
/// Where one group stands in each partition, and what it gets next. After a failure it is careful: one record at a time,
/// until it is past what failed, so that only the culprit stays behind.
/// </summary>
internal sealed class GroupReader(LogGroup group, Func<LogStore> store, long epoch, long[] next)
{
    private readonly long[] _careful = new long[next.Length];
    private readonly int[] _failures = new int[next.Length];
    private int _turn;

    public LogGroup Group => group;

    /// <summary>Not before this moment, after a failure.</summary>
    public DateTimeOffset PausedUntil { get; private set; }

    /// <summary>Tries that failed on the record this group is at in a partition; what the others do meanwhile does not count.</summary>
    public int Failures(int partition) => _failures[partition];

    public long Next(int partition) => next[partition];

    /// <summary>Records this group has passed since it began; counts on however far it is behind.</summary>
    public long PassedInAll { get; private set; }

    public bool HasUnread
    {
        get
        {
            for (var partition = 0; partition < next.Length; partition++)
                if (next[partition] < store().Head(group.Topic, partition, inMemory: true)) return true;
            return false;
        }
    }

    public long Lag
    {
        get
        {
            var lag = 0L;
            for (var partition = 0; partition < next.Length; partition++) lag += store().Head(group.Topic, partition, inMemory: true) - next[partition];
            return lag;
        }
    }

    /// <summary>The next window over all partitions, beginning with another one each time.</summary>
    public Taken Take(int most)
    {
        var taken = new Taken([.. next]);
        _turn = (_turn + 1) % next.Length;
        for (var i = 0; i < next.Length && taken.Looked < most; i++)
        {
            var partition = (_turn + i) % next.Length;
            var careful = next[partition] < _careful[partition];
            if (careful && taken.Looked > 0) continue;

            var before = taken.Records.Count;
            taken.Next[partition] = store().Read(
                group.Topic, partition, next[partition], careful ? 1 : most - taken.Looked, taken.Records,
                (position, payload, problem) => taken.Unreadable.Add((partition, position, payload, problem)));
            taken.Looked += taken.Records.Count - before + taken.Unreadable.Count;
            if (careful && taken.Looked > 0) break;
        }
        taken.Records.RemoveAll(record => record.OnlyFor is { } only && only != group.Name);
        return taken;
    }

    /// <summary>Moves the positions in the database, in the window's transaction.</summary>
    public void Move(SqlSession sql, Taken taken)
    {
        var moves = new List<(int, long, long)>();
        for (var partition = 0; partition < next.Length; partition++)
            if (taken.Next[partition] != next[partition]) moves.Add((partition, next[partition], taken.Next[partition]));
        Positions.Move(sql, group, moves, epoch);
    }

    /// <summary>After the connection was lost: what the last transaction came to is known only to the database.</summary>
    /// <exception cref="FencedException">Somebody else owns it meanwhile.</exception>
    public void LookAgain(SqlSession sql, IReadOnlyList<int> partitions)
    {
        var (stored, owner) = Positions.Read(sql, group, partitions);
        if (owner != epoch) throw new FencedException(group.Name, partitions[0]);
        GoTo(stored);
    }

    /// <summary>The window is part of the transaction now; undone by <see cref="GoTo"/> when that is rolled back.</summary>
    public void Passed(Taken taken)
    {
        for (var partition = 0; partition < next.Length; partition++)
        {
            if (taken.Next[partition] == next[partition]) continue;
            PassedInAll += taken.Next[partition] - next[partition];
            next[partition] = taken.Next[partition];
            _failures[partition] = 0;
        }
    }

    public void Failed(Taken taken, DateTimeOffset pausedUntil)
    {
        for (var partition = 0; partition < next.Length; partition++)
            _careful[partition] = Math.Max(_careful[partition], taken.Next[partition]);
        if (taken.Records is [var alone]) _failures[alone.Partition]++;
        PausedUntil = pausedUntil;
    }

    public long[] Where() => [.. next];

    public void GoTo(long[] where) => where.CopyTo(next, 0);

    /// <summary>With the oldest record, and no more careful there than anybody.</summary>
    public void BeginAgain()
    {
        Array.Clear(next);
        Array.Clear(_careful);
        Array.Clear(_failures);
    }

    /// <summary>A window before it is handled.</summary>
    internal sealed class Taken(long[] next)
    {
        /// <summary>The position behind the window, per partition.</summary>
        public long[] Next { get; } = next;

        public List<LogRecord> Records { get; } = [];

        public List<(int Partition, long Position, byte[] Payload, Exception Problem)> Unreadable { get; } = [];

        public int Looked { get; set; }
    }
}
