using System.Net;
using System.Net.Sockets;
using Cpd.EventLog.Kafka;
using Cpd.Tests;

namespace Cpd.EventLog.Tests.Kafka;

/// <summary>Each mistake has its sentence and its code, at start and in "check connection" alike.</summary>
public sealed class WhatIsWrongWithKafka
{
    [Needs(Part.Kafka)]
    public async Task Topics_that_are_as_they_should_be_are_good()
    {
        using var kafka = await TestKafka.Start(partitions: 6);

        await kafka.Topics().Prepare(default);
        var result = await kafka.Check().Run(default);

        Assert.Empty(result.Problems);
        Assert.Contains("3 topics are there with 6 partitions each", result.Seen, StringComparison.Ordinal);
    }

    [Needs(Part.Kafka)]
    public async Task One_replica_is_no_problem_and_is_told()
    {
        using var kafka = TestKafka.Mock();

        var result = await kafka.Check().Run(default);

        Assert.True(result.IsGood);
        Assert.StartsWith("There is 1 replica of a partition", result.Note, StringComparison.Ordinal);
    }

    [Needs(Part.Kafka)]
    public void Topics_are_made_so_that_a_broker_may_go_where_there_are_enough_of_them()
    {
        using var kafka = TestKafka.MockWithoutTopics();
        string Made(int brokers) => kafka.Topics().Specify("cpd.events", brokers) is var topic
            ? $"{topic.NumPartitions} partitions, {topic.ReplicationFactor} replicas, {string.Join(' ', topic.Configs.OrderBy(one => one.Key).Select(one => $"{one.Key}={one.Value}"))}"
            : "";

        Assert.Equal("6 partitions, 1 replicas, cleanup.policy=delete max.message.bytes=8388608", Made(brokers: 1));
        Assert.Equal("6 partitions, 3 replicas, cleanup.policy=delete max.message.bytes=8388608 min.insync.replicas=2", Made(brokers: 5));

        kafka.Options.ReplicationFactor = -1;
        Assert.Equal("6 partitions, -1 replicas, cleanup.policy=delete max.message.bytes=8388608", Made(brokers: 5));
    }

