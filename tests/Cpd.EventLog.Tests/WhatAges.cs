using System.Threading.Channels;
using Cpd.EventLog.Files;
using Cpd.EventLog.Storage;
using Cpd.EventLog.Tests.Kafka;
using Cpd.EventLog.Keeping;
using Cpd.Tests;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Cpd.EventLog.Tests;

/// <summary>What is old goes in pieces, whatever else is written meanwhile.</summary>
public abstract class WhatAges(DatabaseKind kind, bool onKafka = false) : IAsyncLifetime
{
    private const int Many = 3_500;

    private static readonly HotStatement AddLetter = new HotTable(
        "dead_letters", [new("id", HotKind.Number)],
        new("consumer_group", HotKind.Text), new("topic", HotKind.Number), new("partition", HotKind.Number), new("position", HotKind.Number), new("type", HotKind.Text),
        new("reason", HotKind.Text), new("at", HotKind.Number), new("payload", HotKind.Bytes), new("replayed_at", HotKind.Number), new("put_away_at", HotKind.Number))
        .Insert("consumer_group", "topic", "partition", "position", "type", "reason", "at", "payload", "replayed_at", "put_away_at");

    private TestKafka? _kafka;
    private readonly TestDatabase _database = TestLog.NewDatabase(kind);

    [SuiteFact]
    public async Task Letters_that_were_dealt_with_long_ago_go_and_nobody_who_writes_waits_for_all_of_them()
    {
        await using var log = await TestLog.Start(_database, _kafka);
        var (now, longAgo) = (TimeProvider.System.GetUtcNow(), TimeProvider.System.GetUtcNow().AddDays(-91).ToUnixTimeMilliseconds());
        await log.Log.Write(transaction =>
        {
            var rows = AddLetter.Rows();
            for (var i = 0; i < Many; i++) Add(rows, "old", replayedAt: i % 2 == 0 ? longAgo : null, putAwayAt: i % 2 == 0 ? null : longAgo);
            Add(rows, "open", null, null);
            Add(rows, "late", now.AddDays(-89).ToUnixTimeMilliseconds(), longAgo);
            Add(rows, "young", null, now.AddDays(-89).ToUnixTimeMilliseconds());
            transaction.Sql.Run(rows);
            return Task.CompletedTask;
        }, default);

        var (left, breaths) = (new List<int>(), new Breaths());
        var sweep = new Upkeep(
            log.Log, log.Status, [new OldLetters()], Options.Create(new KeepOptions()), breaths, NullLogger<Upkeep>.Instance).Sweep(default);
        for (var number = 0; await Task.WhenAny(sweep, breaths.Next()) != sweep; number++)
        {
            // Between two pieces whoever has something to write does so.
            await log.Log.Append([TestLog.Event("ana", number)], default);
            left.Add(await log.Log.Write(transaction => Task.FromResult(Count(transaction.Sql)), default));
            breaths.IsOver();
        }
        await sweep;

        Assert.Equal(["late", "open", "young"], (await log.DeadLetters.List(10, default)).Select(letter => letter.Type).Order(StringComparer.Ordinal));
        Assert.Equal([Many + 3 - 1_000, Many + 3 - 2_000, Many + 3 - 3_000, 3], left);
        Assert.Equal(left.Count, (await log.First.Got(left.Count)).Count);
    }

    [SuiteFact]
    public async Task Files_that_nothing_was_saved_with_go_and_those_of_a_template_stay()
    {
        await using var log = await TestLog.Start(_database, _kafka);
        var (kept, left) = await log.Log.Write(async transaction => (await StoredFiles.Put(transaction, "demo", [1]), await StoredFiles.Put(transaction, "demo", [2])), default);
        Assert.True(await log.Log.Write(transaction => StoredFiles.Keep(transaction, "demo", [kept!]), default));
        Assert.False(await log.Log.Write(transaction => StoredFiles.Keep(transaction, "another", [kept!]), default));

        Assert.Equal(0, await Take(log, DateTimeOffset.UnixEpoch));
        Assert.Equal(1, await Take(log, TimeProvider.System.GetUtcNow().AddDays(1)));

        var files = new StoredFiles(_database);
        Assert.Equal((1, null), ((await files.Read("demo", kept!, default))?[0], await files.Read("demo", left!, default)));
    }

    private static Task<int> Take(TestLog log, DateTimeOffset before) => log.Log.Write(transaction => Task.FromResult(new UnsavedFiles().Take(transaction.Sql, before, 10)), default);

    public async Task InitializeAsync()
    {
        if (onKafka) _kafka = await TestKafka.Start();
    }

    public Task DisposeAsync()
    {
        _database.Dispose();
        _kafka?.Dispose();
        return Task.CompletedTask;
    }

    private static void Add(HotRows rows, string type, long? replayedAt, long? putAwayAt) =>
        rows.Add("first", 2L, 0L, 0L, type, "It would not.", 0L, "{}"u8.ToArray(), replayedAt, putAwayAt);

    private static int Count(SqlSession sql)
    {
        using var row = sql.Read(All);
        return row.Step() ? (int)row.GetLong(0) : 0;
    }

    /// <summary>A clock on which a pause is over when the test says so.</summary>
    private sealed class Breaths : TimeProvider
    {
        private readonly Channel<Action> _begun = Channel.CreateUnbounded<Action>();
        private Action? _end;

        public async Task Next() => _end = await _begun.Reader.ReadAsync();

        public void IsOver() => _end!();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            _begun.Writer.TryWrite(() => callback(state));
            return new Nothing();
        }

        private sealed class Nothing : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }

    private static readonly HotStatement All = HotStatement.Plain("SELECT count(*) FROM dead_letters");
}

public sealed class WhatAgesOnSqlite() : WhatAges(DatabaseKind.Sqlite);

[SuiteNeeds(Part.PostgreSql)]
public sealed class WhatAgesOnPostgreSql() : WhatAges(DatabaseKind.PostgreSql);

[SuiteNeeds(Part.Kafka), SuiteNeeds(Part.PostgreSql)]
public sealed class WhatAgesOnKafkaAndPostgreSql() : WhatAges(DatabaseKind.PostgreSql, onKafka: true);

[SuiteNeeds(Part.SqlServer)]
public sealed class WhatAgesOnSqlServer() : WhatAges(DatabaseKind.SqlServer);
