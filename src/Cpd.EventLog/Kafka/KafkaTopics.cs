using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Cpd.Contracts;
using Microsoft.Extensions.Logging;

namespace Cpd.EventLog.Kafka;

/// <summary>Sees to it that our three topics are there with the partitions they must have, and looks for those of the doors, before anybody reads or writes.</summary>
internal sealed partial class KafkaTopics(KafkaClients clients, IEnumerable<ITopicDoor> doors, TimeProvider clock, ILogger<KafkaTopics> log)
{
    private static readonly TimeSpan OneLook = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(100);

    private readonly string[] _names = [.. Topics.All.Select(clients.TopicName)];

    private KafkaOptions Options => clients.Options;

    /// <summary>Creates missing topics where the settings allow it.</summary>
    /// <exception cref="KafkaRefusedException">The topics cannot be used; names everything that is wrong with them.</exception>
    public async Task Prepare(CancellationToken ct)
    {
        var errors = new ReportedErrors();
        using var admin = clients.Admin(errors.Add);
        var cluster = await Look(admin, errors, ct);

        string[] missing = [.. _names.Where(name => Find(cluster, name) is null)];
        if (missing.Length > 0 && Options.CreateTopics)
        {
            await Create(admin, missing);
            cluster = await LookForAll(admin, errors, missing, ct);
        }

        KafkaProblem[] problems = [.. _names.Select(name => Problem(cluster, name)).OfType<KafkaProblem>()];
        if (problems.Length > 0) throw new KafkaRefusedException(problems);
        // A door begins when its topic comes; until then everything else has nothing to do with it.
        foreach (var problem in Doors(cluster).OfType<KafkaProblem>()) Log.DoorWaits(log, problem.Message, problem.Code);

        Log.Ready(log, Options.BootstrapServers, cluster.Brokers.Count, _names, Options.Partitions);
    }

    /// <summary>Looks and changes nothing.</summary>
    /// <returns>The cluster as it is, what is wrong with the topics, those that the next start would create, and what the doors would do.</returns>
    /// <exception cref="KafkaRefusedException">Nobody answers, or refuses us.</exception>
    public async Task<(int Brokers, IReadOnlyList<KafkaProblem> Problems, IReadOnlyList<string> ToCreate, IReadOnlyList<string> Doors)> Check(CancellationToken ct)
    {
        var errors = new ReportedErrors();
        using var admin = clients.Admin(errors.Add);
        var cluster = await Look(admin, errors, ct);
        string[] toCreate = Options.CreateTopics ? [.. _names.Where(name => Find(cluster, name) is null)] : [];
        return (
            cluster.Brokers.Count,
            [.. _names.Except(toCreate).Select(name => Problem(cluster, name)).Concat(Doors(cluster)).OfType<KafkaProblem>()],
            toCreate,
            [.. doors.Select(door => DoorTopics.Sentence(cluster, door)).OfType<string>()]);
    }

    private IEnumerable<KafkaProblem?> Doors(Metadata cluster) => doors.Select(door => DoorTopics.Problem(cluster, door, Options.BootstrapServers));

    /// <remarks>All topics, not ours by name: asked for by name a missing topic may be created, with a partition count of the broker's.</remarks>
    private async Task<Metadata> Look(IAdminClient admin, ReportedErrors errors, CancellationToken ct)
    {
        var began = clock.GetTimestamp();
        while (true)
        {
            try
            {
                // The client's call blocks; it has a thread of the pool to do so.
                return await Task.Run(() => admin.GetMetadata(OneLook), ct);
            }
            catch (KafkaException fault)
            {
                if (errors.IsRefused || clock.GetElapsedTime(began) >= Options.RequestTimeout)
                    throw new KafkaRefusedException(errors.Explain(Options.BootstrapServers, fault.Error));
            }
            await Task.Delay(BetweenLooks, clock, ct);
        }
    }

