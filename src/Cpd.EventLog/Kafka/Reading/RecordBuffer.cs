using Cpd.EventLog.Consuming;

namespace Cpd.EventLog.Kafka.Reading;

/// <summary>
/// What one group has fetched and not passed yet, over its partitions. One thread puts records in, another takes
/// windows out; an assignment and its end may come in between.
/// </summary>
/// <param name="mostRecords">So many may wait here; then those partitions are paused that have more than their share of it, so less than twice as many can come.</param>
internal sealed class RecordBuffer(Subscription subscription, int mostRecords = 4_000, long mostBytes = 16 * 1024 * 1024) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly SortedList<int, PartitionBuffer> _partitions = [];
    private readonly ManualResetEventSlim _room = new();
    private int _assignments;
    private int _turn;

    public IReadOnlyList<int> Partitions
    {
        get { lock (_gate) return [.. _partitions.Keys]; }
    }

    /// <summary>Records of the assigned partitions that were not passed, as far as the broker has told us.</summary>
    public long Lag
    {
        get { lock (_gate) return _partitions.Values.Sum(partition => partition.Lag); }
    }

    public bool IsEmpty
    {
        get { lock (_gate) return _partitions.Values.All(partition => partition.Count == 0); }
    }

    /// <summary>As much waits as may, and there is a partition to pause.</summary>
    public bool IsFull
    {
        get { lock (_gate) return IsTooMuch(); }
    }

    public void Assign(IReadOnlyDictionary<int, long> starts)
    {
        lock (_gate)
            foreach (var (partition, position) in starts) _partitions[partition] = new PartitionBuffer(partition, position, ++_assignments);
    }

    /// <summary>Forgets partitions; those of them that were paused are answered.</summary>
    public IReadOnlyList<int> Revoke(IReadOnlyList<int> partitions)
    {
        lock (_gate)
        {
            int[] paused = [.. partitions.Where(partition => _partitions.TryGetValue(partition, out var buffer) && buffer.IsPaused)];
            foreach (var partition in partitions) _partitions.Remove(partition);
            _room.Set();
            return paused;
        }
    }

    public Arrival Add(RawRecord record) => Add(new Fetched(record));

    public Arrival Add(Fetched record)
    {
        lock (_gate)
            return _partitions.TryGetValue(record.Raw.Partition, out var partition) ? partition.Add(record) : Arrival.Dropped;
    }

    /// <inheritdoc cref="PartitionBuffer.ReachEnd"/>
    public long ReachEnd(int partition, long offset)
    {
        lock (_gate)
            return _partitions.TryGetValue(partition, out var buffer) ? buffer.ReachEnd(offset) : 0;
    }

    /// <summary>The next offset that is wanted of a partition; 0 where it is not ours.</summary>
    public long Expected(int partition)
    {
        lock (_gate)
            return _partitions.TryGetValue(partition, out var buffer) ? buffer.Expected : 0;
    }

    /// <summary>The next window over all partitions, beginning with another one each time. Until it is passed it is what the next one is as well.</summary>
    /// <param name="isCareful">Of partition and position: a record there gets a window of its own.</param>
    public TakenRecords Take(int most, Func<int, long, bool>? isCareful = null)
    {
        var taken = new TakenRecords();
        var fetched = new List<Fetched>();
        lock (_gate)
        {
            PartitionBuffer[] partitions = [.. _partitions.Values];
            for (var i = 0; i < partitions.Length && fetched.Count < most; i++)
            {
                var partition = partitions[(_turn + i) % partitions.Length];
                var (before, careful) = (fetched.Count, isCareful?.Invoke(partition.Partition, partition.Position) == true);
                if (careful && before > 0) continue;
                fetched.AddRange(partition.Peek(careful ? 1 : most - before));
                if (fetched.Count == before) continue;
                taken.Moves.Add(new PartitionMove(partition.Partition, partition.Position, fetched[^1].Raw.Offset + 1, partition.Assignment));
                if (careful) break;
            }
            _turn = partitions.Length == 0 ? 0 : (_turn + 1) % partitions.Length;
        }

        // Reading JSON takes its time; whoever fetches does not wait for it.
        foreach (var one in fetched)
        {
            var (record, problem) = one.Read(subscription);
            if (problem is not null) taken.Unreadable.Add(new UnreadableRecord(one.Raw.Partition, one.Raw.Offset, one.Raw.Value, problem, one.Raw.At));
            else if (record is not null && (record.OnlyFor is null || record.OnlyFor == subscription.Group)) taken.Records.Add(record);
        }
        taken.Looked = fetched.Count;
        return taken;
    }

    /// <summary>The window is committed. What was lost to others meanwhile, or begun anew, stays as it is.</summary>
    public void Passed(TakenRecords taken)
    {
        lock (_gate)
        {
            foreach (var move in taken.Moves)
                if (_partitions.TryGetValue(move.Partition, out var partition) && partition.Assignment == move.Assignment) partition.PassTo(move.To);
            _room.Set();
        }
    }

    /// <summary>Goes on elsewhere in a partition; nothing happens where it is not ours.</summary>
    public void GoTo(int partition, long position)
    {
        lock (_gate)
        {
            if (_partitions.TryGetValue(partition, out var buffer)) _partitions[partition] = buffer.At(position, ++_assignments);
            _room.Set();
        }
    }

    /// <summary>Takes nothing of a partition, of what has come as of what comes, until <see cref="GoTo"/> or the next assignment.</summary>
    public void Leave(int partition)
    {
        lock (_gate)
        {
            if (_partitions.TryGetValue(partition, out var buffer))
                _partitions[partition] = new PartitionBuffer(partition, buffer.Position, ++_assignments) { IsPaused = buffer.IsPaused, IsLost = true, End = buffer.End };
            _room.Set();
        }
    }

    /// <summary>Where the client must be sent; <paramref name="seek"/> is called for each, and again later where it answers false.</summary>
    public void Seek(Func<int, long, bool> seek)
    {
        PartitionBuffer[] moved;
        lock (_gate) moved = [.. _partitions.Values.Where(partition => partition.MustSeek)];
        foreach (var partition in moved)
        {
            if (!seek(partition.Partition, partition.Expected)) continue;
            lock (_gate) partition.Sought();
        }
    }

    /// <summary>What the broker says of each partition's beginning and end; null where it has not said anything yet.</summary>
    /// <returns>The partitions that end before the position we have reached.</returns>
    public IReadOnlyList<(int Partition, long Expected, long End)> Look(Func<int, (long? Low, long End)?> ends)
    {
        var tooShort = new List<(int, long, long)>();
        foreach (var number in Partitions)
        {
            var seen = ends(number);
            lock (_gate)
            {
                if (seen is not var (low, end) || !_partitions.TryGetValue(number, out var partition) || partition.MustSeek) continue;
                if (end < partition.Expected) tooShort.Add((number, partition.Expected, end));
                partition.End = Math.Max(end, partition.Expected);
                partition.Low = low ?? partition.Low;
            }
        }
        return tooShort;
    }

    /// <summary>Takes nothing more of a partition until it is assigned anew.</summary>
    public void Lose(int partition)
    {
        lock (_gate)
            if (_partitions.TryGetValue(partition, out var buffer)) buffer.IsLost = true;
    }

    /// <inheritdoc cref="PartitionBuffer.Reached"/>
    public IReadOnlyDictionary<int, long> Reached()
    {
        lock (_gate) return _partitions.ToDictionary(partition => partition.Key, partition => partition.Value.Reached);
    }

    /// <summary>False when there was none in time.</summary>
    public bool WaitForRoom(TimeSpan most, CancellationToken ct)
    {
        lock (_gate)
        {
            if (!IsTooMuch()) return true;
            _room.Reset();
        }
        return _room.Wait(most, ct);
    }

    /// <summary>The partitions that fill the room, to be paused now.</summary>
    public IReadOnlyList<int> Pause() => Switch(partition => !partition.IsPaused && IsLarge(partition, 1), paused: true);

    /// <summary>Paused partitions that have become small again, to be resumed now.</summary>
    public IReadOnlyList<int> Resume() => Switch(partition => partition.IsPaused && !IsLarge(partition, 2), paused: false);

    public void Dispose() => _room.Dispose();

    private int[] Switch(Func<PartitionBuffer, bool> which, bool paused)
    {
        lock (_gate)
        {
            PartitionBuffer[] switched = [.. _partitions.Values.Where(which)];
            foreach (var partition in switched) partition.IsPaused = paused;
            return [.. switched.Select(partition => partition.Partition)];
        }
    }

    // Asked at each record, so by index: an enumerator would be one more thing to collect.
    private bool IsTooMuch()
    {
        var partitions = _partitions.Values;
        var (records, bytes) = (0, 0L);
        for (var i = 0; i < partitions.Count; i++)
        {
            records += partitions[i].Count;
            bytes += partitions[i].Bytes;
        }
        if (records < mostRecords && bytes < mostBytes) return false;

        // Paused ones may fill the room alone; the others still get their share.
        for (var i = 0; i < partitions.Count; i++)
            if (!partitions[i].IsPaused && IsLarge(partitions[i], 1)) return true;
        return false;
    }

    /// <summary>More than a <paramref name="part"/>th of its share.</summary>
    private bool IsLarge(PartitionBuffer partition, int part) =>
        partition.Count * _partitions.Count * part >= mostRecords || partition.Bytes * _partitions.Count * part >= mostBytes;
}
