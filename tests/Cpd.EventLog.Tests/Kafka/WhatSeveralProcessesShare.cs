using Cpd.Contracts;
using Cpd.EventLog.Kafka.Writing;
using Cpd.EventLog.Storage;
using Cpd.Tests;
using Npgsql;

namespace Cpd.EventLog.Tests.Kafka;

/// <summary>One log and one database, several processes, and what happens to them.</summary>
[SuiteNeeds(Part.Kafka), SuiteNeeds(Part.PostgreSql)]
public sealed class WhatSeveralProcessesShare : IAsyncLifetime
{
    private static readonly string[] People = [.. Enumerable.Range(0, 24).Select(number => $"p{number}")];

    private readonly TestDatabase _database = TestLog.NewDatabase(DatabaseKind.PostgreSql);
    private TestKafka _kafka = null!;

    public async Task InitializeAsync() => _kafka = await TestKafka.Start();

    [SuiteFact]
    public async Task What_a_process_committed_before_it_was_killed_is_published_once_and_in_order_whether_or_not_it_had_been_already()
    {
        var (source, written) = (Guid.CreateVersion7(), Enumerable.Range(1, 6).Select(number => TestLog.Event("ana", number)).ToList());
        for (var i = 0; i < written.Count; i++)
            (written[i].Source, written[i].Sequence, written[i].Partition) = (source.ToString("N"), i + 1, Partitioning.Of(written[i].Key, _kafka.Options.Partitions));
        using (var sql = _database.OpenSession())
        {
            var rows = OutboxStatements.Insert.Rows();
            foreach (var record in written) rows.Add(source, record.Sequence, (long)record.Topic, record.Partition, 0L, RecordJson.ToBytes(record));
            sql.Run(rows);
        }
        await _kafka.Producer().Append(written[..3], default);   // it came so far, and to delete nothing

        await using var log = await Start();
        var names = await log.First.Got(6);
        await log.Log.Append([TestLog.Event("ana", 7)], default);

        Assert.Equal(["ana 1", "ana 2", "ana 3", "ana 4", "ana 5", "ana 6"], names);
        Assert.Equal(["ana 1", "ana 2", "ana 3", "ana 4", "ana 5", "ana 6", "ana 7"], await log.Second.Got(7));
        await Eventually.Is(() => Count("log_outbox") == 0);
    }

