using Cpd.Contracts;
using Cpd.EventLog.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cpd.EventLog.Consuming;

/// <summary>One transaction of a log's writer, with a savepoint around each piece of work in it.</summary>
internal sealed class RoundTransaction : LogTransaction, IDisposable
{
    private readonly Database _database;
    private readonly IAppended _store;
    private readonly IEnumerable<ITableMap> _maps;
    private readonly object _began;

    public RoundTransaction(Database database, SqlSession sql, IAppended store, IEnumerable<ITableMap> maps, DateTimeOffset now)
    {
        sql.Begin();
        _database = database;
        _store = store;
        _maps = maps;
        _began = store.Mark();
        Sql = sql;
        Now = now;
    }

    public override DateTimeOffset Now { get; }

    public override SqlSession Sql { get; }

    /// <summary>False while nothing was done: then there is nothing to commit.</summary>
    public bool HasWork { get; set; }

    public override void Append(LogRecord record)
    {
        HasWork = true;
        _store.Append(record);
    }

    public override CpdDb OpenDb()
    {
        var db = _database.Context(_database.Use(new DbContextOptionsBuilder(), Sql.Connection).Options, _maps);
        db.Database.UseTransaction(Sql.Transaction);
        return db;
    }

    /// <summary>Runs one piece of work; when it throws, nothing of it stays, and the exception goes on.</summary>
    public async Task Attempt(Func<Task> work)
    {
        var mark = _store.Mark();
        var actions = MarkCommitted();
        Sql.Save();
        try
        {
            await work();
            _store.Flush();
        }
        catch (Exception fault)
        {
            // A full disk, for one, makes SQLite undo everything by itself: there is no piece left to go back to.
            if (!Sql.IsInTransaction) throw new UndoneException(fault);
            Sql.BackToSave();
            Sql.Release();
            _store.RollBack(mark);
            CutCommitted(actions);
            throw;
        }
        Sql.Release();
        HasWork = true;
    }

    public void Commit()
    {
        _store.Flush();
        Sql.Commit();
    }

    /// <summary>After the commit: tells those who waited for it.</summary>
    public void Announce()
    {
        foreach (var action in TakeCommitted()) action();
    }

    public void RollBack()
    {
        TakeCommitted();
        _store.RollBack(_began);
        try
        {
            Sql.RollBack();
        }
        catch (Exception) when (Sql.IsLost)
        {
            // With the connection everything that was open on it is gone.
        }
    }

    public void Dispose()
    {
        if (Sql.Transaction is not null) RollBack();
    }
}

/// <summary>What is appended within a transaction: it goes into the database with it, and is forgotten with it.</summary>
internal interface IAppended
{
    void Append(LogRecord record);

    /// <summary>A place to come back to within an open transaction.</summary>
    object Mark();

    /// <summary>Forgets what was appended since <paramref name="mark"/>; the database does so by itself.</summary>
    void RollBack(object mark);

    /// <summary>Writes what was appended and is still held back.</summary>
    void Flush();
}

/// <summary>The database undid the whole transaction by itself, not only the piece of work that was being done.</summary>
internal sealed class UndoneException(Exception inner) : Exception("The database has undone the transaction.", inner);
