using Cpd.Adapters.Dispatch;
using Cpd.Contracts;
using Cpd.EventLog;
using Cpd.EventLog.Storage;
using Cpd.Tests;

namespace Cpd.Adapters.Tests.Dispatch;

/// <summary>
/// As much of a log as the adapter sees, in a database that outlives it: transactions with records, rows and one position in
/// them. Tells before and after each commit, so that a test can end everything there.
/// </summary>
internal sealed class FileLog : IEventLog, IDisposable
{
    private readonly SemaphoreSlim _oneAtATime = new(1);
    private readonly TestDatabase _database;
    private readonly SqlSession _sql;
    private readonly TimeProvider _clock;
    private readonly Func<string, Task> _passing;
    private volatile bool _hangs;

    public FileLog(TestDatabase database, TimeProvider clock, Func<string, Task>? passing = null)
    {
        _clock = clock;
        _passing = passing ?? (_ => Task.CompletedTask);
        _database = database;
        _sql = database.OpenSession();
    }

    public int Partitions => 3;

    /// <summary>Round trips so far; on SQLite statements.</summary>
    public long Statements => _sql.Statements;

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
            transaction.Flush();
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
        var next = (int)One(LogOfTests.Taken);
        List<LogRecord> records = [.. AllUnlocked(Topic.Dispatches).Skip(next)];
        if (records.Count == 0) return Task.FromResult(true);

        consumer.Take(new Window(DispatchConsumer.Group, records, [0, 1, 2], transaction));
        _sql.Run(LogOfTests.Take, next + records.Count);
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
            return One(LogOfTests.Count(table));
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
    }

    private Task Pass(string where)
    {
        var passing = _passing(where);
        if (!passing.IsCompleted) _hangs = true;
        return passing;
    }

    private long One(HotStatement statement)
    {
        using var row = _sql.Read(statement);
        return row.Step() ? row.GetLong(0) : 0;
    }

    private List<LogRecord> AllUnlocked(Topic topic)
    {
        var records = new List<LogRecord>();
        using var row = _sql.Read(LogOfTests.Records, (long)topic);
        while (row.Step())
        {
            var record = RecordJson.Read(row.GetBlob(2), topic);
            record.Partition = row.GetInt(0);
            record.Position = row.GetLong(1);
            records.Add(record);
        }
        return records;
    }

    private sealed class Transaction : LogTransaction, IDisposable
    {
        private readonly FileLog _log;
        private readonly HotRows _appended = LogOfTests.Add.Rows();
        private readonly Dictionary<(Topic, int), long> _heads = [];

        public Transaction(FileLog log)
        {
            _log = log;
            log._sql.Begin();
            Now = log._clock.GetUtcNow();
        }

        public override DateTimeOffset Now { get; }

        public override SqlSession Sql => _log._sql;

        public override CpdDb OpenDb() => _log._database.OpenDb(_log._sql);

        public override void Append(LogRecord record)
        {
            record.Partition = Partitioning.Of(record.Key, _log.Partitions);
            var place = (record.Topic, record.Partition);
            if (!_heads.TryGetValue(place, out var head))
            {
                using var last = Sql.Read(LogOfTests.Head, (long)record.Topic, record.Partition);
                head = last.Step() ? last.GetLong(0) : 0;
            }
            record.Position = head;
            _heads[place] = head + 1;
            _appended.Add((long)record.Topic, record.Partition, record.Position, RecordJson.ToBytes(record));
        }

        public void Flush()
        {
            Sql.Run(_appended);
            _appended.Clear();
        }

        public void Commit() => Sql.Commit();

        public void Announce()
        {
            foreach (var action in TakeCommitted()) action();
        }

        public void Dispose()
        {
            if (Sql.Transaction is not null) Sql.RollBack();
        }
    }
}
