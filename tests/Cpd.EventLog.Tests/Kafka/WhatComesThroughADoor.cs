using System.Text;
using Cpd.EventLog.Kafka;
using Cpd.EventLog.Storage;
using Cpd.Tests;
using Npgsql;

namespace Cpd.EventLog.Tests.Kafka;

/// <summary>A topic of the company's own that is read onto our log: each record once, whatever happens meanwhile.</summary>
public abstract class WhatComesThroughADoor(DatabaseKind kind) : IAsyncLifetime
{
    private TestDoor _door = null!;

    internal TestKafka Kafka { get; private set; } = null!;

    internal TestDatabase Database { get; } = TestLog.NewDatabase(kind);

    public async Task InitializeAsync()
    {
        Kafka = await TestKafka.Start(partitions: 3);
        _door = new TestDoor(Kafka);
        await Kafka.CreateTopic(_door.Topic, 2);
        Kafka.Doors.Add(_door);
    }

    [SuiteFact]
    public async Task Good_records_are_taken_once_over_a_restart_and_a_bad_one_between_them_is_put_aside()
    {
        await TestDoor.Write(Kafka, "ana 1", "bad", null, "ana 2");
        await using (var before = await TestLog.Start(Database, Kafka))
        {
            Assert.Equal(["ana 1", "ana 2"], (await before.First.Got(2)).Order());
            await Eventually.Is(async () => (await before.DeadLetters.List(10, default)).Count == 1);
        }
        await TestDoor.Write(Kafka, "ana 3", "ben 1");

        await using var after = await TestLog.Start(Database, Kafka);
        Assert.Equal(["ana 3", "ben 1"], (await after.First.Got(2)).Order());
        await Eventually.Is(() => after.Status.Doors.Single() == new DoorStatus(_door.Group, _door.Topic, Lag: 0, Problem: null));

        var letter = Assert.Single(await after.DeadLetters.List(10, default));
        Assert.Equal((_door.Group, _door.Topic, "?", "It is bad. (test.bad)"), (letter.Group, letter.Topic, letter.Type, letter.Reason));
        Assert.Equal(("bad", "test", true), (Encoding.UTF8.GetString(letter.Payload), letter.OfWorkspace(), letter.CanBeReplayed()));
        Assert.InRange(letter.WrittenAt!.Value, letter.At.AddHours(-1), letter.At.AddMinutes(1));
        Assert.DoesNotContain(after.Status.Groups, group => group.Group == _door.Group);
    }

    [SuiteFact]
    public async Task A_letter_is_tried_again_by_the_door_as_it_is_now()
    {
        await TestDoor.Write(Kafka, "bad");
        await using var log = await TestLog.Start(Database, Kafka);
        await Eventually.Is(async () => (await log.DeadLetters.List(10, default)).Count == 1);
        var letter = Assert.Single(await log.DeadLetters.List(10, default));

        var still = await Assert.ThrowsAsync<UnreadableRecordException>(() => log.DeadLetters.Replay(letter.Id, default));
        Assert.Equal("test.bad", still.Code);
        Assert.Equal(DeadLetterState.Open, Assert.Single(await log.DeadLetters.List(10, default)).State());

        _door.IsWiser = true;
        await log.DeadLetters.Replay(letter.Id, default);
        await log.DeadLetters.Replay(letter.Id, default);

        Assert.Equal([$"wiser {letter.Position}"], await log.First.Got(1));
        Assert.Equal([$"wiser {letter.Position}"], await log.Second.Got(1));   // nobody has had it before
        Assert.Equal(DeadLetterState.Replayed, Assert.Single(await log.DeadLetters.List(10, default)).State());
    }

    public Task DisposeAsync()
    {
        Database.Dispose();
        Kafka.Dispose();
        return Task.CompletedTask;
    }
}

[SuiteNeeds(Part.Kafka)]
public sealed class WhatComesThroughADoorOnSqlite() : WhatComesThroughADoor(DatabaseKind.Sqlite);

