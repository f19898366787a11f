using Cpd.EventLog.Consuming;
using Cpd.EventLog.Kafka.Reading;
using Cpd.EventLog.Kafka.Writing;
using Cpd.EventLog.Storage;

namespace Cpd.EventLog.Kafka;

/// <summary>A partition that is this process's, with where its group stands there.</summary>
/// <param name="Epoch">Of the take-over.</param>
/// <param name="Next">The position, as it is stored.</param>
/// <param name="Marks">The highest number of each source.</param>
internal sealed record OwnedPartition(long Epoch, long Next, IReadOnlyDictionary<Guid, long> Marks);

/// <summary>
/// One group's windows: what its consumer has fetched, of the partitions that both Kafka and the database say are ours,
/// without repeats. What it knows changes when the transaction is committed, and not before.
/// </summary>
/// <remarks>The thread of the rounds takes and passes; the consumer's own thread may take partitions away at any moment.</remarks>
internal sealed class KafkaGroup(LogGroup group, TimeProvider clock) : IWindowReader
{
    private readonly Lock _gate = new();
    private readonly Dictionary<int, OwnedPartition> _owned = [];
    private readonly Dictionary<int, long> _left = [];
    private readonly Dictionary<int, long> _careful = [];
    private readonly Dictionary<int, int> _failures = [];
    private GroupConsumer? _consumer;
    private TakenRecords? _passed;
    private bool _mustWake;
    private long _passedInAll;

    public LogGroup Group => group;

    public DateTimeOffset PausedUntil { get; private set; }

    /// <summary>Set once, before anything is read.</summary>
    public GroupConsumer Consumer
    {
        get => _consumer!;
        set => _consumer = value;
    }

    public IReadOnlyList<int> Partitions
    {
        get { lock (_gate) return [.. _owned.Keys.Order()]; }
    }

    public bool HasUnread => (_mustWake || !Consumer.IsEmpty) && IsOwner;

    public long Lag => Consumer.Lag;

    public long PassedInAll => Volatile.Read(ref _passedInAll);

    private bool IsOwner
    {
        get { lock (_gate) return _owned.Count > 0; }
    }

    /// <summary>Partitions are taken over, and what their former owner wrote is published.</summary>
    public void Own(IReadOnlyDictionary<int, OwnedPartition> partitions)
    {
        lock (_gate)
        {
            foreach (var (partition, owned) in partitions)
            {
                _owned[partition] = owned;
                _left.Remove(partition);
                _careful.Remove(partition);
                _failures.Remove(partition);
            }
            // Somebody's timers may have come with them: who keeps those looks at its partitions in every window.
            _mustWake = group.NextWake is not null;
        }
    }

    /// <summary>Kafka has given them to others, or will.</summary>
    public void Lose(IReadOnlyList<int> partitions)
    {
        lock (_gate)
        {
            foreach (var partition in partitions)
            {
                _owned.Remove(partition);
                _left.Remove(partition);
            }
        }
    }

    /// <summary>
    /// The database says that a partition is another process's, or that its position was moved by somebody else: nothing of it
    /// is taken until it is taken over again or <see cref="GoOn"/>.
    /// </summary>
    public void Leave(int partition)
    {
        lock (_gate)
        {
            if (!_owned.Remove(partition)) return;
            _left[partition] = clock.GetTimestamp();
        }
        Consumer.Leave(partition);
    }

    /// <summary>The database knows better where a partition of ours stands.</summary>
    public void GoOn(int partition, OwnedPartition from)
    {
        lock (_gate)
        {
            if (!_owned.ContainsKey(partition)) return;
            _owned[partition] = from;
            _careful.Remove(partition);
            _failures.Remove(partition);
        }
        Consumer.GoTo(partition, from.Next);
    }

    /// <summary>Partitions that were left that long ago and that Kafka still gives to us: whoever took them meanwhile has no use for them.</summary>
    public IReadOnlyList<int> LeftFor(TimeSpan time)
    {
        lock (_gate) return [.. _left.Where(one => clock.GetElapsedTime(one.Value) >= time).Select(one => one.Key)];
    }

