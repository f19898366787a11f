using Cpd.Contracts;
using Cpd.EventLog;
using Cpd.EventLog.Storage;

namespace Cpd.Engine.Tests.UserView;

/// <summary>One transaction of a projection, open until it is committed, or undone when it is disposed of.</summary>
internal sealed class ViewWriter : IDisposable
{
    private readonly SqlSession _sql;
    private readonly Open _transaction;

    public ViewWriter(SqlSession sql, DateTimeOffset now)
    {
        _sql = sql;
        _transaction = new Open(sql, now);
        sql.Begin();
    }

    public LogTransaction Transaction => _transaction;

    public void Commit()
    {
        _sql.Commit();
        _transaction.Announce();
    }

    public void Dispose()
    {
        if (_sql.Transaction is not null) _sql.RollBack();
    }

    private sealed class Open(SqlSession sql, DateTimeOffset now) : LogTransaction
    {
        public override DateTimeOffset Now => now;

        public override SqlSession Sql => sql;

        public override void Append(LogRecord record) => throw new InvalidOperationException("A projection writes no records.");

        public override CpdDb OpenDb() => throw new InvalidOperationException("A projection uses statements only.");

        public void Announce()
        {
            foreach (var action in TakeCommitted()) action();
        }
    }
}
