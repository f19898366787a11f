using Cpd.Contracts;
using Cpd.EventLog.Storage;
using Cpd.EventLog.Tests.Kafka;
using Cpd.Tests;

namespace Cpd.EventLog.Tests;

/// <summary>What every log must get over by itself, whatever it is made of: bad records under load, a group that failed.</summary>
public abstract class WhatALogSurvives(DatabaseKind kind, bool onKafka = false) : IAsyncLifetime
{
    internal TestKafka? Kafka { get; private set; }

    internal TestDatabase Database { get; } = TestLog.NewDatabase(kind);

    [SuiteFact]
    public async Task A_record_that_cannot_be_handled_is_put_aside_also_while_other_partitions_are_never_quiet()
    {
        var busy = TestLog.Event("busy", 0);
        var (bad, partitions) = (TestLog.Event("ana", 3), 8);
        Assert.NotEqual(Partitioning.Of(busy.Key, partitions), Partitioning.Of(bad.Key, partitions));

        var number = 0;
        await using var log = await TestLog.Start(Database, Kafka, window =>
        {
            if (window.Records.Any(record => TestLog.Name(record) is "ana 3")) throw new InvalidOperationException("the third is not for me");
            // Whoever is busy stays busy: each of their records brings the next.
            if (window.Records.Any(record => TestLog.Name(record).StartsWith("busy", StringComparison.Ordinal)))
                window.Transaction.Append(TestLog.Event("busy", Interlocked.Increment(ref number)));
        });
        await log.Log.Append([busy], default);
        await log.First.Got(10);
        await log.Log.Append([bad, TestLog.Event("ana", 4)], default);

        using var patience = new CancellationTokenSource(Patience.Limit);
        while (!log.First.Names.Contains("ana 4")) await Task.Delay(5, patience.Token);
        Assert.Equal("EventTracked", Assert.Single(await log.DeadLetters.List(10, default)).Type);
    }

    [SuiteFact]
    public async Task After_a_failure_a_projection_that_begins_again_takes_large_windows()
    {
        var fail = true;
        await using var log = await TestLog.Start(Database, Kafka, second: _ =>
        {
            if (Interlocked.Exchange(ref fail, false)) throw new InvalidOperationException("not yet");
        });
        await log.Log.Append([.. Enumerable.Range(0, 300).Select(number => TestLog.Event("ana", number))], default);
        await log.Second.Got(300);
        var windows = log.Second.Windows.Count;

        await log.Log.Write(transaction =>
        {
            log.Positions.Rewind(transaction, "second");
            return Task.CompletedTask;
        }, default);

        await log.Second.Got(600);
        Assert.InRange(log.Second.Windows.Count - windows, 1, onKafka ? 30 : 1);   // over a network they come in pieces
    }

    [SuiteFact]
    public async Task A_handler_whose_own_patience_ends_is_tried_again_and_does_not_stop_the_log()
    {
        var fail = true;
        await using var log = await TestLog.Start(Database, Kafka, _ =>
        {
            if (Interlocked.Exchange(ref fail, false)) throw new TaskCanceledException("no answer in time");
        });

        await log.Log.Append([TestLog.Event("ana", 1), TestLog.Event("ana", 2)], default);

        Assert.Equal(["ana 1", "ana 2"], await log.First.Got(2));
    }

    [SuiteFact]
    public async Task A_record_whose_statement_the_database_refuses_is_put_aside_and_what_others_of_its_window_did_is_kept()
    {
        var again = HotStatement.Plain("INSERT INTO log_positions (consumer_group, topic, partition, next, epoch) VALUES ('once', 1, 1, 1, 1)");
        await using var log = await TestLog.Start(Database, Kafka, window =>
        {
            foreach (var record in window.Records)
            {
                if (TestLog.Name(record) is "ana 2" or "ana 3") window.Transaction.Sql.Run(again);   // whoever is second finds it there
            }
        });
        await log.Log.Append([.. Enumerable.Range(1, 5).Select(number => TestLog.Event("ana", number))], default);

        Assert.Equal(["ana 1", "ana 2", "ana 4", "ana 5"], await log.First.Got(4));
        Assert.Equal("ana 3", TestLog.Name(RecordJson.Read(Assert.Single(await log.DeadLetters.List(10, default)).Payload, Topic.Events)));
    }

    public async Task InitializeAsync()
    {
        if (onKafka) Kafka = await TestKafka.Start(partitions: 8);
    }

    public Task DisposeAsync()
    {
        Database.Dispose();
        Kafka?.Dispose();
        return Task.CompletedTask;
    }
}

[SuiteNeeds(Part.SqlServer)]
public sealed class WhatALogOnSqlServerSurvives() : WhatALogSurvives(DatabaseKind.SqlServer);

[SuiteNeeds(Part.Kafka)]
public sealed class WhatALogOnKafkaAndSqliteSurvives() : WhatALogSurvives(DatabaseKind.Sqlite, onKafka: true);
