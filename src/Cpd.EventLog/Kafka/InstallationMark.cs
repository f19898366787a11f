using System.Buffers.Binary;
using Confluent.Kafka;
using Cpd.Contracts;
using Microsoft.Extensions.Logging;

namespace Cpd.EventLog.Kafka;

/// <summary>
/// Says on the cluster which installation the groups on our topics are of: two databases on the same ones would each get a
/// part of the records. It is the position of a group of its own that nobody reads by, so it takes no right that is not
/// needed anyway; brokers keep it for a week after it was last written.
/// </summary>
internal sealed partial class InstallationMark(KafkaClients clients, ILogger<InstallationMark> log)
{
    private const string GroupName = "installation";

    private readonly string _group = clients.Group(GroupName);

    private TopicPartition Place => new(clients.TopicName(Topic.Commands), 0);

    /// <summary>Why this database may not be used with these topics and groups; null where it may, or where nobody knows.</summary>
    /// <param name="installation">Null where the database was not begun yet: any mark is another's.</param>
    public KafkaProblem? Look(Guid? installation)
    {
        using var consumer = KafkaClients.Build(clients.Consumer(GroupName, AutoOffsetReset.Earliest, static _ => { }).Build);
        return Read(consumer).Mark is { } found && (installation is not { } ours || found != Number(ours)) ? Problem : null;
    }

    /// <summary>The same, and writes the mark where no other one stands; not where that is not known, or it might be written over another's.</summary>
    public KafkaProblem? Keep(Guid installation)
    {
        using var consumer = KafkaClients.Build(clients.Consumer(GroupName, AutoOffsetReset.Earliest, static _ => { }).Build);
        var (isKnown, mark) = Read(consumer);
        if (!isKnown) return null;
        if (mark is { } found && found != Number(installation)) return Problem;
        try
        {
            consumer.Commit([new TopicPartitionOffset(Place, Number(installation))]);
        }
        catch (KafkaException fault)
        {
            Log.NotKept(log, _group, fault.Error.Code);
        }
        return null;
    }

    private (bool IsKnown, long? Mark) Read(IConsumer<Ignore, byte[]> consumer)
    {
        try
        {
            return (true, consumer.Committed([Place], clients.Options.RequestTimeout) is [{ Offset: { IsSpecial: false } offset }] ? offset.Value : null);
        }
        catch (KafkaException fault)
        {
            // Whoever may not look, or cannot, is not kept from working.
            Log.NotRead(log, _group, fault.Error.Code);
            return (false, null);
        }
    }

    /// <summary>Of an id the part that is chance, as a position can be.</summary>
    private static long Number(Guid installation) =>
        BinaryPrimitives.ReadInt64BigEndian(installation.ToByteArray(bigEndian: true).AsSpan(8)) & 0x3FFF_FFFF_FFFF_FFFF;

    private KafkaProblem Problem => new(
        "kafka.another-installation",
        $"The topics {clients.TopicName(Topic.Commands)} and its siblings, with groups {clients.Options.GroupsBeginWith}*, are those of another installation, whose database is not this one: "
        + "each would get a part of the records. Give this one a Cpd:Kafka:TopicPrefix of its own, or the database of the other. "
        + $"Where the other is gone for good, delete its topics, or its mark, the consumer group {_group}.");

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "Whether another installation works on these topics is not known: the position of {Group} could not be read ({Code})")]
        public static partial void NotRead(ILogger logger, string group, ErrorCode code);

        [LoggerMessage(Level = LogLevel.Information, Message = "Another installation would not notice that these topics are ours: the position of {Group} could not be written ({Code})")]
        public static partial void NotKept(ILogger logger, string group, ErrorCode code);
    }
}
