using Cpd.Contracts;
using Cpd.EventLog.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using SQLitePCL;

namespace Cpd.EventLog.Tests;

/// <summary>And on a file: a full disk, a database that undoes a transaction by itself.</summary>
public sealed class WhatALogOnSqliteSurvives() : WhatALogSurvives(DatabaseKind.Sqlite)
{
    [Fact]
    public async Task When_the_database_undoes_a_round_by_itself_nothing_of_it_is_left_and_it_is_done_again()
    {
        var tries = 0;
        await using var log = await TestLog.Start(Database, window =>
        {
            if (!window.Records.Any(record => TestLog.Name(record) is "ana 1")) return;
            window.Transaction.Append(TestLog.Event("ben", 1));
            if (Interlocked.Increment(ref tries) <= 2) UndoneByTheDatabase((SqliteSession)window.Transaction.Sql);
        });
        await log.Log.Append([TestLog.Event("ana", 1)], default);

        Assert.Equal(["ana 1", "ben 1"], (await log.First.Got(2)).Order());
        Assert.Equal(["ana 1", "ben 1"], (await log.Next.Got(2)).Order());
        Assert.Equal(["ana 1", "ben 1"], (await log.Second.Got(2)).Order());
        Assert.Empty(await log.DeadLetters.List(10, default));
    }

    [Fact]
    public async Task When_a_commit_fails_nothing_of_it_is_left_and_it_is_done_again()
    {
        // As long as it is set: the log commits at times of its own, too, and one of those could use up a single failure.
        var fail = 0;
        await using var log = await TestLog.Start(Database);
        await log.Log.Write(async transaction =>
        {
            await using var db = transaction.OpenDb();
            var connection = (SqliteConnection)db.Database.GetDbConnection();
            raw.sqlite3_commit_hook(connection.Handle!, _ => Volatile.Read(ref fail), null);
        }, default);

        Volatile.Write(ref fail, 1);
        await Assert.ThrowsAsync<SqliteException>(() => log.Log.Append([TestLog.Event("ana", 1)], default));
        await Assert.ThrowsAsync<SqliteException>(() => log.Log.Write(transaction => Say(transaction, TestLog.Event("ana", 2)), default));
        Volatile.Write(ref fail, 0);
        await log.Log.Append([TestLog.Event("ana", 3)], default);

        Assert.Equal(["ana 3"], await log.First.Got(1));
        Assert.Equal(["ana 3"], await log.Second.Got(1));
    }

    [Fact]
    public async Task A_full_disk_refuses_events_and_takes_them_again_when_there_is_room()
    {
        await using var log = await TestLog.Start(Database);
        await log.Log.Append([TestLog.Event("ana", 1)], default);
        await log.First.Got(1);

        await log.Log.Write(transaction => Limit(transaction, "PRAGMA max_page_count = 1"), default);
        await Assert.ThrowsAsync<SqliteException>(() => log.Log.Append([.. Enumerable.Range(2, 2_000).Select(number => TestLog.Event("ana", number))], default));
        await log.Log.Write(transaction => Limit(transaction, "PRAGMA max_page_count = 1000000"), default);
        await log.Log.Append([TestLog.Event("ana", 2_002)], default);

        Assert.Equal(["ana 1", "ana 2002"], await log.First.Got(2));
    }

    /// <summary>What SQLite does by itself when the disk is full or cannot be read in the middle of a statement.</summary>
    private static void UndoneByTheDatabase(SqliteSession sqlite) => sqlite.Prepare("""
        INSERT OR ROLLBACK INTO log_positions (consumer_group, topic, partition, next, epoch)
        SELECT consumer_group, topic, partition, next, epoch FROM log_positions
        """).Run();

    private static Task Say(LogTransaction transaction, LogRecord record)
    {
        transaction.Append(record);
        return Task.CompletedTask;
    }

    private static Task Limit(LogTransaction transaction, string pragma)
    {
        ((SqliteSession)transaction.Sql).Prepare(pragma).Run();
        return Task.CompletedTask;
    }
}
