using Cpd.EventLog.Consuming;

namespace Cpd.EventLog.Kafka.Reading;

/// <summary>A window before it is handled. It stays with its group until it is <see cref="RecordBuffer.Passed">passed</see>: who failed takes it again.</summary>
internal sealed class TakenRecords() : TakenWindow([])
{
    /// <summary>One for each partition of which something was taken; to be made in the window's transaction.</summary>
    public List<PartitionMove> Moves { get; } = [];

    /// <summary>What is this process's of the group at this moment, with where it stands.</summary>
    public IReadOnlyDictionary<int, OwnedPartition> Owned { get; private set; } = new Dictionary<int, OwnedPartition>();

    /// <summary>The highest number that each source has reached in a partition with this window.</summary>
    public Dictionary<(int Partition, Guid Source), long> Marks { get; } = [];

    /// <summary>Leaves nothing in it of partitions that are not, or no longer, this process's.</summary>
    public void KeepOnly(IReadOnlyDictionary<int, OwnedPartition> owned)
    {
        (Owned, Partitions) = (owned, [.. owned.Keys.Order()]);
        if (Moves.RemoveAll(move => !owned.ContainsKey(move.Partition)) == 0) return;

        Records.RemoveAll(record => !owned.ContainsKey(record.Partition));
        Unreadable.RemoveAll(record => !owned.ContainsKey(record.Partition));
    }
}

/// <param name="From">The position as it is stored.</param>
/// <param name="To">The position behind the window.</param>
/// <param name="Assignment">Of which assignment of the partition; a later one begins anew.</param>
internal readonly record struct PartitionMove(int Partition, long From, long To, int Assignment);
