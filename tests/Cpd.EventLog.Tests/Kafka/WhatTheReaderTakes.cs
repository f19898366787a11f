using System.Text;
using Confluent.Kafka;
using Cpd.Contracts;
using Cpd.EventLog.Kafka.Reading;
using Cpd.Tests;

namespace Cpd.EventLog.Tests.Kafka;

public sealed class WhatTheReaderTakes
{
    private static readonly string[] People = [.. Enumerable.Range(0, 25).Select(number => $"p{number}")];

    [Needs(Part.Kafka)]
    public async Task The_records_of_one_person_come_in_order_over_six_partitions()
    {
        using var kafka = await TestKafka.Start(partitions: 6);
        await kafka.Write(each: 40, People);
        var positions = new StoredPositions();
        await using var group = kafka.Group(positions);

        group.Start();
        await group.HandleUntil(positions, () => positions.Records.Count >= 1_000);

        Assert.Equal(6, positions.Records.Select(record => record.Partition).Distinct().Count());
        Assert.All(People, person => Assert.Equal(
            Enumerable.Range(0, 40).Select(number => $"{person} {number}"),
            positions.Names.Where(name => name.StartsWith(person + " ", StringComparison.Ordinal))));
        Assert.All(positions.Records, record => Assert.Equal(Partitioning.Of(record.Key, 6), record.Partition));
        Assert.All(Enumerable.Range(0, 6), partition => Assert.Equal(
            Enumerable.Range(0, (int)positions[partition]).Select(n => (long)n),
            positions.Records.Where(record => record.Partition == partition).Select(record => record.Position)));
    }

    [Needs(Part.Kafka)]
    public async Task It_goes_on_where_the_database_says_whatever_kafka_remembers()
    {
        using var kafka = await TestKafka.Start(partitions: 1);
        await kafka.Write(each: 10, "ana");
        var positions = new StoredPositions { [0] = 7 };
        await using (var group = kafka.Group(positions))
        {
            group.Start();
            await group.HandleUntil(positions, () => positions.Records.Count == 3);
        }
        Assert.Equal(["ana 7", "ana 8", "ana 9"], positions.Names);

        // Kafka was told 10 by now; a database that was set back to 4 is believed.
        var restored = new StoredPositions { [0] = 4 };
        await using var again = kafka.Group(restored);
        again.Start();
        await again.HandleUntil(restored, () => restored.Records.Count == 6);
        Assert.Equal("ana 4", restored.Names[0]);
    }

    [Needs(Part.Kafka)]
    public async Task A_window_that_was_not_passed_comes_again()
    {
        using var kafka = await TestKafka.Start(partitions: 1);
        await kafka.Write(each: 20, "ana");
        var positions = new StoredPositions();
        await using var group = kafka.Group(positions);
        group.Start();
        await Eventually.Is(() => group.Take(100).Looked == 20);

        var first = group.Take(5);
        var second = group.Take(5);
        Assert.Equal(first.Records, second.Records);

        group.Passed(first);
        Assert.Equal("ana 5", TestLog.Name(group.Take(1).Records.Single()));
        Assert.Equal(15, group.Lag);
    }

    [Needs(Part.Kafka)]
    public async Task What_is_no_record_is_put_apart_with_its_bytes_and_the_others_go_on()
    {
        using var kafka = await TestKafka.Start(partitions: 1);
        await kafka.Write(each: 1, "ana");
        using (var foreign = new ProducerBuilder<Null, byte[]?>(new ProducerConfig { BootstrapServers = kafka.Options.BootstrapServers }).Build())
        {
            foreach (var poison in (byte[]?[])[Encoding.UTF8.GetBytes("{ not json"), [0xFF, 0x00, 0x80], null, Encoding.UTF8.GetBytes("""{"id":"1"}""")])
                await foreign.ProduceAsync(new TopicPartition(kafka.Clients.TopicName(Topic.Events), 0), new Message<Null, byte[]?> { Value = poison });
            // In microseconds: a record says itself when it was written.
            await foreign.ProduceAsync(
                new TopicPartition(kafka.Clients.TopicName(Topic.Events), 0),
                new Message<Null, byte[]?> { Value = RecordJson.ToBytes(TestLog.Event("ana", 1)), Timestamp = new Timestamp(1_700_000_000_000_000, TimestampType.CreateTime) });
        }
        await kafka.Write(each: 1, "ben");
        var positions = new StoredPositions();
        await using var group = kafka.Group(positions);

        group.Start();
        await group.HandleUntil(positions, () => positions[0] == 7);

        Assert.Equal(["ana 0", "ana 1", "ben 0"], positions.Names);
        Assert.Equal([1L, 2L, 3L, 4L], positions.Unreadable.Select(bad => bad.Position));
        Assert.Equal("{ not json", Encoding.UTF8.GetString(positions.Unreadable[0].Payload));
        Assert.Equal([0xFF, 0x00, 0x80], positions.Unreadable[1].Payload);
        Assert.All(positions.Unreadable, bad => Assert.NotEmpty(bad.Problem.Message));
    }

    [Needs(Part.Kafka)]
    public async Task A_projection_that_begins_again_gets_everything_once_more()
    {
        using var kafka = await TestKafka.Start(partitions: 2);
        await kafka.Write(each: 10, "ana", "ben", "cleo", "dan");
        var positions = new StoredPositions();
        await using var group = kafka.Group(positions);
        group.Start();
        await group.HandleUntil(positions, () => positions.Records.Count == 40);
        var stale = group.Take(500);

        var restarted = new StoredPositions();
        foreach (var partition in group.Partitions) group.GoTo(partition, 0);
        group.Passed(stale);   // of before: says nothing about now
        await group.HandleUntil(restarted, () => restarted.Records.Count == 40);

        Assert.Equal(positions.Names.Order(), restarted.Names.Order());
        Assert.Equal(0, group.Lag);
    }

    [Needs(Part.Kafka)]
    public async Task Whoever_takes_nothing_for_long_is_neither_flooded_nor_forgotten()
    {
        using var kafka = await TestKafka.Start(partitions: 3);
        await kafka.Write(each: 200, People);   // 5,000 records for room of 100
        var positions = new StoredPositions();
        await using var group = kafka.Group(positions, buffer: subscription => new RecordBuffer(subscription, mostRecords: 100));
        group.Start();
        await Eventually.Is(() => group.Partitions.Count == 3 && group.Take(1_000).Looked >= 100 && group.Lag > 4_000);

        Assert.InRange(group.Take(1_000).Looked, 100, 200);
        await group.HandleUntil(positions, () => positions.Records.Count == 5_000, most: 50);

        Assert.Empty(positions.GaveUp);
        Assert.Equal(5_000, positions.Names.Distinct().Count());
    }

    [Needs(Part.Kafka)]
    public async Task A_database_that_is_away_at_the_assignment_is_waited_for()
    {
        using var kafka = await TestKafka.Start(partitions: 2);
        await kafka.Write(each: 5, "ana", "ben");
        var positions = new StoredPositions { Faults = 1 };
        await using var group = kafka.Group(positions);

        group.Start();
        await Eventually.Is(() => group.Health.Problem?.Code == "kafka.group-failed");
        await group.HandleUntil(positions, () => positions.Records.Count == 10);

        Assert.Null(group.Health.Problem);
        Assert.Equal(10, positions.Names.Distinct().Count());
    }
}
