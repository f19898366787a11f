using System.Collections.Concurrent;
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
