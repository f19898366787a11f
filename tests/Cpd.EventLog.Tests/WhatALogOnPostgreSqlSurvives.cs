using System.Collections.Concurrent;
using Cpd.EventLog.Storage;
using Cpd.Tests;
using Npgsql;

namespace Cpd.EventLog.Tests;

/// <summary>And on a server: connections that break at any moment, and a second process on the same data.</summary>
[SuiteNeeds(Part.PostgreSql)]
public sealed class WhatALogOnPostgreSqlSurvives() : WhatALogSurvives(DatabaseKind.PostgreSql)
{
    [SuiteFact]
    public async Task Connections_cut_under_load_cost_nothing_that_was_answered_and_repeat_nothing()
    {
        var windows = 0;
        await using var log = await TestLog.Start(Database, _ =>
        {
            if (Interlocked.Increment(ref windows) % 5 == 0) CutAll();   // in the middle of a transaction
        });
        var (answered, refused) = (new ConcurrentQueue<string>(), 0);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(person => Task.Run(async () =>
        {
            for (var number = 0; number < 100; number++)
            {
                try
                {
                    await log.Log.Append([TestLog.Event($"p{person}", number)], default);
                    answered.Enqueue($"p{person} {number}");
                }
                catch (NpgsqlException)
                {
                    Interlocked.Increment(ref refused);
                }
                if (number % 25 == 24) CutAll();
            }
        })));

        var expected = answered.Order(StringComparer.Ordinal).ToList();
        Assert.NotEmpty(expected);
        await log.First.Got(expected.Count);
        await log.Second.Got(expected.Count);
        Assert.Equal(expected, log.First.Names.Order(StringComparer.Ordinal));
        Assert.Equal(expected, log.Second.Names.Order(StringComparer.Ordinal));
        Assert.Equal(log.First.Names.Where(name => name.StartsWith("p1 ", StringComparison.Ordinal)), answered.Where(name => name.StartsWith("p1 ", StringComparison.Ordinal)));
        Assert.Empty(await log.DeadLetters.List(10, default));
    }

    [SuiteFact]
    public async Task A_connection_that_broke_while_nothing_was_to_do_is_not_missed()
    {
        await using var log = await TestLog.Start(Database);
        await log.Log.Append([TestLog.Event("ana", 1)], default);
        await log.Second.Got(1);

        CutAll();
        await log.Log.Append([TestLog.Event("ana", 2)], default);

        Assert.Equal(["ana 1", "ana 2"], await log.First.Got(2));
    }

    [SuiteFact]
    public async Task While_the_server_is_out_of_reach_events_wait()
    {
        using var line = new ServerLine(Port);
        await using var log = await Over(line);
        await log.Log.Append([TestLog.Event("ana", 1)], default);
        await log.First.Got(1);

        line.Cut();
        var waiting = log.Log.Append([TestLog.Event("ana", 2)], default);
        Assert.False(waiting.IsCompletedSuccessfully);
        line.Mend();

        await waiting.WaitAsync(Patience.Limit);
        Assert.Equal(["ana 1", "ana 2"], await log.First.Got(2));
    }

    [SuiteFact]
    public async Task A_commit_that_was_done_and_never_answered_counts_as_done()
    {
        using var line = new ServerLine(Port);
        await using var log = await Over(line);

        var remembered = 0;
        foreach (var number in (int[])[1, 2])
        {
            await log.Log.Write(transaction =>
            {
                line.Next = NextCommit.IsDoneAndNotAnswered;
                transaction.Append(TestLog.Event("ana", number));
                transaction.OnCommitted(() => remembered++);
                return Task.CompletedTask;
            }, default);
        }

        Assert.Equal(["ana 1", "ana 2"], await log.First.Got(2));
        Assert.Equal(["ana 1", "ana 2"], await log.Second.Got(2));
        Assert.Equal(2, remembered);
    }

    [SuiteFact]
    public async Task A_commit_the_server_never_heard_of_did_not_happen()
    {
        using var line = new ServerLine(Port);
        await using var log = await Over(line);

        var remembered = 0;
        await Assert.ThrowsAsync<NpgsqlException>(() => log.Log.Write(transaction =>
        {
            line.Next = NextCommit.IsNeverHeardOf;
            transaction.Append(TestLog.Event("ana", 1));
            transaction.OnCommitted(() => remembered++);
            return Task.CompletedTask;
        }, default));
        await log.Log.Append([TestLog.Event("ana", 2)], default);

        Assert.Equal(["ana 2"], await log.First.Got(1));
        Assert.Equal(["ana 2"], await log.Second.Got(1));
        Assert.Equal(0, remembered);
    }

    [SuiteFact]
    public async Task After_a_second_process_has_taken_the_log_over_the_first_one_takes_no_events_and_stops()
    {
        await using var first = await TestLog.Start(Database);
        await first.Log.Append([TestLog.Event("ana", 1)], default);
        await first.Second.Got(1);

        await using var second = await TestLog.Start(Database);
        await Assert.ThrowsAnyAsync<InvalidOperationException>(() => first.Log.Append([TestLog.Event("ana", 2)], default));
        await first.Stopped;
        await second.Log.Append([TestLog.Event("ana", 3)], default);

        Assert.Equal(["ana 1"], first.First.Names);
        Assert.Equal(["ana 3"], await second.First.Got(1));
    }

    private int Port => new NpgsqlConnectionStringBuilder(Database.Settings["ConnectionStrings:Cpd"]).Port;

    private Task<TestLog> Over(ServerLine line) => TestLog.Start(Database, settings: ("ConnectionStrings:Cpd",
        new NpgsqlConnectionStringBuilder(Database.Settings["ConnectionStrings:Cpd"]) { Port = line.Port }.ToString()));

    /// <summary>As an operator would, or a server that restarts.</summary>
    private void CutAll() => PostgreSqlCluster.Shared.Execute($"""
        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = '{new NpgsqlConnectionStringBuilder(Database.Settings["ConnectionStrings:Cpd"]).Database}'
        """);
}