    [SuiteFact]
    public async Task A_process_that_joins_in_mid_load_and_one_that_slept_through_it_lose_nothing_and_do_nothing_twice()
    {
        using var wake = new ManualResetEventSlim();
        var (sleep, sleeps) = (false, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        await using var sleeper = await Start(window =>
        {
            if (Volatile.Read(ref sleep))
            {
                sleeps.TrySetResult();
                wake.Wait(Eventually.Limit);
            }
            Echo(window);
        });
        await Append(sleeper, 0, 20);
        await sleeper.Next.Got(People.Length * 40);

        Volatile.Write(ref sleep, true);
        await Append(sleeper, 20, 40);
        await sleeps.Task.WaitAsync(Eventually.Limit);
        await using var other = await Start(Echo);
        await Append(other, 40, 60);
        await Eventually.Is(() => other.First.Records.Count > 0);
        Volatile.Write(ref sleep, false);
        wake.Set();
        await Append(other, 60, 80);

        var all = People.Length * 160;
        await Eventually.Is(() => sleeper.First.Records.Count + other.First.Records.Count >= all);
        await Eventually.Is(() => sleeper.Second.Records.Count + other.Second.Records.Count >= all);
        await Eventually.Is(() => Count("log_outbox") == 0);

        var expected = People.SelectMany(person => Enumerable.Range(0, 80).SelectMany(number => (string[])[$"{person} {number}", $"echo-{person} {number}"])).Order(StringComparer.Ordinal);
        Assert.Equal(expected, sleeper.First.Names.Concat(other.First.Names).Order(StringComparer.Ordinal));
        Assert.Equal(expected, sleeper.Second.Names.Concat(other.Second.Names).Order(StringComparer.Ordinal));
        Assert.Contains(sleeper.First.Records, record => Number(record) >= 40);
        await EchoesAreInOrder(other);
    }

    [SuiteFact]
    public async Task While_the_broker_is_away_what_is_committed_waits_and_then_goes_out_in_order()
    {
        using var kafka = TestKafka.Mock();
        await using var log = await TestLog.Start(_database, kafka);
        await log.Log.Append([TestLog.Event("ana", 0)], default);
        await log.First.Got(1);
        await log.Second.Got(1);

        kafka.Cluster.Down();
        for (var number = 1; number <= 5; number++) await log.Log.Write(transaction => Say(transaction, TestLog.Event("ana", number)), default);
        Assert.Equal(["ana 0"], log.First.Names);
        kafka.Cluster.Up();

        string[] all = ["ana 0", "ana 1", "ana 2", "ana 3", "ana 4", "ana 5"];
        Assert.Equal(all, await log.First.Got(6));
        Assert.Equal(all, await log.Second.Got(6));
    }

    [SuiteFact]
    public async Task Connections_to_the_database_that_are_cut_under_load_cost_and_repeat_nothing()
    {
        var windows = 0;
        await using var log = await Start(window =>
        {
            Echo(window);
            if (Interlocked.Increment(ref windows) % 4 == 0) CutAll();   // in the middle of a transaction
        });
        await Append(log, 0, 40);
        CutAll();
        await Append(log, 40, 80);

        var expected = People.SelectMany(person => Enumerable.Range(0, 80).SelectMany(number => (string[])[$"{person} {number}", $"echo-{person} {number}"])).Order(StringComparer.Ordinal).ToList();
        await log.First.Got(expected.Count);
        await log.Second.Got(expected.Count);
        Assert.Equal(expected, log.First.Names.Order(StringComparer.Ordinal));
        Assert.Equal(expected, log.Second.Names.Order(StringComparer.Ordinal));
        Assert.Empty(await log.DeadLetters.List(10, default));
        await EchoesAreInOrder(log);
    }

    [SuiteFact]
    public async Task A_process_whose_clock_is_days_ahead_forgets_what_is_old_and_nothing_that_others_need()
    {
        var (fresh, old) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        using (var sql = _database.OpenSession())
        {
            var group = new LogGroup { Name = "first", Topic = Topic.Events, Consumer = typeof(object), Order = 1 };
            foreach (var source in (Guid[])[fresh, old])
            {
                Marks.Write(sql, group, new Dictionary<(int, Guid), long> { [(0, source)] = 7 });
                sql.Run(OutboxStatements.Register, source, 0L);
            }
            var longAgo = TimeProvider.System.GetUtcNow().AddDays(-2).ToUnixTimeMilliseconds();
            foreach (var (table, key) in (IEnumerable<(string, string)>)[("log_marks", "source"), ("log_processes", "id")])
                sql.Run(HotStatement.Plain($"UPDATE {table} SET at = {longAgo} WHERE {key} = '{old}'"));
        }

        await using var log = await TestLog.Start(new Ahead(TimeSpan.FromDays(3)), _database, _kafka);

        await Eventually.Is(() => Count($"log_marks WHERE source = '{old}'") == 0 && Count($"log_processes WHERE id = '{old}'") == 0);
        Assert.Equal((1, 1), (Count($"log_marks WHERE source = '{fresh}'"), Count($"log_processes WHERE id = '{fresh}'")));
    }

    public Task DisposeAsync()
    {
        _database.Dispose();
        _kafka.Dispose();
        return Task.CompletedTask;
    }

    private Task<TestLog> Start(Action<Window>? first = null) => TestLog.Start(_database, _kafka, first, null);

    /// <summary>Each event brings another one of the same person.</summary>
    private static void Echo(Window window)
    {
        foreach (var record in window.Records)
        {
            var name = TestLog.Name(record);
            if (name.StartsWith("echo-", StringComparison.Ordinal)) continue;
            window.Transaction.Append(new LogRecord
            {
                Id = Ids.Derive<RecordId>(record.At, "echo", name),
                Workspace = record.Workspace,
                Key = record.Key,
                Person = record.Person,
                At = record.At,
                Body = new EventTracked("echo-" + name, record.At, RawJson.EmptyObject, null),
            });
        }
    }

    private static int Number(LogRecord record) => int.Parse(TestLog.Name(record).Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);

    private static async Task Append(TestLog log, int from, int to)
    {
        for (var number = from; number < to; number++) await log.Log.Append([.. People.Select(person => TestLog.Event(person, number))], default);
    }

    /// <summary>As they lie on the topic, for everybody who reads it: the first of each is behind the first of the one before.</summary>
    private async Task EchoesAreInOrder(TestLog log)
    {
        var seen = new Dictionary<string, List<int>>();
        for (var partition = 0; partition < _kafka.Options.Partitions; partition++)
        {
            foreach (var record in await log.Log.Read(Topic.Events, partition, 0, 100_000, default))
            {
                var (person, number) = (TestLog.Name(record).Split(' ')[0], Number(record));
                if (!person.StartsWith("echo-", StringComparison.Ordinal)) continue;
                if (!seen.TryGetValue(person, out var numbers)) seen[person] = numbers = [];
                if (!numbers.Contains(number)) numbers.Add(number);
            }
        }
        Assert.Equal(People.Length, seen.Count);
        Assert.All(seen.Values, numbers => Assert.Equal(Enumerable.Range(0, 80), numbers));
    }

    private static Task Say(LogTransaction transaction, LogRecord record)
    {
        transaction.Append(record);
        return Task.CompletedTask;
    }

    private long Count(string table)
    {
        using var sql = _database.Database.OpenReader();
        using var row = sql.Read(HotStatement.Plain($"SELECT count(*) FROM {table}"));
        return row.Step() ? row.GetLong(0) : 0;
    }

    private sealed class Ahead(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + by;
    }

    private void CutAll() => PostgreSqlCluster.Shared.Execute($"""
        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = '{new NpgsqlConnectionStringBuilder(_database.Settings["ConnectionStrings:Cpd"]).Database}'
        """);
}
