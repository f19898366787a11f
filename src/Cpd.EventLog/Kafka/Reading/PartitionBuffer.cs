using Cpd.Contracts;

namespace Cpd.EventLog.Kafka.Reading;

/// <summary>What came of one assigned partition and was not passed yet. Belongs to <see cref="RecordBuffer"/>, under its lock.</summary>
internal sealed class PartitionBuffer(int partition, long position, int assignment)
{
    private readonly Queue<Fetched> _records = new();
    private long _expected = position;

    public int Partition => partition;

    public int Assignment => assignment;

    /// <summary>Behind the last record that was passed: what the database has.</summary>
    public long Position { get; private set; } = position;

    /// <summary>The next offset that is wanted from the broker.</summary>
    public long Expected => _expected;

    /// <summary>Where the partition ends, as far as is known; no less than we have seen.</summary>
    public long End { get; set; } = position;

    /// <summary>Where the partition begins, as far as is known: retention takes what lies before.</summary>
    public long Low { get; set; }

    /// <summary>
    /// Nothing before it waits: where the first record lies that was not passed, and behind all that the broker had where
    /// there is none. Ahead of <see cref="Position"/>, which moves with records alone, where offsets hold none.
    /// </summary>
    public long Reached => _records.TryPeek(out var first) ? first.Raw.Offset : Math.Max(_expected, Position);

    public int Count => _records.Count;

    public long Bytes { get; private set; }

    public bool IsPaused { get; set; }

    /// <summary>The topic ended before our position: what comes now is of another life of it, and nothing of it is taken.</summary>
    public bool IsLost { get; set; }

    /// <summary>The reader was sent elsewhere and the client does not know yet: what comes until then is from the old place.</summary>
    public bool MustSeek { get; private set; }

    public long Lag => Math.Max(0, End - Math.Max(Reached, Low));

    public Arrival Add(Fetched record)
    {
        if (MustSeek || IsLost) return Arrival.Dropped;
        if (record.Raw.Offset < _expected) return Arrival.FromBefore;

        var isAfterGap = record.Raw.Offset > _expected;
        _records.Enqueue(record);
        Bytes += record.Raw.Value.Length;
        _expected = record.Raw.Offset + 1;
        End = Math.Max(End, _expected);
        return isAfterGap ? Arrival.AfterGap : Arrival.Next;
    }

    /// <summary>The broker has nothing more before this offset: what it had of it has come.</summary>
    /// <returns>How many offsets held nothing that came.</returns>
    public long ReachEnd(long offset)
    {
        if (MustSeek || IsLost || offset <= _expected) return 0;

        var nothing = offset - _expected;
        _expected = offset;
        End = Math.Max(End, _expected);
        return nothing;
    }

    public IEnumerable<Fetched> Peek(int most) => _records.Take(most);

    public void PassTo(long position)
    {
        while (_records.TryPeek(out var first) && first.Raw.Offset < position) Bytes -= _records.Dequeue().Raw.Value.Length;
        Position = position;
    }

    /// <summary>Begins anew elsewhere; what was taken before no longer counts.</summary>
    public PartitionBuffer At(long elsewhere, int newAssignment) => new(partition, elsewhere, newAssignment) { IsPaused = IsPaused, MustSeek = true, End = Math.Max(End, elsewhere) };

    public void Sought() => MustSeek = false;
}

/// <summary>How a record fits to those before it.</summary>
internal enum Arrival
{
    Next,

    /// <summary>It is taken, and some between it and the last are not on the topic any more.</summary>
    AfterGap,

    /// <summary>It lies before our position, where nobody sent the client.</summary>
    FromBefore,

    /// <summary>Of a partition that is not ours, or no longer read where it came from.</summary>
    Dropped,
}

/// <summary>One record as it came, and what it turned out to be: read once, however often its window is tried.</summary>
/// <param name="problem">Why it is not even tried to be read.</param>
internal sealed class Fetched(RawRecord raw, Exception? problem = null)
{
    private bool _isRead = problem is not null;
    private LogRecord? _record;
    private Exception? _problem = problem;

    public RawRecord Raw => raw;

    /// <returns>The record, or why there is none; neither where it is to be passed over.</returns>
    public (LogRecord? Record, Exception? Problem) Read(Subscription subscription)
    {
        if (_isRead) return (_record, _problem);
        try
        {
            _record = subscription.Read(raw);
            if (_record is not null) (_record.Partition, _record.Position) = (raw.Partition, raw.Offset);
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            // Whatever it is: the next try would end the same way, and what lies behind this record would never come.
            (_record, _problem) = (null, fault);
        }
        _isRead = true;
        return (_record, _problem);
    }
}
