using Cpd.Contracts;
using Cpd.EventLog.Consuming;
using Cpd.EventLog.Kafka;
using Cpd.Tests;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cpd.EventLog.Tests.Kafka;

/// <summary>A database and the topics it was begun with, and nobody else's.</summary>
[SuiteNeeds(Part.Kafka)]
public sealed class WhatBelongsTogether : IDisposable
{
    private static readonly LogGroup First = new() { Name = "first", Topic = Topic.Events, Consumer = typeof(object), Order = 1 };

    private readonly TestDatabase _database = TestLog.NewDatabase();

    [SuiteFact]
    public async Task Whoever_has_handled_records_keeps_to_the_number_of_partitions_they_were_spread_over()
    {
        using var kafka = TestKafka.Mock(partitions: 8);
        Reach(partition: 3, 12);

        var settings = await RefusalOf(kafka);
        kafka.Options.Partitions = 4;
        var topics = await RefusalOf(kafka);

        Assert.Equal("kafka.partitions-fixed", Assert.Single(settings).Code);
        Assert.Contains("begun with 4 partitions and Cpd:Kafka:Partitions says 8: set it to 4", settings[0].Message, StringComparison.Ordinal);
        Assert.Equal(["kafka.topic-partitions", "kafka.topic-partitions", "kafka.topic-partitions"], topics.Select(problem => problem.Code));
        Assert.Contains("cpd.events has 8 partitions and this database was begun with 4", topics[1].Message, StringComparison.Ordinal);
        Assert.Contains("make the topic again with 4 partitions", topics[1].Message, StringComparison.Ordinal);
    }

    [SuiteFact]
    public async Task Before_the_first_record_the_number_may_still_change()
    {
        using (var four = TestKafka.Mock(partitions: 4))
            await using (await TestLog.Start(_database, four)) { }

        using var eight = TestKafka.Mock(partitions: 8);
        await using (await TestLog.Start(_database, eight)) { }
        Reach(partition: 3, 12);   // less than all partitions were used yet

        using var sql = _database.OpenSession();
        Assert.Equal(8, Begun.Read(sql).Partitions);
    }

    [SuiteFact]
    public async Task A_database_that_has_come_farther_than_the_topics_reach_is_not_theirs()
    {
        using var kafka = TestKafka.Mock(partitions: 4);
        await kafka.Write(3, "ana");
        Reach(partition: 3, 500);
        Reach(partition: Partitioning.Of(TestLog.Event("ana", 1).Key, 4), 3);

        var problem = Assert.Single((await kafka.Check(null, _database.Database).Run(default)).Problems);

        Assert.Equal("kafka.position-beyond-end", problem.Code);
        Assert.StartsWith("The database has been at 500 in partition 3 of cpd.events, which ends at ", problem.Message, StringComparison.Ordinal);
    }

    [SuiteFact]
    public async Task Two_databases_do_not_share_topics_and_groups_without_knowing()
    {
        using var kafka = TestKafka.Mock(partitions: 2);
        using var other = TestLog.NewDatabase();
        Assert.Empty((await kafka.Check(null, _database.Database).Run(default)).Problems);
        await using (await TestLog.Start(_database, kafka)) { }

        var atStart = await Assert.ThrowsAsync<KafkaRefusedException>(() => TestLog.Start(other, kafka));
        var checkedOnly = await kafka.Check(null, other.Database).Run(default);

        Assert.Equal("kafka.another-installation", Assert.Single(atStart.Problems).Code);
        Assert.Contains("Give this one a Cpd:Kafka:TopicPrefix of its own", atStart.Message, StringComparison.Ordinal);
        Assert.Equal(atStart.Problems, checkedOnly.Problems);
        Assert.Empty((await kafka.Check(null, _database.Database).Run(default)).Problems);
        await using (await TestLog.Start(_database, kafka)) { }
    }

    [SuiteFact]
    public void Whoever_may_not_read_the_mark_is_not_kept_from_working()
    {
        using var kafka = TestKafka.Mock(partitions: 2);
        var mark = new InstallationMark(kafka.Clients, NullLogger<InstallationMark>.Instance);
        Assert.Null(mark.Keep(Guid.CreateVersion7()));
        Assert.NotNull(mark.Look(Guid.CreateVersion7()));

        kafka.Cluster.Answer(api: 10, [.. Enumerable.Repeat(30, 1_000)]);
        Assert.Null(mark.Look(Guid.CreateVersion7()));
    }

    [SuiteFact]
    public void Whoever_may_not_read_the_mark_does_not_write_over_it()
    {
        const short OffsetFetch = 9;
        using var kafka = TestKafka.Mock(partitions: 2);
        var (mark, first) = (new InstallationMark(kafka.Clients, NullLogger<InstallationMark>.Instance), Guid.CreateVersion7());
        Assert.Null(mark.Keep(first));

        kafka.Cluster.Answer(OffsetFetch, [.. Enumerable.Repeat(30, 1_000)]);
        Assert.Null(mark.Keep(Guid.CreateVersion7()));

        kafka.Cluster.AnswerRightly(OffsetFetch);
        Assert.Null(mark.Look(first));
    }

    public void Dispose() => _database.Dispose();

    /// <summary>What both a start and the check say.</summary>
    private async Task<IReadOnlyList<KafkaProblem>> RefusalOf(TestKafka kafka)
    {
        var refusal = await Assert.ThrowsAsync<KafkaRefusedException>(() => TestLog.Start(_database, kafka));
        Assert.Equal(refusal.Problems, (await kafka.Check(null, _database.Database).Run(default)).Problems.Take(refusal.Problems.Count));
        return refusal.Problems;
    }

    private void Reach(int partition, long position)
    {
        using var sql = _database.OpenSession();
        var (epoch, next) = Positions.TakeOver(sql, First, [partition]);
        Positions.Move(sql, First, [new PositionMove(partition, next[0], position, epoch)]);
    }
}
