using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace Cpd.EventLog.Kafka;

/// <summary>What the key may do with our topics, where the broker tells: one that knows nothing of rights says nothing.</summary>
internal static class TopicRights
{
    private static readonly AclOperation[] Needed = [AclOperation.Read, AclOperation.Write, AclOperation.Describe];

    public static async Task<IReadOnlyList<KafkaProblem>> Missing(IAdminClient admin, IEnumerable<string> topics, TimeSpan patience)
    {
        string[] names = [.. topics];
        if (names.Length == 0 || !NativeKafka.CanDescribeTopics) return [];
        try
        {
            var answer = await admin.DescribeTopicsAsync(TopicCollection.OfTopicNames(names), new DescribeTopicsOptions { IncludeAuthorizedOperations = true, RequestTimeout = patience });
            return [.. answer.TopicDescriptions.Select(Problem).OfType<KafkaProblem>()];
        }
        catch (KafkaException)
        {
            return [];   // not knowing is no fault: the first record will tell
        }
    }

    private static KafkaProblem? Problem(TopicDescription topic)
    {
        if (topic.Error.IsError || topic.AuthorizedOperations is not { Count: > 0 } allowed || allowed.Contains(AclOperation.All)) return null;

        string[] missing = [.. Needed.Where(right => !allowed.Contains(right)).Select(right => right.ToString().ToLowerInvariant())];
        return missing.Length == 0 ? null : new KafkaProblem(
            "kafka.topic-forbidden", $"The key may not {string.Join(" and not ", missing)} the topic {topic.Name}: give it the rights to read, write and describe it.");
    }
}
