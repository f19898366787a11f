using Confluent.Kafka;

namespace Cpd.EventLog.Kafka;

/// <summary>What is wrong with Kafka, or with what we were told about it.</summary>
/// <param name="Code">Stable, for programs.</param>
/// <param name="Message">A sentence that says what to do.</param>
public sealed record KafkaProblem(string Code, string Message)
{
    /// <summary>It is a topic that cannot be used, and stays so until it comes or the key gets its rights.</summary>
    internal bool IsOfTopic => Code.StartsWith("kafka.topic-", StringComparison.Ordinal);

    internal static KafkaProblem Unreachable(string servers) =>
        new("kafka.unreachable", $"Nobody answers at {servers}: check that Kafka runs there, Cpd:Kafka:BootstrapServers, Cpd:Kafka:SecurityProtocol and firewalls.");

    /// <summary>What an error of the client means for those who run it; null where it mends itself or says nothing to them.</summary>
    internal static KafkaProblem? Of(Error error, string servers, string? topic = null, string? group = null) => error.Code switch
    {
        ErrorCode.Local_Authentication or ErrorCode.SaslAuthenticationFailed or ErrorCode.IllegalSaslState or ErrorCode.UnsupportedSaslMechanism =>
            new("kafka.credentials", $"Kafka at {servers} refused the key: check Cpd:Kafka:ApiKey, its secret and Cpd:Kafka:SaslMechanism."),
        ErrorCode.Local_Ssl =>
            new("kafka.tls", $"Kafka at {servers} did not agree to TLS: check Cpd:Kafka:SecurityProtocol and the port, or for a certificate authority of your own Cpd:Kafka:Client:ssl_ca_location."),
        ErrorCode.Local_Resolve =>
            new("kafka.host-unknown", $"There is no host of the name in Cpd:Kafka:BootstrapServers ({servers}): check the name and this machine's DNS."),
        ErrorCode.Local_AllBrokersDown or ErrorCode.Local_Transport or ErrorCode.Local_TimedOut or ErrorCode.RequestTimedOut => Unreachable(servers),
        ErrorCode.TopicAuthorizationFailed =>
            new("kafka.topic-forbidden", $"The key may not use the topic {topic ?? "we need"}: give it the rights to read, write and describe it."),
        ErrorCode.GroupAuthorizationFailed =>
            new("kafka.group-forbidden", $"The key may not use the consumer group {group ?? "we need"}: give it the right to read it, or set Cpd:Kafka:GroupPrefix."),
        ErrorCode.ClusterAuthorizationFailed =>
            new("kafka.cluster-forbidden", "The key may not write with idempotence, or not create topics: give it those rights on the cluster."),
        ErrorCode.UnknownTopicOrPart or ErrorCode.Local_UnknownTopic or ErrorCode.Local_UnknownPartition =>
            new("kafka.topic-missing", $"The topic {topic ?? "we need"} is not there, or the key may not see it."),
        ErrorCode.InvalidSessionTimeout =>
            new("kafka.session-timeout", $"The brokers allow no Cpd:Kafka:SessionTimeout as it is set for {group ?? "our groups"}: keep it between their group.min.session.timeout.ms and group.max.session.timeout.ms."),
        ErrorCode.InconsistentGroupProtocol =>
            new("kafka.group-mixed", $"Somebody else is in the consumer group {group ?? "we need"} who shares partitions another way: stop them, or set Cpd:Kafka:GroupPrefix to one of your own."),
        ErrorCode.GroupMaxSizeReached =>
            new("kafka.group-full", $"The consumer group {group ?? "we need"} has as many members as the brokers allow: start fewer processes, or raise their group.max.size."),
        _ => null,
    };
}

/// <summary>Kafka cannot be used as it is; says all that is known to be wrong.</summary>
public sealed class KafkaRefusedException(params IReadOnlyList<KafkaProblem> problems)
    : Exception(string.Join(Environment.NewLine, problems.Select(problem => $"{problem.Message} ({problem.Code})")))
{
    public IReadOnlyList<KafkaProblem> Problems => problems;
}
