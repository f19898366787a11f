using Cpd.Contracts;

namespace Cpd.EventLog.Kafka.Reading;

/// <summary>Who reads what, and as what.</summary>
/// <param name="Group">The group's own name, without the prefix.</param>
/// <param name="Topic">As the broker knows it.</param>
/// <param name="Read">
/// Makes a record of a value, or null of what is to be passed over; what it throws puts the record aside with its reason.
/// </param>
/// <param name="IsDoor">
/// The topic is not ours: others write it, and offsets may be missing there without anything being lost, since it may be
/// compacted or written in transactions.
/// </param>
internal sealed record Subscription(string Group, string Topic, Func<RawRecord, LogRecord?> Read, bool IsDoor = false)
{
    public static Subscription Of(LogGroup group, KafkaClients clients) =>
        new(group.Name, clients.TopicName(group.Topic), raw => RecordJson.Read(raw.Value, group.Topic));

    public static Subscription Of(ITopicDoor door) => new(door.Group, door.Topic, door.Read, IsDoor: true);
}
