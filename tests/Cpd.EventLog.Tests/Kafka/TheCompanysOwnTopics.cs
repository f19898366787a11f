using System.Text;
using Cpd.EventLog.Kafka;
using Cpd.EventLog.Kafka.Reading;
using Cpd.Tests;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cpd.EventLog.Tests.Kafka;

public sealed class TheCompanysOwnTopics
{
    [Needs(Part.Kafka)]
    public async Task Its_records_become_commands_and_bad_ones_are_put_apart_with_offset_and_reason()
    {
        using var kafka = await TestKafka.Start(partitions: 1);
        await kafka.CreateTopic(TestDoor.NameOn(kafka), 1);
        await TestDoor.Write(kafka, "ana 1", "bad", null, "ben 1");
        var positions = new StoredPositions();
        await using var group = new GroupConsumer(
            Subscription.Of(new TestDoor(kafka)), kafka.Clients, positions, TimeProvider.System, NullLogger<GroupConsumer>.Instance);

        group.Start();
        await group.HandleUntil(positions, () => positions[0] == 4);

        Assert.Equal(["ana 1", "ben 1"], positions.Records.Select(TestLog.Name));
        var bad = Assert.Single(positions.Unreadable);
        Assert.Equal((0, 1L, "bad"), (bad.Partition, bad.Position, Encoding.UTF8.GetString(bad.Payload)));
        Assert.Equal("It is bad. (test.bad)", bad.Problem.Message);
    }

    [Needs(Part.Kafka)]
    public async Task A_topic_that_was_made_anew_is_begun_by_giving_the_door_another_group()
    {
        using var kafka = await TestKafka.Start(partitions: 1);
        await kafka.CreateTopic(TestDoor.NameOn(kafka), 1);
        await TestDoor.Write(kafka, "ana 1");
        await using var group = new GroupConsumer(
            Subscription.Of(new TestDoor(kafka)), kafka.Clients, new StoredPositions { [0] = 1_000 }, TimeProvider.System, NullLogger<GroupConsumer>.Instance);

        group.Start();
        await Eventually.Is(() => group.Health.Problem?.Code == "kafka.position-beyond-end");

        Assert.Contains("Give the door another \"Group\"", group.Health.Problem!.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("database", group.Health.Problem.Message, StringComparison.Ordinal);
    }

    [Needs(Part.Kafka)]
    public async Task A_topic_that_comes_late_is_seen_by_those_who_get_nothing_of_it_too()
    {
        using var kafka = TestKafka.Mock(partitions: 1);
        kafka.Options.Client["topic.metadata.refresh.interval.ms"] = "200";
        GroupConsumer Member() => new(Subscription.Of(new TestDoor(kafka)), kafka.Clients, new StoredPositions(), TimeProvider.System, NullLogger<GroupConsumer>.Instance);
        await using var first = Member();
        await using var second = Member();
        first.Start();
        second.Start();
        await Eventually.Is(() => first.Health.Problem?.Code == "kafka.topic-missing" && second.Health.Problem?.Code == "kafka.topic-missing");

        kafka.Cluster.CreateTopic("shop.orders", 1);

        await Eventually.Is(() => first.Partitions.Count + second.Partitions.Count == 1 && first.Health.Problem is null && second.Health.Problem is null);
    }

    [Needs(Part.Kafka)]
    public async Task One_whose_time_is_none_or_that_breaks_whoever_reads_it_is_put_apart_and_the_others_go_on()
    {
        using var kafka = TestKafka.Mock(partitions: 1);   // others refuse such times where they are told to
        kafka.Cluster.CreateTopic("shop.orders", 1);
        await TestDoor.Write(kafka, ("ana 1", null), ("ana 2", 1_700_000_000_000_000), ("ana 3", long.MaxValue), ("broken", null), ("ben 1", 1_700_000_000_000));
        var positions = new StoredPositions();
        await using var group = new GroupConsumer(
            Subscription.Of(new TestDoor(kafka)), kafka.Clients, positions, TimeProvider.System, NullLogger<GroupConsumer>.Instance);

        group.Start();
        await group.HandleUntil(positions, () => positions[0] == 5);

        Assert.Equal(["ana 1", "ben 1"], positions.Records.Select(TestLog.Name));
        Assert.Empty(positions.GaveUp);
        Assert.Equal([1L, 2L, 3L], positions.Unreadable.Select(one => one.Position));
        Assert.Equal("record.timestamp", Assert.IsType<UnreadableRecordException>(positions.Unreadable[0].Problem).Code);
        Assert.StartsWith(
            "The timestamp of the record at offset 1 of partition 0 of shop.orders is 1700000000000000, which is no moment", positions.Unreadable[0].Problem.Message, StringComparison.Ordinal);
        Assert.IsType<IndexOutOfRangeException>(positions.Unreadable[2].Problem);
    }
}
