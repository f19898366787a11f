using Cpd.Contracts;

namespace Cpd.EventLog.Storage;

/// <summary>
/// A record's place as one number, so that the log is one table with the cheapest key there is: 7 bits of topic, 12 of
/// partition, 44 of position. New records of a partition lie behind each other.
/// </summary>
public static class LogPlace
{
    private const int PositionBits = 44;
    private const int PartitionBits = 12;

    public static long Pack(Topic topic, int partition, long position) =>
        ((long)topic << (PartitionBits + PositionBits)) | ((long)partition << PositionBits) | position;

    public static long Position(long place) => place & ((1L << PositionBits) - 1);

    /// <summary>Above every record of the partition.</summary>
    public static long End(Topic topic, int partition) => Pack(topic, partition, (1L << PositionBits) - 1);
}
