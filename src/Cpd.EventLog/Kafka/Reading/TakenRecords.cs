using Cpd.Contracts;

namespace Cpd.EventLog.Kafka.Reading;

/// <summary>A window before it is handled. It stays with its group until it is <see cref="RecordBuffer.Passed">passed</see>: who failed takes it again.</summary>
internal sealed class TakenRecords
{
    /// <summary>In the order of the log within each partition, with their places.</summary>
    public List<LogRecord> Records { get; } = [];

    public List<UnreadableRecord> Unreadable { get; } = [];

    /// <summary>One for each partition of which something was taken; to be made in the window's transaction.</summary>
    public List<PartitionMove> Moves { get; } = [];

    /// <summary>How many records were looked at, those for other groups and unreadable ones included.</summary>
    public int Looked { get; set; }
}

/// <param name="Payload">The bytes as they lie on the topic.</param>
internal sealed record UnreadableRecord(int Partition, long Position, byte[] Payload, Exception Problem);

/// <param name="From">The position as it is stored.</param>
/// <param name="To">The position behind the window.</param>
/// <param name="Assignment">Of which assignment of the partition; a later one begins anew.</param>
internal readonly record struct PartitionMove(int Partition, long From, long To, int Assignment);
