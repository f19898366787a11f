using Cpd.Contracts;

namespace Cpd.EventLog;

/// <summary>
/// The one log everything goes through, keyed by person: the records of one key stay in order. Consumers do not read it
/// here; they register a group (<see cref="LogGroup"/>) and get windows.
/// </summary>
public interface IEventLog
{
    /// <summary>Fixed for the life of the log; a key's partition is <see cref="Partitioning.Of"/>.</summary>
    int Partitions { get; }

    /// <summary>Puts records on the log; when the task is done they are durable, all of them, and in this order.</summary>
    /// <exception cref="LogUnavailableException">They are not, or nobody knows.</exception>
    Task Append(IReadOnlyList<LogRecord> records, CancellationToken ct);

    /// <summary>
    /// The one way to change what lies in the database outside of a window: screens, the adapter's answers. Runs inside a
    /// transaction with the log, so that what is stored and what is said about it agree; throws what
    /// <paramref name="work"/> throws, and then nothing was changed.
    /// </summary>
    Task<T> Write<T>(Func<LogTransaction, Task<T>> work, CancellationToken ct);

    /// <summary>Records of one partition from a position on, for screens and repairs; fewer than asked at the end.</summary>
    Task<IReadOnlyList<LogRecord>> Read(Topic topic, int partition, long from, int most, CancellationToken ct);
}

public static class EventLogExtensions
{
    public static Task Write(this IEventLog log, Func<LogTransaction, Task> work, CancellationToken ct) =>
        log.Write(async transaction =>
        {
            await work(transaction);
            return true;
        }, ct);
}
