using Cpd.Adapters.Dispatch;
using Cpd.Adapters.Webhooks;
using Cpd.Contracts;
using Cpd.EventLog;
using Cpd.EventLog.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Cpd.Adapters.Tests.Dispatch;

/// <summary>
/// As much of a log as the adapter sees, in a file that outlives it: transactions with records, rows and one position in
/// them. Tells before and after each commit, so that a test can end everything there.
/// </summary>
internal sealed class FileLog : IEventLog, IDisposable
{
    private readonly SemaphoreSlim _oneAtATime = new(1);
    private readonly SqliteConnection _connection;
    private readonly SqliteSession _sql;
    private readonly TimeProvider _clock;
    private readonly Func<string, Task> _passing;
    private volatile bool _hangs;

    public FileLog(string file, TimeProvider clock, Func<string, Task>? passing = null)
    {
        _clock = clock;
        _passing = passing ?? (_ => Task.CompletedTask);
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        _connection.Open();
        using (var db = Db()) db.Database.EnsureCreated();
        _sql = new SqliteSession(_connection);
        _sql.Prepare("CREATE TABLE IF NOT EXISTS records (topic, partition, position, payload, PRIMARY KEY (topic, partition, position))").Run();
        _sql.Prepare("CREATE TABLE IF NOT EXISTS taken (next)").Run();
    }

    public int Partitions => 3;

    public Task Append(IReadOnlyList<LogRecord> records, CancellationToken ct) => Write(transaction =>
    {
        foreach (var record in records) transaction.Append(record);
        return Task.FromResult(true);
    }, ct);

    public async Task<T> Write<T>(Func<LogTransaction, Task<T>> work, CancellationToken ct)
    {
        await _oneAtATime.WaitAsync(ct);
        try
        {
            using var transaction = new Transaction(this);
            var result = await work(transaction);
            await Pass("before a commit");
            transaction.Commit();
            await Pass("after a commit");
            transaction.Announce();
            return result;
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    public Task<IReadOnlyList<LogRecord>> Read(Topic topic, int partition, long from, int most, CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<LogRecord>>([.. All(topic).Where(r => r.Partition == partition && r.Position >= from).Take(most)]);

    /// <summary>Gives the adapter the dispatches it has not taken yet, if any; as the log does, with their position in the same transaction.</summary>
    public Task Deliver(DispatchConsumer consumer) => Write(transaction =>
    {
        var taken = _sql.Prepare("SELECT ifnull(max(next), 0) FROM taken");
        taken.Step();
        var next = (int)taken.GetLong(0);
        taken.Reset();

        List<LogRecord> records = [.. AllUnlocked(Topic.Dispatches).Skip(next)];
        if (records.Count == 0) return Task.FromResult(true);

        consumer.Take(new Window(DispatchConsumer.Group, records, [0, 1, 2], transaction));
        _sql.Prepare("INSERT INTO taken (next) VALUES (?1)").Bind(1, next + records.Count).Run();
        return Task.FromResult(true);
    }, CancellationToken.None);

    public List<LogRecord> All(Topic topic)
    {
        _oneAtATime.Wait();
        try
        {
            return AllUnlocked(topic);
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    public long Count(string table)
    {
        _oneAtATime.Wait();
        try
        {
            var row = _sql.Prepare($"SELECT count(*) FROM {table}");
            row.Step();
            var count = row.GetLong(0);
            row.Reset();
            return count;
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    /// <summary>As a kill would: an open transaction is gone. Comes between two steps, never into the middle of one.</summary>
    public void Dispose()
    {
        SpinWait.SpinUntil(() => _hangs || _oneAtATime.Wait(0));
        _sql.Dispose();
        _connection.Dispose();
    }

    private Task Pass(string where)
    {
        var passing = _passing(where);
        if (!passing.IsCompleted) _hangs = true;
        return passing;
    }

    private List<LogRecord> AllUnlocked(Topic topic)
    {
        var records = new List<LogRecord>();
        var row = _sql.Prepare("SELECT partition, position, payload FROM records WHERE topic = ?1 ORDER BY rowid").Bind(1, (long)topic);
        while (row.Step())
        {
            var record = RecordJson.Read(row.GetBlob(2), topic);
            record.Partition = row.GetInt(0);
            record.Position = row.GetLong(1);
            records.Add(record);
        }
        return records;
    }

    private CpdDb Db() => new(new DbContextOptionsBuilder<CpdDb>().UseSqlite(_connection).Options, [new CallTables(), new WebhookTables()]);

    private sealed class Transaction : LogTransaction, IDisposable
    {
        private readonly FileLog _log;
        private readonly SqliteTransaction _transaction;

        public Transaction(FileLog log)
        {
            _log = log;
            _transaction = log._connection.BeginTransaction(deferred: false);
            Now = log._clock.GetUtcNow();
        }

        public override DateTimeOffset Now { get; }

        public override SqlSession Sql => _log._sql;

        public override CpdDb OpenDb() => _log.Db();

        public override void Append(LogRecord record)
        {
            record.Partition = Partitioning.Of(record.Key, _log.Partitions);
            var head = Sqlite.Prepare("SELECT ifnull(max(position), -1) + 1 FROM records WHERE topic = ?1 AND partition = ?2")
                .Bind(1, (long)record.Topic).Bind(2, record.Partition);
            head.Step();
            record.Position = head.GetLong(0);
            head.Reset();
            Sqlite.Prepare("INSERT INTO records (topic, partition, position, payload) VALUES (?1, ?2, ?3, ?4)")
                .Bind(1, (long)record.Topic).Bind(2, record.Partition).Bind(3, record.Position).Bind(4, RecordJson.ToBytes(record))
                .Run();
        }

        public void Commit() => _transaction.Commit();

        public void Announce()
        {
            foreach (var action in TakeCommitted()) action();
        }

        public void Dispose() => _transaction.Dispose();
    }
}
