using System.Collections.Concurrent;
using Confluent.Kafka;
using Cpd.Contracts;
using Cpd.EventLog.Kafka;
using Cpd.EventLog.Kafka.Reading;
using Cpd.Tests;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Cpd.EventLog.Tests.Kafka;

public sealed class WhatTheReaderSurvives
{
    private static readonly string[] People = [.. Enumerable.Range(0, 30).Select(number => $"p{number}")];

    [Needs(Part.Kafka)]
    public async Task A_second_member_takes_half_and_gives_it_back_and_nothing_is_doubled_or_lost()
    {
        using var kafka = await TestKafka.Start(partitions: 6);
        await kafka.Write(each: 10, People);
        var positions = new StoredPositions();
        await using var first = kafka.Group(positions);
        first.Start();
        await first.HandleUntil(positions, () => positions.Records.Count == 300);

        var second = kafka.Group(positions);
        second.Start();
        await Eventually.Is(() => first.Partitions.Count == 3 && second.Partitions.Count == 3);
        Assert.Equal(Enumerable.Range(0, 6), first.Partitions.Concat(second.Partitions).Order());
        Assert.Equal(second.Partitions.Order(), positions.GaveUp.Order());   // the others were never taken away

        await kafka.Write(each: 10, [.. People.Select(person => person + "b")]);
        await Task.WhenAll(
            first.HandleUntil(positions, () => positions.Records.Count >= 600),
            second.HandleUntil(positions, () => positions.Records.Count >= 600));

        await second.DisposeAsync();
        await Eventually.Is(() => first.Partitions.Count == 6);
        await kafka.Write(each: 10, [.. People.Select(person => person + "c")]);
        await first.HandleUntil(positions, () => positions.Records.Count >= 900);

        Assert.Equal(900, positions.Names.Count);
        Assert.Equal(900, positions.Names.Distinct().Count());
    }

    [Needs(Part.Kafka)]
    public async Task A_broker_that_goes_and_comes_back_is_said_and_forgotten()
    {
        using var kafka = TestKafka.Mock(partitions: 2);
        await kafka.Write(each: 5, People);
        var positions = new StoredPositions();
        await using var group = kafka.Group(positions);
        group.Start();
        await group.HandleUntil(positions, () => positions.Records.Count == 150);

        kafka.Cluster.Down();
        await Eventually.Is(() => group.Health.Problem?.Code == "kafka.unreachable");

        kafka.Cluster.Up();
        await kafka.Write(each: 5, [.. People.Select(person => person + "b")]);
        await group.HandleUntil(positions, () => positions.Records.Count == 300);
        await Eventually.Is(() => group.Health.Problem is null);

        Assert.Equal(300, positions.Names.Distinct().Count());
    }

    [Needs(Part.Kafka)]
    public async Task A_topic_that_ends_before_the_stored_position_stops_the_group_instead_of_doing_all_twice()
    {
        using var kafka = await TestKafka.Start(partitions: 1);
        await kafka.Write(each: 10, "ana");
        var positions = new StoredPositions { [0] = 1_000 };
        await using var group = kafka.Group(positions);

        group.Start();
        await Eventually.Is(() => group.Health.Problem?.Code == "kafka.position-beyond-end");

        Assert.Equal(0, group.Take(100).Looked);
        Assert.Contains("ends at 10", group.Health.Problem!.Message, StringComparison.Ordinal);
    }

    [Needs(Part.Kafka)]
    public async Task What_retention_took_is_passed_over()
    {
        // The mock keeps about 5 MiB a partition.
        using var kafka = TestKafka.Mock(partitions: 1);
        var producer = kafka.Producer();
        for (var round = 0; round < 8; round++)
            await producer.Append([.. Enumerable.Range(0, 1_000).Select(number => Large(round * 1_000 + number))], default);
        var positions = new StoredPositions();
        await using var group = kafka.Group(positions);

        group.Start();
        await group.HandleUntil(positions, () => positions[0] == 8_000);

        Assert.InRange(positions.Records.Count, 1, 7_999);
        Assert.Equal(7_999, positions.Records[^1].Position);
    }

    [NeedsDeletedRecords]
    public async Task Where_retention_took_everything_nothing_waits_and_what_was_missed_is_counted()
    {
        using var kafka = TestKafka.Mock(partitions: 1);
        await kafka.Write(each: 10, "ana");
        kafka.Cluster.DeleteRecords("cpd.events", 0, before: 10);
        var positions = new StoredPositions();
        await using var fresh = kafka.Group(positions);
        await using var late = kafka.Group(new StoredPositions { [0] = 4 }, "late");

        fresh.Start();
        late.Start();
        await Eventually.Is(() => late.Lost == 6);
        await Eventually.Is(() => fresh.Partitions.Count == 1 && fresh.Lag == 0 && late.Lag == 0);
        await kafka.Write(each: 1, "ben");
        await fresh.HandleUntil(positions, () => positions[0] == 11);

        Assert.Equal((0L, 0L), (fresh.Lag, fresh.Lost));   // it began with the oldest there was
        Assert.Equal(["ben 0"], positions.Names);
    }

