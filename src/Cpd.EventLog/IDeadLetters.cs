namespace Cpd.EventLog;

/// <summary>Records that could not be handled; their partition went on without them.</summary>
public interface IDeadLetters
{
    /// <summary>The newest first, whatever became of them.</summary>
    Task<IReadOnlyList<DeadLetter>> List(int count, CancellationToken ct);

    /// <summary>The newest first of those in one state.</summary>
    Task<IReadOnlyList<DeadLetter>> List(DeadLetterState state, int count, CancellationToken ct);

    /// <summary>Those of these ids that there are, in no order.</summary>
    Task<IReadOnlyList<DeadLetter>> Find(IReadOnlyCollection<long> ids, CancellationToken ct);

    /// <summary>
    /// Puts the record on the log again, for the group that failed on it alone. A letter is replayed once; if it fails
    /// again it is a new letter. One that was put away may still be replayed.
    /// </summary>
    /// <exception cref="KeyNotFoundException">There is no such letter.</exception>
    /// <exception cref="System.Text.Json.JsonException">Its record cannot be read.</exception>
    /// <exception cref="Kafka.UnreadableRecordException">It came from a topic of the company's own, and its door still cannot read it.</exception>
    /// <param name="along">Written with it; not called where nothing changes.</param>
    Task Replay(long id, Func<LogTransaction, Task>? along, CancellationToken ct);

    /// <summary>
    /// Nobody needs to look at it any more: it is kept and no longer <see cref="DeadLetterState.Open"/>. Changes nothing
    /// where it was replayed or put away before.
    /// </summary>
    /// <param name="by">Who decided that; cut to <see cref="DeadLetter.LongestName"/> characters.</param>
    /// <param name="along">Written with it; not called where nothing changes.</param>
    /// <exception cref="KeyNotFoundException">There is no such letter.</exception>
    Task PutAway(long id, string by, Func<LogTransaction, Task>? along, CancellationToken ct);
}

public static class DeadLettersExtensions
{
    /// <inheritdoc cref="IDeadLetters.Replay"/>
    public static Task Replay(this IDeadLetters letters, long id, CancellationToken ct) => letters.Replay(id, along: null, ct);

    /// <inheritdoc cref="IDeadLetters.PutAway"/>
    public static Task PutAway(this IDeadLetters letters, long id, string by, CancellationToken ct) => letters.PutAway(id, by, along: null, ct);
}

/// <summary>What became of a dead letter.</summary>
public enum DeadLetterState
{
    /// <summary>Somebody has to look at it.</summary>
    Open,

    /// <summary>It is on the log again.</summary>
    Replayed,

    /// <summary>Somebody decided that nothing is to be done.</summary>
    PutAway,
}
