using Cpd.Contracts;
using Cpd.EventLog;
using Cpd.EventLog.Storage;

namespace Cpd.Tests;

/// <summary>Carries out what is written outside of windows, one at a time, in a database of a test's own; what is appended is kept.</summary>
internal sealed class TestWrites(TestDatabase database, TimeProvider clock)
{
    private readonly SemaphoreSlim _gate = new(1);

    public List<LogRecord> Appended { get; } = [];

    public async Task<T> Write<T>(Func<LogTransaction, Task<T>> work)
    {
        await _gate.WaitAsync();
        try
        {
            using var sql = database.OpenSession();
            var transaction = new Transaction(database, sql, clock.GetUtcNow(), Appended);
            sql.Begin();
            T result;
            try
            {
                result = await work(transaction);
            }
            catch
            {
                sql.RollBack();
                throw;
            }
            sql.Commit();
            transaction.Committed();
            return result;
        }
        finally
        {
            _gate.Release();
        }
    }

    private sealed class Transaction(TestDatabase database, SqlSession sql, DateTimeOffset now, List<LogRecord> appended) : LogTransaction
    {
        public override DateTimeOffset Now => now;

        public override SqlSession Sql => sql;

        public override void Append(LogRecord record) => appended.Add(record);

        public override CpdDb OpenDb() => database.OpenDb(sql);

        public void Committed()
        {
            foreach (var action in TakeCommitted()) action();
        }
    }
}
