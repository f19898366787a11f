using System.Globalization;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Cpd.Contracts;
using Microsoft.Extensions.Logging;

namespace Cpd.EventLog.Kafka;

/// <summary>Sees to it that our three topics are there with the partitions they must have, and looks for those of the doors, before anybody reads or writes.</summary>
internal sealed partial class KafkaTopics(KafkaClients clients, IEnumerable<ITopicDoor> doors, TimeProvider clock, ILogger<KafkaTopics> log)
{
    /// <summary>Long enough to hear that a key is refused, which no waiting changes.</summary>
    private static readonly TimeSpan FirstLook = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(100);

    /// <summary>With this many, one broker may go and nothing is lost or stands still.</summary>
    private const short EnoughReplicas = 3;

    /// <summary>Of topics we create; above <see cref="KafkaClients.LargestRequest"/> by what is around the records, and the most Confluent Cloud gives.</summary>
    private const int LargestBatch = 8 * 1024 * 1024;

    private readonly string[] _names = [.. Topics.All.Select(clients.TopicName)];

    private KafkaOptions Options => clients.Options;

    /// <summary>Creates missing topics where the settings allow it.</summary>
    /// <exception cref="KafkaRefusedException">The topics cannot be used; names everything that is wrong with them.</exception>
    public Task Prepare(CancellationToken ct) => Prepare(Begun.Nothing, ct);

    /// <inheritdoc cref="Prepare(CancellationToken)"/>
    /// <param name="begun">What the database knows of them.</param>
    public async Task Prepare(Begun begun, CancellationToken ct)
    {
        if (Fixed(begun) is { } other) throw new KafkaRefusedException(other);

        var errors = new ReportedErrors();
        using var admin = clients.Admin(errors.Add);
        var cluster = await Look(admin, errors, ct);

        string[] missing = [.. _names.Where(name => Find(cluster, name) is null)];
        if (missing.Length > 0 && Options.CreateTopics)
        {
            await Create(admin, missing, cluster.Brokers.Count);
            cluster = await LookForAll(admin, errors, missing, ct);
        }

        KafkaProblem[] problems = [.. _names.Select(name => Problem(cluster, name, begun)).OfType<KafkaProblem>()];
        if (problems.Length > 0) throw new KafkaRefusedException(problems);
        // A door begins when its topic comes; until then everything else has nothing to do with it.
        foreach (var problem in Doors(cluster).OfType<KafkaProblem>()) Log.DoorWaits(log, problem.Message, problem.Code);

        Log.Ready(log, Options.BootstrapServers, cluster.Brokers.Count, _names, Options.Partitions);
    }

    /// <summary>Looks and changes nothing.</summary>
    /// <exception cref="KafkaRefusedException">Nobody answers, or refuses us.</exception>
    public async Task<TopicsSeen> Check(Begun begun, CancellationToken ct)
    {
        var errors = new ReportedErrors();
        using var admin = clients.Admin(errors.Add);
        var cluster = await Look(admin, errors, ct);
        string[] toCreate = Options.CreateTopics ? [.. _names.Where(name => Find(cluster, name) is null)] : [];
        var problems = _names.Except(toCreate).Select(name => Problem(cluster, name, begun)).Prepend(Fixed(begun)).Concat(Doors(cluster)).OfType<KafkaProblem>().ToList();
        if (toCreate.Length > 0) problems.AddRange(await Refusals(admin, toCreate, cluster.Brokers.Count));
        if (problems.Count == 0) problems.AddRange(await TopicRights.Missing(admin, _names.Except(toCreate), Options.RequestTimeout));
        return new TopicsSeen(cluster.Brokers.Count, problems, toCreate, [.. doors.Select(door => DoorTopics.Sentence(cluster, door)).OfType<string>()], Note(cluster));
    }

    private IEnumerable<KafkaProblem?> Doors(Metadata cluster) => doors.Select(door => DoorTopics.Problem(cluster, door, Options.BootstrapServers));

