using Cpd.Contracts;
using Cpd.EventLog.Storage;
using Cpd.Tests;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using SQLitePCL;

namespace Cpd.EventLog.Tests;

/// <summary>What a log must get over by itself: bad records under load, a full disk, a database that undoes a transaction.</summary>
public sealed class WhatALogSurvives : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task A_record_that_cannot_be_handled_is_put_aside_also_while_other_partitions_are_never_quiet()
    {
        var busy = TestLog.Event("busy", 0);
        var (bad, partitions) = (TestLog.Event("ana", 3), 8);
        Assert.NotEqual(Partitioning.Of(busy.Key, partitions), Partitioning.Of(bad.Key, partitions));

        var number = 0;
        await using var log = await TestLog.Start(_folder.Path, window =>
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

    [Fact]
    public async Task When_the_database_undoes_a_round_by_itself_nothing_of_it_is_left_and_it_is_done_again()
    {
        var tries = 0;
        await using var log = await TestLog.Start(_folder.Path, window =>
        {
            if (!window.Records.Any(record => TestLog.Name(record) is "ana 1")) return;
            window.Transaction.Append(TestLog.Event("ben", 1));
            if (Interlocked.Increment(ref tries) <= 2) UndoneByTheDatabase(window.Transaction.Sqlite);
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
        await using var log = await TestLog.Start(_folder.Path);
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
        await using var log = await TestLog.Start(_folder.Path);
        await log.Log.Append([TestLog.Event("ana", 1)], default);
        await log.First.Got(1);

        await log.Log.Write(transaction => Limit(transaction, "PRAGMA max_page_count = 1"), default);
        await Assert.ThrowsAsync<SqliteException>(() => log.Log.Append([.. Enumerable.Range(2, 2_000).Select(number => TestLog.Event("ana", number))], default));
        await log.Log.Write(transaction => Limit(transaction, "PRAGMA max_page_count = 1000000"), default);
        await log.Log.Append([TestLog.Event("ana", 2_002)], default);

        Assert.Equal(["ana 1", "ana 2002"], await log.First.Got(2));
    }

    [Fact]
    public async Task After_a_failure_a_projection_that_begins_again_takes_large_windows()
    {
        var fail = true;
        await using var log = await TestLog.Start(_folder.Path, second: _ =>
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
        Assert.Equal(1, log.Second.Windows.Count - windows);
    }

    [Fact]
    public void A_text_comes_out_of_the_database_as_it_went_in_also_with_a_zero_in_it()
    {
        using var connection = new SqliteDatabase(_folder.Path).OpenWriter();
        using var session = new SqliteSession(connection);
        var row = session.Prepare("SELECT ?1, ?1 = ?2, length(CAST(?1 AS BLOB))").Bind(1, "a\0b").Bind(2, "a");

        Assert.True(row.Step());
        Assert.Equal("a\0b", row.GetText(0));
        Assert.Equal((0, 3), (row.GetInt(1), row.GetInt(2)));
    }

    public void Dispose() => _folder.Dispose();

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
        transaction.Sqlite.Prepare(pragma).Run();
        return Task.CompletedTask;
    }
}
