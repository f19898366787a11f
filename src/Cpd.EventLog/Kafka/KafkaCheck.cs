using System.Data.Common;
using Confluent.Kafka;
using Cpd.Contracts;
using Cpd.EventLog.Kafka.Reading;
using Cpd.EventLog.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Cpd.EventLog.Kafka;

/// <summary>"Check connection": tries everything a start needs, changes nothing, and says in sentences what is wrong.</summary>
/// <param name="databases">The one there is; none where Kafka is looked at alone.</param>
public sealed class KafkaCheck(
    IOptions<KafkaOptions> options, IEnumerable<LogGroup> groups, IEnumerable<ITopicDoor> doors, IEnumerable<Database> databases, TimeProvider clock, ILoggerFactory logs)
{
    /// <summary>Takes up to <see cref="KafkaOptions.RequestTimeout"/> where nobody answers.</summary>
    public async Task<KafkaCheckResult> Run(CancellationToken ct)
    {
        try
        {
            var clients = new KafkaClients(options, logs.CreateLogger<KafkaClients>());
            var begun = await Task.Run(ReadDatabase, ct);
            var seen = await new KafkaTopics(clients, doors, clock, logs.CreateLogger<KafkaTopics>()).Check(begun ?? Begun.Nothing, ct);
            var problems = seen.Problems;
            IEnumerable<Subscription> reads = [.. doors.Select(Subscription.Of), .. groups.Select(group => Subscription.Of(group, clients))];
            if (problems.Count == 0) problems = await Task.Run(() => Groups(clients, reads), ct);
            if (problems.Count == 0 && begun is not null) problems = await Task.Run(() => WhoseTheyAre(clients, begun, seen.ToCreate), ct);
            return new KafkaCheckResult(problems, Seen(clients.Options, seen.Brokers, problems, seen.ToCreate)) { Doors = seen.Doors, Note = seen.Note };
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

    /// <summary>Null where it cannot be read: what is wrong with it is said by whoever looks at that.</summary>
    private Begun? ReadDatabase()
    {
        try
        {
            if (databases.FirstOrDefault() is not { } database || database is SqliteDatabase { IsThere: false }) return null;
            using var sql = database.OpenReader();
            return Begun.Read(sql);
        }
        catch (Exception silent) when (silent is DbException or InvalidOperationException or IOException or TimeoutException)
        {
            return null;
        }
    }

    /// <summary>Whether topics and database belong together: they may be another installation's, or have been begun anew.</summary>
    private List<KafkaProblem> WhoseTheyAre(KafkaClients clients, Begun begun, IReadOnlyList<string> toCreate)
    {
        if (new InstallationMark(clients, logs.CreateLogger<InstallationMark>()).Look(begun.Id) is { } other) return [other];

        using var lookup = new KafkaLookup(clients, clock);
        try
        {
            var ends = lookup.Ends([.. begun.Reached.Keys.Where(place => !toCreate.Contains(clients.TopicName(place.Topic)))]);
            return
            [
                .. begun.Reached
                    .Where(one => one.Value > ends.GetValueOrDefault(one.Key).End)
                    .GroupBy(one => one.Key.Topic, (topic, ofTopic) => (Topic: clients.TopicName(topic), First: ofTopic.MinBy(one => one.Key.Partition)))
                    .Select(one => new KafkaProblem(
                        "kafka.position-beyond-end",
                        $"The database has been at {one.First.Value} in partition {one.First.Key.Partition} of {one.Topic}, which ends at {ends.GetValueOrDefault(one.First.Key).End}: the topic was lost or made anew, or is another installation's. "
                        + "Bring it back, set Cpd:Kafka:TopicPrefix and ConnectionStrings:Cpd to what belongs together, or begin with an empty database.")),
            ];
        }
        catch (KafkaUnavailableException fault)
        {
            return [fault.Problem];
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

    /// <summary>What is no problem, and whoever runs it should know.</summary>
    public string? Note { get; init; }
}
