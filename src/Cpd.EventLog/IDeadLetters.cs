namespace Cpd.EventLog;

/// <summary>Records that a group could not process, put aside so that they hold up nobody.</summary>
public interface IDeadLetters
{
    /// <summary>The newest first, over all groups.</summary>
    Task<IReadOnlyList<DeadLetter>> List(int count, CancellationToken ct);

    /// <summary>Puts the record on the log again, for its group alone. A second replay of the same letter changes nothing.</summary>
    Task Replay(long id, CancellationToken ct);
}

/// <param name="Id">Counts up in the order of failing.</param>
/// <param name="Reason">What the last try said.</param>
/// <param name="Payload">The record as it lies on the log.</param>
/// <param name="ReplayedAt">Null while nobody gave it another try.</param>
public sealed record DeadLetter(
    long Id, string Group, string Topic, int Partition, long Position, string Type, string Reason, DateTimeOffset At, byte[] Payload, DateTimeOffset? ReplayedAt);
