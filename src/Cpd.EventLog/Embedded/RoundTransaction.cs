using Cpd.Contracts;
using Cpd.EventLog.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Cpd.EventLog.Embedded;

/// <summary>One transaction of the embedded log's writer, with a savepoint around each piece of work in it.</summary>
internal sealed class RoundTransaction : LogTransaction, IDisposable
{
    private readonly SqliteTransaction _transaction;
    private readonly LogStore _store;
    private readonly IEnumerable<ITableMap> _maps;
    private readonly long[][] _began;

    public RoundTransaction(SqliteConnection connection, SqliteSession sqlite, LogStore store, IEnumerable<ITableMap> maps, DateTimeOffset now)
    {
        _transaction = connection.BeginTransaction(deferred: false);
        _store = store;
        _maps = maps;
        _began = store.Mark();
        Sqlite = sqlite;
        Now = now;
    }

    public override DateTimeOffset Now { get; }

    public override SqliteSession Sqlite { get; }

    /// <summary>False while nothing was done: then there is nothing to commit.</summary>
    public bool HasWork { get; set; }

    public override void Append(LogRecord record)
    {
        HasWork = true;
        _store.Append(record);
    }

    public override CpdDb OpenDb()
    {
        var db = new CpdDb(new DbContextOptionsBuilder<CpdDb>().UseSqlite(_transaction.Connection!).Options, _maps);
        db.Database.UseTransaction(_transaction);
        return db;
    }

    /// <summary>Runs one piece of work; when it throws, nothing of it stays, and the exception goes on.</summary>
    public async Task Attempt(Func<Task> work)
    {
        var mark = _store.Mark();
        var actions = MarkCommitted();
        Sqlite.Prepare("SAVEPOINT piece").Run();
        try
        {
            await work();
        }
        catch (Exception fault)
        {
            // A full disk, for one, makes SQLite undo everything by itself: there is no piece left to go back to.
            if (!Sqlite.IsInTransaction) throw new UndoneException(fault);
            Sqlite.Prepare("ROLLBACK TO piece").Run();
            Sqlite.Prepare("RELEASE piece").Run();
            _store.RollBack(mark);
            CutCommitted(actions);
            throw;
        }
        Sqlite.Prepare("RELEASE piece").Run();
        HasWork = true;
    }

    public void Commit() => _transaction.Commit();

    /// <summary>After the commit: tells those who waited for it.</summary>
    public void Announce()
    {
        foreach (var action in TakeCommitted()) action();
    }

    public void RollBack()
    {
        TakeCommitted();
        _store.RollBack(_began);
        _transaction.Rollback();
    }

    public void Dispose() => _transaction.Dispose();
}

/// <summary>The database undid the whole transaction by itself, not only the piece of work that was being done.</summary>
internal sealed class UndoneException(Exception inner) : Exception("The database has undone the transaction.", inner);