[SuiteNeeds(Part.Kafka), SuiteNeeds(Part.PostgreSql)]
public sealed class WhatComesThroughADoorOnPostgreSql() : WhatComesThroughADoor(DatabaseKind.PostgreSql)
{
    [SuiteFact]
    public async Task Windows_that_are_undone_in_the_middle_are_taken_again_and_nothing_of_them_twice()
    {
        string[] all = [.. Enumerable.Range(0, 20).SelectMany(who => Enumerable.Range(0, 30).Select(number => $"p{who} {number}"))];
        var windows = 0;
        await using var log = await TestLog.Start(
            Database, Kafka,
            _ =>
            {
                // The door's window is in the same transaction, before this one.
                if (Interlocked.Increment(ref windows) % 3 == 0) CutConnections();
            },
            settings: ("Cpd:Embedded:WindowSize", "20"));

        foreach (var some in all.Chunk(100))
        {
            await TestDoor.Write(Kafka, some);
            CutConnections();
        }

        await log.First.Got(all.Length);
        await log.Second.Got(all.Length);
        Assert.Equal(all.Order(StringComparer.Ordinal), log.First.Names.Order(StringComparer.Ordinal));
        Assert.Equal(all.Order(StringComparer.Ordinal), log.Second.Names.Order(StringComparer.Ordinal));
        Assert.Empty(await log.DeadLetters.List(10, default));
    }

    private void CutConnections() => PostgreSqlCluster.Shared.Execute($"""
        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = '{new NpgsqlConnectionStringBuilder(Database.Settings["ConnectionStrings:Cpd"]).Database}'
        """);
}

/// <summary>A door that cannot be read is said at the start, and later does not take the rest with it.</summary>
public sealed class WhatIsWrongWithADoor
{
    [Needs(Part.Kafka)]
    public async Task A_topic_that_is_not_there_keeps_nothing_from_starting_and_is_read_when_it_comes()
    {
        using var kafka = TestKafka.Mock(partitions: 1);
        using var database = TestLog.NewDatabase(DatabaseKind.Sqlite);
        kafka.Doors.Add(new TestDoor(kafka));
        var problem = Assert.Single((await kafka.Topics().Check(Begun.Nothing, default)).Problems);
        Assert.Equal("kafka.door-missing", problem.Code);
        Assert.StartsWith("The topic shop.orders, which a door of Cpd:Kafka:Doors reads, is not there", problem.Message, StringComparison.Ordinal);

        await using var log = await TestLog.Start(database, kafka, settings: ("Cpd:Kafka:Client:topic.metadata.refresh.interval.ms", "200"));
        await log.Log.Append([TestLog.Event("ana", 1)], default);
        await log.First.Got(1);
        await Eventually.Is(() => log.Status.Doors.Single().Problem is { } said && said.StartsWith("The topic shop.orders is not there", StringComparison.Ordinal));
        Assert.Empty(log.Status.Problems);

        kafka.Cluster.CreateTopic(TestDoor.NameOn(kafka), 1);
        await TestDoor.Write(kafka, "ben 1");
        Assert.Equal(["ana 1", "ben 1"], await log.First.Got(2));
        await Eventually.Is(() => log.Status.Doors.Single().Problem is null);
    }

    [Needs(Part.Kafka)]
    public async Task One_that_is_forbidden_later_is_a_problem_of_the_door_and_of_nobody_else()
    {
        using var kafka = TestKafka.Mock(partitions: 1);
        using var database = TestLog.NewDatabase(DatabaseKind.Sqlite);
        kafka.Cluster.CreateTopic(TestDoor.NameOn(kafka), 1);
        kafka.Doors.Add(new TestDoor(kafka));
        await TestDoor.Write(kafka, "ana 1");
        await using var log = await TestLog.Start(database, kafka);
        await log.First.Got(1);

        kafka.Cluster.TopicAnswers(TestDoor.NameOn(kafka), TopicAuthorizationFailed);
        kafka.Cluster.Answer(Fetch, [.. Enumerable.Repeat(TopicAuthorizationFailed, 20)]);
        await Eventually.Is(() => log.Status.Doors.Single().Problem is not null);

        Assert.StartsWith("The key may not use the topic shop.orders", log.Status.Doors.Single().Problem, StringComparison.Ordinal);
        await log.Log.Append([TestLog.Event("ben", 1)], default);
        Assert.Contains("ben 1", await log.First.Got(2));
        Assert.DoesNotContain(log.Status.Problems, problem => problem.Contains("shop.orders", StringComparison.Ordinal));
    }

    private const short Fetch = 1;
    private const int TopicAuthorizationFailed = 29;
}
