using Cpd.Contracts;
using Cpd.EventLog.Storage;
using Cpd.EventLog.Tests.Kafka;
using Cpd.Tests;

namespace Cpd.EventLog.Tests;

/// <summary>What every log must do, whatever it is made of.</summary>
public abstract class WhatALogKeeps(DatabaseKind kind, bool onKafka = false) : IAsyncLifetime
{
    private TestKafka? _kafka;

    internal TestDatabase Database { get; } = TestLog.NewDatabase(kind);

    [SuiteFact]
    public async Task The_records_of_one_person_arrive_in_order()
    {
        await using var log = await Start();
        string[] people = ["ana", "ben", "cleo", "dan", "eva"];

        for (var number = 0; number < 40; number++)
            await log.Log.Append([.. people.Select(person => TestLog.Event(person, number))], default);

        var names = await log.First.Got(200);
        Assert.All(people, person => Assert.Equal(
            Enumerable.Range(0, 40).Select(number => $"{person} {number}"), names.Where(name => name.StartsWith(person, StringComparison.Ordinal))));
    }

    [SuiteFact]
    public async Task Every_group_gets_every_record_once()
    {
        await using var log = await Start();
        await log.Log.Append([.. Enumerable.Range(0, 1_000).Select(number => TestLog.Event($"p{number % 37}", number))], default);

        Assert.Equal(1_000, (await log.First.Got(1_000)).Distinct().Count());
        Assert.Equal((await log.Second.Got(1_000)).Order(), log.First.Names.Order());
    }

    [SuiteFact]
    public async Task A_window_holds_many_records_over_all_partitions_and_never_more_than_its_size()
    {
        await using var log = await Start(settings: ("Cpd:Embedded:WindowSize", "100"));
        await log.Log.Append([.. Enumerable.Range(0, 450).Select(number => TestLog.Event($"p{number}", number))], default);

        await log.First.Got(450);
        Assert.InRange(log.First.Windows.Max(), onKafka ? 10 : 100, 100);
        Assert.InRange(log.First.Windows.Count, 5, onKafka ? 45 : 6);   // over a network they come in pieces
    }

    [SuiteFact]
    public async Task After_a_restart_a_group_goes_on_where_it_was()
    {
        await using (var before = await Start())
        {
            await before.Log.Append([TestLog.Event("ana", 1), TestLog.Event("ana", 2)], default);
            await before.First.Got(2);
            await before.Second.Got(2);
        }

        await using var after = await Start();
        await after.Log.Append([TestLog.Event("ana", 3)], default);

        Assert.Equal(["ana 3"], await after.First.Got(1));
        Assert.Equal(["ana 3"], await after.Second.Got(1));
    }

    [SuiteFact]
    public async Task What_was_answered_is_there_although_nobody_had_taken_it()
    {
        await using (var before = await Start(_ => throw new InvalidOperationException("not now"), settings: ("Cpd:Embedded:Attempts", "1000000")))
            await before.Log.Append([TestLog.Event("ana", 1), TestLog.Event("ana", 2)], default);

        await using var after = await Start();
        Assert.Equal(["ana 1", "ana 2"], await after.First.Got(2));
    }

    [SuiteFact]
    public async Task A_record_that_cannot_be_handled_is_put_aside_and_the_others_go_on()
    {
        await using var log = await Start(RefuseTheThird);
        await log.Log.Append([.. Enumerable.Range(1, 5).Select(number => TestLog.Event("ana", number))], default);

        Assert.Equal(["ana 1", "ana 2", "ana 4", "ana 5"], await log.First.Got(4));
        Assert.Equal(5, (await log.Second.Got(5)).Count);

        var letter = Assert.Single(await log.DeadLetters.List(10, default));
        Assert.Equal(("first", "cpd.events", "EventTracked"), (letter.Group, letter.Topic, letter.Type));
        Assert.Contains("the third", letter.Reason, StringComparison.Ordinal);
        Assert.Equal("ana 3", TestLog.Name(RecordJson.Read(letter.Payload, Topic.Events)));
    }