    [Needs(Part.Kafka)]
    public async Task Missing_topics_are_named_one_by_one()
    {
        using var kafka = TestKafka.MockWithoutTopics(partitions: 4);
        kafka.Cluster.CreateTopic("cpd.commands", 4);

        var refusal = await Assert.ThrowsAsync<KafkaRefusedException>(() => kafka.Topics().Prepare(default));

        Assert.Equal(["kafka.topic-missing", "kafka.topic-missing"], refusal.Problems.Select(problem => problem.Code));
        Assert.Contains("The topic cpd.events is not there", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("create it with 4 partitions", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(refusal.Problems, (await kafka.Check().Run(default)).Problems);
    }

    [Needs(Part.Kafka)]
    public async Task Looking_for_topics_does_not_make_them()
    {
        using var kafka = TestKafka.MockWithoutTopics();

        await Assert.ThrowsAsync<KafkaRefusedException>(() => kafka.Topics().Prepare(default));
        var again = await Assert.ThrowsAsync<KafkaRefusedException>(() => kafka.Topics().Prepare(default));

        Assert.Equal(3, again.Problems.Count(problem => problem.Code == "kafka.topic-missing"));
    }

    [Needs(Part.Kafka)]
    public async Task A_topic_that_cannot_be_created_is_a_sentence()
    {
        using var kafka = TestKafka.MockWithoutTopics();   // which knows no such call
        kafka.Options.CreateTopics = true;

        var refusal = await Assert.ThrowsAsync<KafkaRefusedException>(() => kafka.Topics().Prepare(default));

        Assert.Equal(3, refusal.Problems.Count(problem => problem.Code == "kafka.topic-not-created"));
    }

    [Needs(Part.Kafka)]
    public async Task The_check_creates_nothing_and_says_what_a_start_would()
    {
        using var kafka = TestKafka.MockWithoutTopics();
        kafka.Options.CreateTopics = true;

        var result = await kafka.Check().Run(default);

        Assert.Empty(result.Problems);
        Assert.Contains("The next start creates cpd.commands, cpd.events, cpd.dispatches with 6 partitions each", result.Seen, StringComparison.Ordinal);
    }

    [Needs(Part.Kafka)]
    public async Task Another_number_of_partitions_is_refused_with_both_numbers()
    {
        using var kafka = TestKafka.Mock(partitions: 4);
        kafka.Options.Partitions = 6;

        var refusal = await Assert.ThrowsAsync<KafkaRefusedException>(() => kafka.Topics().Prepare(default));

        Assert.All(refusal.Problems, problem => Assert.Equal("kafka.topic-partitions", problem.Code));
        Assert.Contains("cpd.events has 4 partitions and Cpd:Kafka:Partitions says 6", refusal.Message, StringComparison.Ordinal);
    }

    [Needs(Part.Kafka)]
    public async Task A_topic_we_have_no_rights_to_is_named()
    {
        using var kafka = TestKafka.Mock();
        kafka.Cluster.TopicAnswers("cpd.dispatches", error: 29);

        var refusal = await Assert.ThrowsAsync<KafkaRefusedException>(() => kafka.Topics().Prepare(default));

        var problem = Assert.Single(refusal.Problems);
        Assert.Equal("kafka.topic-forbidden", problem.Code);
        Assert.Contains("cpd.dispatches", problem.Message, StringComparison.Ordinal);
    }

    [Needs(Part.Kafka)]
    public async Task A_group_we_have_no_rights_to_is_named()
    {
        using var kafka = TestKafka.Mock();
        kafka.Cluster.Answer(api: 10, [.. Enumerable.Repeat(30, 100)]);

        var problem = Assert.Single((await kafka.Check().Run(default)).Problems);

        Assert.Equal("kafka.group-forbidden", problem.Code);
        Assert.Contains("cpd.platform", problem.Message, StringComparison.Ordinal);
    }

    [Needs(Part.Kafka)]
    public async Task Nobody_at_the_address()
    {
        var problem = await ProblemOf(new KafkaOptions { BootstrapServers = $"127.0.0.1:{FreePort()}" });

        Assert.Equal("kafka.unreachable", problem.Code);
        Assert.Contains("Nobody answers at 127.0.0.1:", problem.Message, StringComparison.Ordinal);
    }

    [Needs(Part.Kafka)]
    public async Task An_answer_that_takes_long_is_waited_for_as_long_as_the_settings_say()
    {
        using var kafka = TestKafka.Mock();
        kafka.Options.RequestTimeout = Eventually.Limit;
        kafka.Cluster.Slow(TimeSpan.FromMilliseconds(1_500));

        await kafka.Topics().Prepare(default);
    }

    [Needs(Part.Kafka)]
    public async Task A_host_that_is_not_there() =>
        Assert.Equal("kafka.host-unknown", (await ProblemOf(new KafkaOptions { BootstrapServers = "no-such-host.invalid:9092" })).Code);

    [Needs(Part.Kafka)]
    public async Task Tls_where_there_is_none()
    {
        using var kafka = TestKafka.Mock();

        var problem = await ProblemOf(new KafkaOptions { BootstrapServers = kafka.Options.BootstrapServers, SecurityProtocol = KafkaSecurity.Ssl });

        Assert.Equal("kafka.tls", problem.Code);
    }

    [Needs(Part.Kafka)]
    public async Task A_key_that_is_refused_is_said_at_once()
    {
        await using var broker = new RefusingBroker();
        var options = new KafkaOptions
        {
            BootstrapServers = broker.Servers,
            SecurityProtocol = KafkaSecurity.SaslPlaintext,
            ApiKey = "KEY",
            ApiSecret = "s3cr3t",
            RequestTimeout = TimeSpan.FromMinutes(1),   // which it does not take
        };

        var problem = await ProblemOf(options, TimeSpan.FromSeconds(50));

        Assert.Equal("kafka.credentials", problem.Code);
        Assert.DoesNotContain("s3cr3t", problem.Message, StringComparison.Ordinal);
        Assert.True(broker.Refused > 0);
    }

    [Needs(Part.Kafka)]
    public async Task Settings_that_cannot_be_are_part_of_the_check()
    {
        using var kafka = TestKafka.Mock();

        var result = await kafka.Check(new KafkaOptions { BootstrapServers = "nowhere", Partitions = 0 }).Run(default);

        Assert.Equal(["kafka.settings", "kafka.settings"], result.Problems.Select(problem => problem.Code));
        Assert.Null(result.Seen);
    }

    private static async Task<KafkaProblem> ProblemOf(KafkaOptions options, TimeSpan? patience = null)
    {
        if (patience is null) options.RequestTimeout = TimeSpan.FromSeconds(2);
        var refusal = await Assert.ThrowsAsync<KafkaRefusedException>(
            () => TestKafka.TopicsOf(TestKafka.ClientsOf(options)).Prepare(default).WaitAsync(patience ?? Eventually.Limit));
        return Assert.Single(refusal.Problems);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
