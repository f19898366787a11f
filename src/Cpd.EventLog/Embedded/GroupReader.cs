using Cpd.EventLog.Consuming;
using Cpd.EventLog.Storage;

namespace Cpd.EventLog.Embedded;

/// <summary>
/// Where one group stands in each partition, and what it gets next. After a failure it is careful: one record at a time,
/// until it is past what failed, so that only the culprit stays behind.
/// </summary>
internal sealed class GroupReader(LogGroup group, Func<LogStore> store, long epoch, long[] next) : IWindowReader
{
    private readonly int[] _partitions = [.. Enumerable.Range(0, next.Length)];

    private readonly long[] _careful = new long[next.Length];
    private readonly int[] _failures = new int[next.Length];
    private readonly long[] _committed = [.. next];
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

    /// <summary>Records of which nothing is committed yet: whoever waits for none to be left may look at the tables then.</summary>
    public long Lag
    {
        get
        {
            var lag = 0L;
            for (var partition = 0; partition < next.Length; partition++) lag += store().Head(group.Topic, partition, inMemory: true) - Volatile.Read(ref _committed[partition]);
            return lag;
        }
    }

    /// <summary>The next window over all partitions, beginning with another one each time.</summary>
    public TakenWindow Take(int most)
    {
        var taken = new Taken(_partitions, [.. next]);
        _turn = (_turn + 1) % next.Length;
        for (var i = 0; i < next.Length && taken.Looked < most; i++)
        {
            var partition = (_turn + i) % next.Length;
            var careful = next[partition] < _careful[partition];
            if (careful && taken.Looked > 0) continue;

            var before = taken.Records.Count;
            taken.Next[partition] = store().Read(
                group.Topic, partition, next[partition], careful ? 1 : most - taken.Looked, taken.Records,
                (position, payload, problem) => taken.Unreadable.Add(new UnreadableRecord(partition, position, payload, problem)));
            taken.Looked += taken.Records.Count - before + taken.Unreadable.Count;
            if (careful && taken.Looked > 0) break;
        }
        taken.Records.RemoveAll(record => record.OnlyFor is { } only && only != group.Name);
        return taken;
    }

    /// <summary>Moves the positions in the database, in the window's transaction.</summary>
    public void Move(SqlSession sql, TakenWindow taken)
    {
        var to = ((Taken)taken).Next;
        var moves = new List<PositionMove>();
        for (var partition = 0; partition < next.Length; partition++)
            if (to[partition] != next[partition]) moves.Add(new PositionMove(partition, next[partition], to[partition], epoch));
        Positions.Move(sql, group, moves);
    }

    /// <summary>After the connection was lost: what the last transaction came to is known only to the database.</summary>
    /// <exception cref="FencedException">Somebody else owns it meanwhile.</exception>
    public void LookAgain(SqlSession sql, IReadOnlyList<int> partitions)
    {
        var stored = Positions.Read(sql, group, partitions);
        if (stored.Max(one => one.Epoch) != epoch) throw new FencedException(group.Name, partitions[0]);
        GoTo(Array.ConvertAll(stored, one => one.Next));
    }

    /// <summary>The window is part of the transaction now; undone by <see cref="GoTo"/> when that is rolled back.</summary>
    public void Passed(TakenWindow taken)
    {
        var to = ((Taken)taken).Next;
        for (var partition = 0; partition < next.Length; partition++)
        {
            if (to[partition] == next[partition]) continue;
            PassedInAll += to[partition] - next[partition];
            next[partition] = to[partition];
            _failures[partition] = 0;
        }
    }

    /// <summary>The transaction is, and with it what the windows did.</summary>
    public void Committed() => next.CopyTo(_committed, 0);

    public void Failed(TakenWindow taken, DateTimeOffset pausedUntil)
    {
        var to = ((Taken)taken).Next;
        for (var partition = 0; partition < next.Length; partition++)
            _careful[partition] = Math.Max(_careful[partition], to[partition]);
        if (taken.Records is [var alone]) _failures[alone.Partition]++;
        PausedUntil = pausedUntil;
    }

    public long[] Where() => [.. next];

    public void GoTo(long[] where)
    {
        where.CopyTo(next, 0);
        Committed();
    }

    /// <summary>With the oldest record, and no more careful there than anybody.</summary>
    public void BeginAgain()
    {
        Array.Clear(next);
        Committed();
        Array.Clear(_careful);
        Array.Clear(_failures);
    }

    /// <summary>And the position behind the window, per partition.</summary>
    private sealed class Taken(IReadOnlyList<int> partitions, long[] next) : TakenWindow(partitions)
    {
        public long[] Next { get; } = next;
    }
}