    /// <summary>What was just created is not known to all brokers at once.</summary>
    private async Task<Metadata> LookForAll(IAdminClient admin, ReportedErrors errors, string[] names, CancellationToken ct)
    {
        var began = clock.GetTimestamp();
        while (true)
        {
            var cluster = await Look(admin, errors, ct);
            if (names.All(name => Find(cluster, name) is { } topic && !topic.Error.IsError) || clock.GetElapsedTime(began) >= Options.RequestTimeout)
                return cluster;

            await Task.Delay(BetweenLooks, clock, ct);
        }
    }

    private async Task Create(IAdminClient admin, string[] names)
    {
        try
        {
            await admin.CreateTopicsAsync(
                names.Select(name => new TopicSpecification { Name = name, NumPartitions = Options.Partitions, ReplicationFactor = Options.ReplicationFactor }),
                new CreateTopicsOptions { RequestTimeout = Options.RequestTimeout, OperationTimeout = Options.RequestTimeout });
            Log.Created(log, names, Options.Partitions);
        }
        catch (CreateTopicsException refusal)
        {
            // Another process may have been quicker: that is no problem.
            KafkaProblem[] problems =
            [
                .. refusal.Results
                    .Where(result => result.Error.IsError && result.Error.Code is not ErrorCode.TopicAlreadyExists)
                    .Select(result => NotCreated(result.Topic, result.Error)),
            ];
            if (problems.Length > 0) throw new KafkaRefusedException(problems);
        }
        catch (KafkaException fault)
        {
            throw new KafkaRefusedException([.. names.Select(name => NotCreated(name, fault.Error))]);
        }
    }

    private KafkaProblem NotCreated(string topic, Error error) => error.Code switch
    {
        ErrorCode.TopicAuthorizationFailed or ErrorCode.ClusterAuthorizationFailed => new KafkaProblem(
            "kafka.create-forbidden", $"The topic {topic} is missing and the key may not create it: {CreateByHand}"),
        ErrorCode.InvalidReplicationFactor => new KafkaProblem(
            "kafka.replication", $"The topic {topic} cannot have {Options.ReplicationFactor} replicas here: the cluster has fewer brokers. Set Cpd:Kafka:ReplicationFactor."),
        _ => new KafkaProblem("kafka.topic-not-created", $"The topic {topic} is missing and could not be created ({error.Reason}): {CreateByHand}"),
    };

    private KafkaProblem? Problem(Metadata cluster, string name) => Find(cluster, name) switch
    {
        null => new KafkaProblem("kafka.topic-missing", $"The topic {name} is not there, or the key may not see it: {CreateByHand}"),
        { Error: { IsError: true } error } => KafkaProblem.Of(error, Options.BootstrapServers, topic: name)
            ?? new KafkaProblem("kafka.topic-unusable", $"The topic {name} cannot be used: {error.Reason}"),
        var topic when topic.Partitions.Count != Options.Partitions => new KafkaProblem(
            "kafka.topic-partitions",
            $"The topic {name} has {topic.Partitions.Count} partitions and Cpd:Kafka:Partitions says {Options.Partitions}: set it to {topic.Partitions.Count}. "
            + "It is fixed once there are records, because a person's partition follows from it, and the same for all three topics."),
        _ => null,
    };

    private string CreateByHand => $"create it with {Options.Partitions} partitions, or give the key the rights.";

    private static TopicMetadata? Find(Metadata cluster, string name) => cluster.Topics.Find(topic => topic.Topic == name);

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "The log is Kafka at {Servers} ({Brokers} brokers); {Topics} have {Partitions} partitions each")]
        public static partial void Ready(ILogger logger, string servers, int brokers, IReadOnlyList<string> topics, int partitions);

        [LoggerMessage(Level = LogLevel.Warning, Message = "{Problem} ({Code})")]
        public static partial void DoorWaits(ILogger logger, string problem, string code);

        [LoggerMessage(Level = LogLevel.Information, Message = "Created {Topics} with {Partitions} partitions each")]
        public static partial void Created(ILogger logger, IReadOnlyList<string> topics, int partitions);
    }
}
