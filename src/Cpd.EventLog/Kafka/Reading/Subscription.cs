using Cpd.Contracts;

namespace Cpd.EventLog.Kafka.Reading;

/// <summary>Who reads what, and as what.</summary>
/// <param name="Group">The group's own name, without the prefix.</param>
/// <param name="Topic">As the broker knows it.</param>
/// <param name="Read">
/// Makes a record of a value, or null of what is to be passed over; what it throws as
/// <see cref="IsUnreadable">unreadable</see> is put aside with its reason.
/// </param>
/// <param name="MayHaveGaps">Offsets may be missing without anything being lost: others' topics may be compacted or written in transactions.</param>
internal sealed record Subscription(string Group, string Topic, Func<RawRecord, LogRecord?> Read, bool MayHaveGaps = false)
{
    public static Subscription Of(LogGroup group, KafkaClients clients) =>
        new(group.Name, clients.TopicName(group.Topic), raw => RecordJson.Read(raw.Value, group.Topic));

    public static Subscription Of(ITopicDoor door) => new(door.Group, door.Topic, door.Read, MayHaveGaps: true);

    /// <summary>The value is to blame, not we.</summary>
    public static bool IsUnreadable(Exception problem) =>
        problem is System.Text.Json.JsonException or InvalidOperationException or FormatException or ArgumentException or NotSupportedException;
}
