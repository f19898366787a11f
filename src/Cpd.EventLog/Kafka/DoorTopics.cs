using Confluent.Kafka;

namespace Cpd.EventLog.Kafka;

/// <summary>The company's own topics, looked at and never made or changed.</summary>
internal static class DoorTopics
{
    /// <summary>Why a door cannot be read; null where it can.</summary>
    public static KafkaProblem? Problem(Metadata cluster, ITopicDoor door, string servers) => cluster.Topics.Find(topic => topic.Topic == door.Topic) switch
    {
        null => new KafkaProblem(
            "kafka.door-missing",
            $"The topic {door.Topic}, which a door of Cpd:Kafka:Doors reads, is not there, or the key may not see it: correct its name, have it made, give the key the right to read and describe it, or take the door out."),
        { Error: { IsError: true } error } => KafkaProblem.Of(error, servers, topic: door.Topic)
            ?? new KafkaProblem("kafka.topic-unusable", $"The topic {door.Topic}, which a door of Cpd:Kafka:Doors reads, cannot be used: {error.Reason}"),
        _ => null,
    };

    /// <summary>What a door would do, for people.</summary>
    public static string? Sentence(Metadata cluster, ITopicDoor door) => cluster.Topics.Find(topic => topic.Topic == door.Topic) is { Error.IsError: false } topic
        ? $"A door reads {door.Topic} ({topic.Partitions.Count} {(topic.Partitions.Count == 1 ? "partition" : "partitions")}); its records become events of the workspace {door.Workspace}."
        : null;
}
