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

    public int Count => _records.Count;

    public long Bytes { get; private set; }

    public bool IsPaused { get; set; }

    /// <summary>The topic ended before our position: what comes now is of another life of it, and nothing of it is taken.</summary>
    public bool IsLost { get; set; }

    /// <summary>The reader was sent elsewhere and the client does not know yet: what comes until then is from the old place.</summary>
    public bool MustSeek { get; private set; }

    public long Lag => Math.Max(0, End - Position);

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
internal sealed class Fetched(RawRecord raw)
{
    private bool _isRead;
    private LogRecord? _record;
    private Exception? _problem;

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
        catch (Exception problem) when (Subscription.IsUnreadable(problem))
        {
            _problem = problem;
        }
        _isRead = true;
        return (_record, _problem);
    }
}