    [SuiteFact]
    public async Task A_dead_letter_is_replayed_once_for_its_own_group_alone()
    {
        var broken = true;
        await using var log = await Start(window =>
        {
            if (Volatile.Read(ref broken)) RefuseTheThird(window);
        });
        await log.Log.Append([TestLog.Event("ana", 3), TestLog.Event("ana", 4)], default);
        await log.First.Got(1);
        var letter = Assert.Single(await log.DeadLetters.List(10, default));

        Volatile.Write(ref broken, false);
        await log.DeadLetters.Replay(letter.Id, default);
        await log.DeadLetters.Replay(letter.Id, default);
        await log.First.Got(2);
        await log.Log.Append([TestLog.Event("ana", 5)], default);

        Assert.Equal(["ana 4", "ana 3", "ana 5"], await log.First.Got(3));
        Assert.Equal(["ana 3", "ana 4", "ana 5"], await log.Second.Got(3));
        Assert.NotNull(Assert.Single(await log.DeadLetters.List(10, default)).ReplayedAt);
    }

    [SuiteFact]
    public async Task A_dead_letter_that_was_put_away_is_kept_and_says_who_did_it()
    {
        await using var log = await Start(RefuseTheThird);
        await log.Log.Append([TestLog.Event("ana", 3), TestLog.Event("ana", 4)], default);
        await log.First.Got(1);
        var letter = Assert.Single(await log.DeadLetters.List(DeadLetterState.Open, 10, default));

        await log.DeadLetters.PutAway(letter.Id, "ana", default);
        await log.DeadLetters.PutAway(letter.Id, "ben", default);

        Assert.Empty(await log.DeadLetters.List(DeadLetterState.Open, 10, default));
        var kept = Assert.Single(await log.DeadLetters.List(DeadLetterState.PutAway, 10, default));
        Assert.Equal((letter.Id, "ana", true), (kept.Id, kept.PutAwayBy, kept.PutAwayAt is not null));
        Assert.Empty(await log.DeadLetters.List(DeadLetterState.Replayed, 10, default));

        await log.DeadLetters.Replay(letter.Id, default);
        Assert.Equal(DeadLetterState.Replayed, (await log.DeadLetters.List(10, default)).Single(one => one.Id == letter.Id).State());
        await Assert.ThrowsAsync<KeyNotFoundException>(() => log.DeadLetters.PutAway(letter.Id + 1000, "ana", default));
    }

    [SuiteFact]
    public async Task A_write_and_what_it_says_on_the_log_happen_together_or_not_at_all()
    {
        await using var log = await Start();

        await Assert.ThrowsAsync<InvalidOperationException>(() => log.Log.Write(transaction =>
        {
            transaction.Append(TestLog.Event("ana", 1));
            throw new InvalidOperationException("changed my mind");
        }, default));
        await log.Log.Write(transaction =>
        {
            transaction.Append(TestLog.Event("ana", 2));
            return Task.CompletedTask;
        }, default);

        Assert.Equal(["ana 2"], await log.First.Got(1));
        var partition = Partitioning.Of(TestLog.Event("ana", 2).Key, log.Log.Partitions);
        Assert.Equal(0, Assert.Single(await log.Log.Read(Topic.Events, partition, 0, 10, default)).Position);
    }

    [SuiteFact]
    public async Task What_a_consumer_appends_is_gone_when_its_window_fails()
    {
        var failed = 0;
        await using var log = await Start(window =>
        {
            if (!window.Records.Any(record => TestLog.Name(record) is "ana 1")) return;
            window.Transaction.Append(TestLog.Event("ben", 1));
            if (Interlocked.Increment(ref failed) <= 2) throw new InvalidOperationException("the disk coughed");
        });
        await log.Log.Append([TestLog.Event("ana", 1)], default);

        await log.First.Got(2);
        Assert.Equal(["ana 1", "ben 1"], (await log.Second.Got(2)).Order());
        Assert.Empty(await log.DeadLetters.List(10, default));
    }

