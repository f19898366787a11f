namespace Cpd.EventLog;

/// <summary>Records that could not be handled; their partition went on without them.</summary>
public interface IDeadLetters
{
    /// <summary>The newest first.</summary>
    Task<IReadOnlyList<DeadLetter>> List(int count, CancellationToken ct);

    /// <summary>
    /// Puts the record on the log again, for the group that failed on it alone. A letter is replayed once; if it fails
    /// again it is a new letter.
    /// </summary>
    /// <exception cref="KeyNotFoundException">There is no such letter.</exception>
    Task Replay(long id, CancellationToken ct);
}

/// <param name="Payload">The record as it lay on the log.</param>
/// <param name="ReplayedAt">Null while nobody tried again.</param>
public sealed record DeadLetter(
    long Id, string Group, string Topic, int Partition, long Position, string Type, string Reason, DateTimeOffset At, byte[] Payload, DateTimeOffset? ReplayedAt);