    [NeedsDeletedRecords]
    public async Task A_projection_that_begins_again_has_nothing_left_of_what_retention_took()
    {
        using var kafka = TestKafka.Mock(partitions: 2);
        using var database = TestLog.NewDatabase(EventLog.Storage.DatabaseKind.Sqlite);
        await using var log = await TestLog.Start(database, kafka);
        string[] people = [.. Enumerable.Range(0, 10).Select(number => $"p{number}")];
        await log.Log.Append([.. people.Select(person => TestLog.Event(person, 1))], default);
        await log.Second.Got(10);
        await Eventually.Is(() => log.Status.Groups.All(group => group.Lag == 0));

        foreach (var partition in (int[])[0, 1]) kafka.Cluster.DeleteRecords("cpd.events", partition, people.Count(person => Of(person) == partition));
        await log.Log.Write(transaction =>
        {
            log.Positions.Rewind(transaction, "second");
            return Task.CompletedTask;
        }, default);

        Assert.Equal(0, await log.Positions.Left("second", default));
        await Eventually.Is(() => log.Status.Groups.All(group => group.Lag == 0));

        static int Of(string person) => Partitioning.Of(TestLog.Event(person, 1).Key, 2);
    }

    [Needs(Part.Kafka)]
    public async Task What_the_group_refuses_is_said_with_its_cause()
    {
        const short JoinGroup = 11;
        const int GroupMaxSizeReached = 81;
        using var kafka = TestKafka.Mock(partitions: 1);
        kafka.Cluster.Answer(JoinGroup, [.. Enumerable.Repeat(GroupMaxSizeReached, 3)]);
        await using var group = kafka.Group(new StoredPositions());

        group.Start();
        await Eventually.Is(() => group.Health.Problem?.Code == "kafka.group-full");
        await Eventually.Is(() => group.Partitions.Count == 1);

        Assert.Null(group.Health.Problem);
    }

    [Needs(Part.Kafka)]
    public void One_broker_of_several_that_goes_is_no_outage_and_all_of_them_are()
    {
        var state = new GroupState("first", TestKafka.ClientsOf(new KafkaOptions { BootstrapServers = "one:9092,two:9092" }), TimeProvider.System);
        string? Problem() => state.Health([], 0).Problem?.Code;
        void Hears(ErrorCode code) => state.Report(new Error(code), "cpd.events");

        Hears(ErrorCode.Local_Transport);
        Hears(ErrorCode.Local_TimedOut);
        Hears(ErrorCode.Local_Resolve);
        Assert.Null(Problem());

        Hears(ErrorCode.Local_AllBrokersDown);
        Assert.Equal("kafka.host-unknown", Problem());   // which is why nobody answers
        state.See(new ClientStatistics(IsConnected: true, IsMember: true));
        Assert.Null(Problem());

        state.See(new ClientStatistics(IsConnected: false, IsMember: true));
        Assert.Null(Problem());
        state.See(new ClientStatistics(IsConnected: false, IsMember: true));
        Assert.Equal("kafka.unreachable", Problem());
        state.See(new ClientStatistics(IsConnected: true, IsMember: true));
        Assert.Null(Problem());
    }

    private sealed class NeedsDeletedRecordsAttribute : FactAttribute
    {
        public NeedsDeletedRecordsAttribute() => Skip = Parts.Missing(Part.Kafka) ?? (MockCluster.CanDeleteRecords ? null : "This librdkafka's mock broker cannot delete records: build with CpdFeed=full.");
    }

    private static Contracts.LogRecord Large(int number)
    {
        var record = TestLog.Event("ana", number);
        return new Contracts.LogRecord
        {
            Id = record.Id,
            Workspace = record.Workspace,
            Key = record.Key,
            At = record.At,
            // Letters that do not repeat: what is sent is compressed.
            Body = new Contracts.EventTracked(Convert.ToHexString(Noise(number)), record.At, Contracts.RawJson.EmptyObject, null),
        };
    }

    private static byte[] Noise(int seed)
    {
        var bytes = new byte[1_024];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    /// <remarks>Where it is not survived, no test of this project tells anything any more: librdkafka before 2.3 ends the process.</remarks>
    [Needs(Part.Kafka)]
    public async Task Leaving_a_group_that_let_us_in_and_has_not_given_us_anything_yet()
    {
        const short SyncGroup = 14;
        const int RebalanceInProgress = 27;
        using var kafka = TestKafka.Mock(partitions: 2);
        kafka.Cluster.Answer(SyncGroup, [.. Enumerable.Repeat(RebalanceInProgress, 50)]);
        kafka.Options.Client["debug"] = "cgrp";
        var said = new Said();
        var clients = new KafkaClients(Options.Create(kafka.Options), said);
        var subscription = Subscription.Of(new LogGroup { Name = "first", Topic = Topic.Events, Consumer = typeof(object), Order = 1 }, clients);
        var group = new GroupConsumer(subscription, clients, new StoredPositions(), TimeProvider.System, NullLogger<GroupConsumer>.Instance);
        group.Start();
        await Eventually.Is(() => said.Of("SyncGroup error"));

        await group.DisposeAsync();

        Assert.Empty(group.Partitions);
    }

    private sealed class Said : ILogger<KafkaClients>
    {
        private readonly ConcurrentQueue<string> _lines = new();

        public bool Of(string words) => _lines.Any(line => line.Contains(words, StringComparison.Ordinal));

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            _lines.Enqueue(formatter(state, exception));
    }
}
