using System.Collections.Concurrent;
using Cpd.Contracts;
using Cpd.EventLog.Kafka.Reading;
using Cpd.Tests;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cpd.EventLog.Tests.Kafka;

public sealed class WhatATailSees
{
    [Needs(Part.Kafka)]
    public async Task Every_process_sees_everything_from_its_start_on()
    {
        using var kafka = await TestKafka.Start(partitions: 3);
        await kafka.Write(each: 5, "before");
        ConcurrentQueue<string> one = [], two = [];
        await using var first = Tail(kafka, one);
        await using var second = Tail(kafka, two);
        await Task.WhenAll(first.Start(), second.Start());

        await kafka.Write(each: 10, "ana", "ben", "cleo", "dan");
        await Eventually.Is(() => one.Count == 40 && two.Count == 40);

        Assert.Equal(one.Order(), two.Order());
        Assert.Equal(Enumerable.Range(0, 10).Select(number => $"ana {number}"), one.Where(name => name.StartsWith("ana", StringComparison.Ordinal)));
        Assert.DoesNotContain(one, name => name.StartsWith("before", StringComparison.Ordinal));
    }

    [Needs(Part.Kafka)]
    public async Task It_misses_nothing_while_the_broker_is_away_and_survives_who_listens()
    {
        using var kafka = TestKafka.Mock(partitions: 2);
        ConcurrentQueue<string> seen = [];
        await using var tail = new KafkaTail(Topic.Events, kafka.Clients, records =>
        {
            foreach (var record in records) seen.Enqueue(TestLog.Name(record));
            if (seen.Count == 1) throw new InvalidOperationException("The listener's own mistake.");
        }, TimeProvider.System, NullLogger<KafkaTail>.Instance);
        await tail.Start();
        await kafka.Write(each: 1, "ana");
        await Eventually.Is(() => seen.Count == 1);

        kafka.Cluster.Down();
        var writing = kafka.Write(each: 10, "ben");
        kafka.Cluster.Up();
        await writing;

        await Eventually.Is(() => seen.Count == 11);
        Assert.Equal(11, seen.Distinct().Count());
    }

    private static KafkaTail Tail(TestKafka kafka, ConcurrentQueue<string> seen) => new(Topic.Events, kafka.Clients, records =>
    {
        foreach (var record in records) seen.Enqueue(TestLog.Name(record));
    }, TimeProvider.System, NullLogger<KafkaTail>.Instance);
}
