using Cpd.Contracts;
using Cpd.EventLog.Storage;

namespace Cpd.EventLog.Consuming;

/// <summary>Where one group stands in the partitions this process owns, and what it gets next.</summary>
/// <remarks>
/// After a failure it is careful: one record at a time, until it is past what failed, so that only the culprit stays behind.
/// </remarks>
internal interface IWindowReader
{
    LogGroup Group { get; }

    /// <summary>Not before this moment, after a failure.</summary>
    DateTimeOffset PausedUntil { get; }

    bool HasUnread { get; }

    /// <summary>Records it has not yet taken.</summary>
    long Lag { get; }

    /// <summary>Records it has passed since it began; counts on however far it is behind.</summary>
    long PassedInAll { get; }

    /// <summary>The next window over all partitions, beginning with another one each time.</summary>
    TakenWindow Take(int most);

    /// <summary>Moves the positions in the database, in the window's transaction.</summary>
    /// <exception cref="FencedException">Somebody else owns one of the partitions.</exception>
    void Move(SqlSession sql, TakenWindow taken);

    /// <summary>The window is part of the transaction now.</summary>
    void Passed(TakenWindow taken);

    void Failed(TakenWindow taken, DateTimeOffset pausedUntil);

    /// <summary>Tries that failed on the record this group is at in a partition; what the others do meanwhile does not count.</summary>
    int Failures(int partition);
}

/// <summary>A window before it is handled.</summary>
/// <param name="partitions">Those that were this process's when it was taken.</param>
internal class TakenWindow(IReadOnlyList<int> partitions)
{
    public IReadOnlyList<int> Partitions { get; protected set; } = partitions;

    /// <summary>In the order of the log within each partition, with their places.</summary>
    public List<LogRecord> Records { get; } = [];

    public List<UnreadableRecord> Unreadable { get; } = [];

    /// <summary>Goes to the consumer also without a record: it has to look at its partitions.</summary>
    public bool MustBeHandled { get; set; }

    /// <summary>How many records were looked at, those for other groups and unreadable ones included.</summary>
    public int Looked { get; set; }
}

/// <param name="Payload">The bytes as they lie on the log.</param>
/// <param name="WrittenAt">When it came onto its topic, where the record itself does not say.</param>
internal sealed record UnreadableRecord(int Partition, long Position, byte[] Payload, Exception Problem, DateTimeOffset? WrittenAt = null);