    /// <remarks>All topics, not ours by name: asked for by name a missing topic may be created, with a partition count of the broker's.</remarks>
    private async Task<Metadata> Look(IAdminClient admin, ReportedErrors errors, CancellationToken ct)
    {
        var (began, patience) = (clock.GetTimestamp(), FirstLook);
        while (true)
        {
            try
            {
                // The client's call blocks; it has a thread of the pool to do so.
                return await Task.Run(() => admin.GetMetadata(patience), ct);
            }
            catch (KafkaException fault)
            {
                patience = Options.RequestTimeout - clock.GetElapsedTime(began);
                if (errors.IsRefused || patience <= BetweenLooks)
                    throw new KafkaRefusedException(errors.Explain(Options.BootstrapServers, fault.Error));
            }
            await Task.Delay(BetweenLooks, clock, ct);
            patience -= BetweenLooks;
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

    private async Task Create(IAdminClient admin, string[] names, int brokers)
    {
        try
        {
            await admin.CreateTopicsAsync(
                names.Select(name => Specify(name, brokers)),
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

    /// <summary>Why the next start could not create topics, where a broker says so without creating them.</summary>
    private async Task<IEnumerable<KafkaProblem>> Refusals(IAdminClient admin, string[] names, int brokers)
    {
        try
        {
            await admin.CreateTopicsAsync(
                names.Select(name => Specify(name, brokers)),
                new CreateTopicsOptions { RequestTimeout = Options.RequestTimeout, OperationTimeout = Options.RequestTimeout, ValidateOnly = true });
            return [];
        }
        catch (CreateTopicsException refusal)
        {
            // An error of the client's own tells that it was not asked, not that it was refused.
            return refusal.Results.Where(result => result.Error.IsBrokerError && result.Error.Code is not ErrorCode.TopicAlreadyExists).Select(result => NotCreated(result.Topic, result.Error));
        }
        catch (KafkaException)
        {
            return [];
        }
    }

    internal TopicSpecification Specify(string name, int brokers)
    {
        var replicas = Options.ReplicationFactor ?? (short)Math.Min(EnoughReplicas, brokers);
        var configs = new Dictionary<string, string>
        {
            ["cleanup.policy"] = "delete",
            ["max.message.bytes"] = LargestBatch.ToString(CultureInfo.InvariantCulture),
        };
        // Written is then with two of three at least, so that one may be lost right after.
        if (replicas >= EnoughReplicas) configs["min.insync.replicas"] = "2";
        return new TopicSpecification { Name = name, NumPartitions = Options.Partitions, ReplicationFactor = replicas, Configs = configs };
    }

    private KafkaProblem NotCreated(string topic, Error error) => error.Code switch
    {
        ErrorCode.TopicAuthorizationFailed or ErrorCode.ClusterAuthorizationFailed => new KafkaProblem(
            "kafka.create-forbidden", $"The topic {topic} is missing and the key may not create it: {CreateByHand}"),
        ErrorCode.InvalidReplicationFactor => new KafkaProblem(
            "kafka.replication", $"The topic {topic} cannot have {Options.ReplicationFactor?.ToString(CultureInfo.InvariantCulture) ?? "so many"} replicas here ({error.Reason}): set Cpd:Kafka:ReplicationFactor."),
        _ => new KafkaProblem("kafka.topic-not-created", $"The topic {topic} is missing and could not be created ({error.Reason}): {CreateByHand}"),
    };

    /// <summary>Once a group has moved, its people's partitions cannot become others.</summary>
    private KafkaProblem? Fixed(Begun begun) => begun.Partitions is { } partitions && partitions != Options.Partitions
        ? new KafkaProblem(
            "kafka.partitions-fixed",
            $"This database was begun with {partitions} partitions and Cpd:Kafka:Partitions says {Options.Partitions}: set it to {partitions}. It cannot change any more, because a person's partition follows from it.")
        : null;

    private KafkaProblem? Problem(Metadata cluster, string name, Begun begun) => Find(cluster, name) switch
    {
        null => new KafkaProblem("kafka.topic-missing", $"The topic {name} is not there, or the key may not see it: {CreateByHand}"),
        { Error: { IsError: true } error } => KafkaProblem.Of(error, Options.BootstrapServers, topic: name)
            ?? new KafkaProblem("kafka.topic-unusable", $"The topic {name} cannot be used: {error.Reason}"),
        var topic when begun.Partitions is { } partitions => topic.Partitions.Count == partitions ? null : new KafkaProblem(
            "kafka.topic-partitions",
            $"The topic {name} has {topic.Partitions.Count} partitions and this database was begun with {partitions}, which cannot change, because a person's partition follows from it: "
            + $"make the topic again with {partitions} partitions, or set Cpd:Kafka:TopicPrefix and ConnectionStrings:Cpd to what belongs together."),
        var topic when topic.Partitions.Count != Options.Partitions => new KafkaProblem(
            "kafka.topic-partitions",
            $"The topic {name} has {topic.Partitions.Count} partitions and Cpd:Kafka:Partitions says {Options.Partitions}: set it to {topic.Partitions.Count}. "
            + "It is fixed once there are records, because a person's partition follows from it, and the same for all three topics."),
        _ => null,
    };

    private string? Note(Metadata cluster)
    {
        int[] replicas = [.. _names.Select(name => Find(cluster, name)).OfType<TopicMetadata>().SelectMany(topic => topic.Partitions).Select(partition => partition.Replicas.Length)];
        return replicas.Length > 0 && replicas.Min() is var fewest && fewest < EnoughReplicas
            ? $"There {(fewest == 1 ? "is 1 replica" : $"are {fewest} replicas")} of a partition: what its brokers lose is lost. Where that matters, have three brokers and three replicas."
            : null;
    }

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

/// <param name="ToCreate">What the next start would create.</param>
/// <param name="Doors">What the doors would do, a sentence each.</param>
/// <param name="Note">What is no problem, and whoever runs it should know; null where there is no such thing.</param>
internal sealed record TopicsSeen(
    int Brokers, IReadOnlyList<KafkaProblem> Problems, IReadOnlyList<string> ToCreate, IReadOnlyList<string> Doors, string? Note);
