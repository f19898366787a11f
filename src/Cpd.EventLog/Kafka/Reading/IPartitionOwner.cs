namespace Cpd.EventLog.Kafka.Reading;

/// <summary>Keeps the positions of what this process is given to read.</summary>
internal interface IPartitionOwner
{
    /// <summary>
    /// Partitions that now belong to this process: takes them over and answers the position to begin at, for each. Called
    /// on the group's own thread, before anything of them is read; may wait for the database, and throws when it cannot
    /// have it: the group then leaves and joins again.
    /// </summary>
    IReadOnlyDictionary<int, long> Assigned(string group, IReadOnlyList<int> partitions);

    /// <summary>Partitions that belong to somebody else now, or soon: what was taken of them will be fenced off. Must not wait.</summary>
    void Revoked(string group, IReadOnlyList<int> partitions);
}
