using Confluent.Kafka;
using Cpd.Contracts;
using Cpd.EventLog.Kafka.Reading;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Cpd.EventLog.Kafka;

/// <summary>"Check connection": tries everything a start needs, changes nothing, and says in sentences what is wrong.</summary>
public sealed class KafkaCheck(IOptions<KafkaOptions> options, IEnumerable<LogGroup> groups, IEnumerable<ITopicDoor> doors, TimeProvider clock, ILoggerFactory logs)
{
    /// <summary>Takes up to <see cref="KafkaOptions.RequestTimeout"/> where nobody answers.</summary>
    public async Task<KafkaCheckResult> Run(CancellationToken ct)
    {
        try
        {
            var clients = new KafkaClients(options, logs.CreateLogger<KafkaClients>());
            var (brokers, problems, toCreate, ofDoors) = await new KafkaTopics(clients, doors, clock, logs.CreateLogger<KafkaTopics>()).Check(ct);
            IEnumerable<Subscription> reads = [.. doors.Select(Subscription.Of), .. groups.Select(group => Subscription.Of(group, clients))];
            if (problems.Count == 0) problems = await Task.Run(() => Groups(clients, reads), ct);
            return new KafkaCheckResult(problems, Seen(clients.Options, brokers, problems, toCreate)) { Doors = ofDoors };
        }
        catch (OptionsValidationException refusal)
        {
            return new KafkaCheckResult([.. refusal.Failures.Select(failure => new KafkaProblem("kafka.settings", failure))], null);
        }
        catch (KafkaRefusedException refusal)
        {
            return new KafkaCheckResult(refusal.Problems, null);
        }
    }

    private static List<KafkaProblem> Groups(KafkaClients clients, IEnumerable<Subscription> reads)
    {
        var problems = new List<KafkaProblem>();
        foreach (var one in reads)
        {
            if (Refusal(clients, one) is not { } error) continue;
            problems.Add(error.Code is ErrorCode.GroupAuthorizationFailed or ErrorCode.TopicAuthorizationFailed
                ? KafkaProblem.Of(error, clients.Options.BootstrapServers, one.Topic, clients.Group(one.Group))!
                : new KafkaProblem("kafka.no-coordinator", $"Nobody coordinates the consumer group {clients.Group(one.Group)} ({error.Reason}): see the brokers' own logs."));
        }
        return problems;
    }

    /// <summary>Why a group may not be used; null when it may. Asking for what it has committed takes its coordinator and the right to read it.</summary>
    private static Error? Refusal(KafkaClients clients, Subscription reads)
    {
        using var consumer = KafkaClients.Build(clients.Consumer(reads.Group, AutoOffsetReset.Earliest, static _ => { }).Build);
        try
        {
            consumer.Committed([new TopicPartition(reads.Topic, 0)], clients.Options.RequestTimeout);
            return null;
        }
        catch (TopicPartitionOffsetException answer)
        {
            // A topic that the next start creates is no fault of the group's.
            return answer.Results.Select(place => place.Error).FirstOrDefault(error => error.IsError && error.Code is not ErrorCode.UnknownTopicOrPart);
        }
        catch (KafkaException fault)
        {
            return Said(consumer) ?? fault.Error;
        }
    }

    /// <summary>Without a coordinator the question above only times out; why there is none is said to who consumes.</summary>
    private static Error? Said(IConsumer<Ignore, byte[]> consumer)
    {
        try
        {
            consumer.Consume(TimeSpan.FromSeconds(1));
            return null;
        }
        catch (ConsumeException refusal)
        {
            return refusal.Error;
        }
    }

    private static string Seen(KafkaOptions options, int brokers, IReadOnlyList<KafkaProblem> problems, IReadOnlyList<string> toCreate)
    {
        var topics = toCreate.Count > 0 ? $"The next start creates {string.Join(", ", toCreate)} with {options.Partitions} partitions each."
            : problems.Count == 0 ? $"The {Topics.All.Count} topics are there with {options.Partitions} partitions each."
            : "";
        return $"Kafka answers at {options.BootstrapServers}, {brokers} {(brokers == 1 ? "broker" : "brokers")}. {topics}".TrimEnd();
    }
}

/// <param name="Problems">Empty: a start would work.</param>
/// <param name="Seen">What was found, for people; null where nobody answered.</param>
public sealed record KafkaCheckResult(IReadOnlyList<KafkaProblem> Problems, string? Seen)
{
    public bool IsGood => Problems.Count == 0;

    /// <summary>A sentence for each door that could be read.</summary>
    public IReadOnlyList<string> Doors { get; init; } = [];
}