    [SuiteFact]
    public async Task A_projection_can_begin_again_with_the_oldest_record()
    {
        await using var log = await Start();
        await log.Log.Append([TestLog.Event("ana", 1), TestLog.Event("ana", 2)], default);
        await log.Second.Got(2);

        await log.Log.Write(transaction =>
        {
            log.Positions.Rewind(transaction, "second");
            return Task.CompletedTask;
        }, default);

        Assert.Equal(["ana 1", "ana 2", "ana 1", "ana 2"], await log.Second.Got(4));
        Assert.Equal(2, log.First.Names.Count);
    }

    public async Task InitializeAsync()
    {
        if (onKafka) _kafka = await TestKafka.Start();
    }

    public Task DisposeAsync()
    {
        Database.Dispose();
        _kafka?.Dispose();
        return Task.CompletedTask;
    }

    internal Task<TestLog> Start(Action<Window>? first = null, Action<Window>? second = null, params (string Name, string Value)[] settings) =>
        TestLog.Start(Database, _kafka, first, second, settings);

    private static void RefuseTheThird(Window window)
    {
        if (window.Records.Any(record => TestLog.Name(record).EndsWith(" 3", StringComparison.Ordinal)))
            throw new InvalidOperationException("the third is not for me");
    }
}

/// <summary>And what holds where one process has the log to itself.</summary>
public abstract class WhatAnEmbeddedLogKeeps(DatabaseKind kind) : WhatALogKeeps(kind)
{
    [SuiteFact]
    public async Task A_second_owner_makes_the_first_one_stop_without_a_trace()
    {
        await using var slow = await Start();
        await slow.Log.Append([TestLog.Event("ana", 1)], default);
        await slow.First.Got(1);
        await slow.Second.Got(1);

        await using var next = await Start();
        await Record.ExceptionAsync(() => slow.Log.Append([TestLog.Event("ana", 2)], default));   // some refuse it at once
        await slow.Stopped;

        Assert.Equal(["ana 1"], slow.First.Names);
    }

    [SuiteFact]
    public async Task Records_older_than_the_retention_go_once_all_groups_have_passed_them_and_positions_stay()
    {
        await using (var before = await Start())
        {
            await before.Log.Append([.. Enumerable.Range(0, 20).Select(number => TestLog.Event("ana", number))], default);
            await before.First.Got(20);
            await before.Second.Got(20);
        }

        var record = TestLog.Event("ana", 20);
        // The test's records are of 2030; a negative retention makes even those old.
        await using var after = await Start(settings: ("Cpd:Embedded:Retention", "-10000.00:00:00"));
        await after.Log.Append([record], default);
        await after.First.Got(1);
        await after.Second.Got(1);

        // What is old goes after the windows, in a transaction of its own. The last record that was there before may stay.
        var left = await Left();
        using var patience = new CancellationTokenSource(Patience.Limit);
        while (left.Count > 2)
        {
            await Task.Delay(5, patience.Token);
            left = await Left();
        }
        Assert.Equal(20, left[^1].Position);

        Task<IReadOnlyList<LogRecord>> Left() => after.Log.Read(Topic.Events, Partitioning.Of(record.Key, after.Log.Partitions), 0, 100, default);
    }
}

public sealed class WhatALogOnSqliteKeeps() : WhatAnEmbeddedLogKeeps(DatabaseKind.Sqlite);

[SuiteNeeds(Part.PostgreSql)]
public sealed class WhatALogOnPostgreSqlKeeps() : WhatAnEmbeddedLogKeeps(DatabaseKind.PostgreSql);

[SuiteNeeds(Part.SqlServer)]
public sealed class WhatALogOnSqlServerKeeps() : WhatAnEmbeddedLogKeeps(DatabaseKind.SqlServer);

[SuiteNeeds(Part.Kafka)]
public sealed class WhatALogOnKafkaAndSqliteKeeps() : WhatALogKeeps(DatabaseKind.Sqlite, onKafka: true);

[SuiteNeeds(Part.Kafka), SuiteNeeds(Part.PostgreSql)]
public sealed class WhatALogOnKafkaAndPostgreSqlKeeps() : WhatALogKeeps(DatabaseKind.PostgreSql, onKafka: true);