    public IReadOnlyDictionary<int, OwnedPartition> Owned
    {
        get { lock (_gate) return new Dictionary<int, OwnedPartition>(_owned); }
    }

    public TakenWindow Take(int most)
    {
        var taken = Consumer.Take(most, (partition, position) => position < _careful.GetValueOrDefault(partition));
        taken.KeepOnly(Owned);
        taken.MustBeHandled = _mustWake;
        // A partition that was taken over this moment may stand elsewhere than what had come of it before.
        taken.Moves.RemoveAll(move => taken.Owned[move.Partition].Next != move.From);
        var moving = taken.Moves.Select(move => move.Partition).ToHashSet();
        taken.Unreadable.RemoveAll(record => !moving.Contains(record.Partition));
        taken.Records.RemoveAll(record => !moving.Contains(record.Partition) || IsRepeat(taken, record));
        return taken;
    }

    public void Move(SqlSession sql, TakenWindow window)
    {
        var taken = (TakenRecords)window;
        var moves = taken.Moves.Select(move => new PositionMove(move.Partition, move.From, move.To, taken.Owned[move.Partition].Epoch)).ToList();
        if (group.NextWake is not null)
        {
            // Its timers belong to all partitions: none may be another process's already.
            var moving = moves.Select(move => move.Partition).ToHashSet();
            moves.AddRange(taken.Owned.Where(one => !moving.Contains(one.Key)).Select(one => new PositionMove(one.Key, one.Value.Next, one.Value.Next, one.Value.Epoch)));
        }
        moves.Sort((one, other) => one.Partition.CompareTo(other.Partition));
        Positions.Move(sql, group, moves);
        Marks.Write(sql, group, taken.Marks);
    }

    public void Passed(TakenWindow taken) => _passed = (TakenRecords)taken;

    public void Failed(TakenWindow taken, DateTimeOffset pausedUntil)
    {
        foreach (var move in ((TakenRecords)taken).Moves) _careful[move.Partition] = Math.Max(_careful.GetValueOrDefault(move.Partition), move.To);
        if (taken.Records is [var alone]) _failures[alone.Partition] = _failures.GetValueOrDefault(alone.Partition) + 1;
        PausedUntil = pausedUntil;
    }

    public int Failures(int partition) => _failures.GetValueOrDefault(partition);

    public void Committed()
    {
        if (_passed is not { } taken) return;

        _passed = null;
        lock (_gate)
        {
            foreach (var move in taken.Moves)
            {
                _failures.Remove(move.Partition);
                if (!_owned.TryGetValue(move.Partition, out var owned) || owned.Epoch != taken.Owned[move.Partition].Epoch) continue;
                _owned[move.Partition] = owned with { Next = move.To, Marks = With(owned.Marks, taken, move.Partition) };
            }
            _mustWake = false;
        }
        Interlocked.Add(ref _passedInAll, taken.Looked);
        Consumer.Passed(taken);
    }

    public void RolledBack() => _passed = null;

    private static bool IsRepeat(TakenRecords taken, Contracts.LogRecord record)
    {
        if (record.Source is null || !Guid.TryParseExact(record.Source, "N", out var source)) return false;

        var key = (record.Partition, source);
        var mark = taken.Marks.TryGetValue(key, out var reached) ? reached
            : taken.Owned[record.Partition].Marks.TryGetValue(source, out var kept) ? kept
            : long.MinValue;
        if (record.Sequence <= mark) return true;

        taken.Marks[key] = record.Sequence;
        return false;
    }

    private static IReadOnlyDictionary<Guid, long> With(IReadOnlyDictionary<Guid, long> marks, TakenRecords taken, int partition)
    {
        Dictionary<Guid, long>? changed = null;
        foreach (var ((of, source), sequence) in taken.Marks)
            if (of == partition) (changed ??= new Dictionary<Guid, long>(marks))[source] = sequence;
        return changed ?? marks;
    }
}
