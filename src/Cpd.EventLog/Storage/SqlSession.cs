using System.Data.Common;

namespace Cpd.EventLog.Storage;

/// <summary>One connection with the hot path's statements prepared on it for its life. Not for two threads at once.</summary>
public abstract class SqlSession(DbConnection connection) : IDisposable
{
    private bool _isSaved;

    /// <summary>How many statements were sent; SQLite counts each row.</summary>
    public long Statements { get; protected set; }

    public DbConnection Connection => connection;

    /// <summary>The open transaction, for EF Core to take part in.</summary>
    public DbTransaction? Transaction { get; private set; }

    /// <summary>False also where a transaction was open and the database has undone it by itself.</summary>
    public abstract bool IsInTransaction { get; }

    /// <summary>True when the connection is gone: what was not committed did not happen, and another session is needed.</summary>
    public abstract bool IsLost { get; }

    public void Begin() => Transaction = BeginTransaction();

    public void Commit()
    {
        using var ending = Transaction;
        Ended();
        ending!.Commit();
    }

    public void RollBack()
    {
        using var ending = Transaction;
        Ended();
        ending?.Rollback();
    }

    /// <summary>A place within the transaction to go back to. They do not nest.</summary>
    public void Save()
    {
        Run(_isSaved ? NextSavePoint : SavePoint);
        _isSaved = true;
    }

    public void BackToSave() => Run(BackToSavePoint);

    public void Release()
    {
        if (ReleaseSavePoint is not { } release) return;
        Run(release);
        _isSaved = false;
    }

    /// <summary>Runs a statement for all rows; how many rows it changed.</summary>
    public abstract int Run(HotRows rows);

    /// <summary>Asks for all rows at once. The order is the statement's, or, without one, anybody's.</summary>
    public abstract HotReader Read(HotRows rows);

    /// <summary>For a single row.</summary>
    public int Run(HotStatement statement, params ReadOnlySpan<HotValue> row) => Run(One(statement, row));

    /// <inheritdoc cref="Run(HotStatement, ReadOnlySpan{HotValue})"/>
    public HotReader Read(HotStatement statement, params ReadOnlySpan<HotValue> row) => Read(One(statement, row));

    public void Dispose()
    {
        Transaction?.Dispose();
        Close();
        connection.Dispose();
        GC.SuppressFinalize(this);
    }

    protected abstract DbTransaction BeginTransaction();

    protected abstract void Close();

    protected virtual HotStatement SavePoint => StandardSave;

    protected virtual HotStatement BackToSavePoint => StandardBack;

    /// <summary>None where the place is given up with the next one, or with the transaction: on a server that saves a trip.</summary>
    protected virtual HotStatement? ReleaseSavePoint => StandardRelease;

    /// <summary>The next place where the one before was not released.</summary>
    protected virtual HotStatement NextSavePoint => SavePoint;

    private static readonly HotStatement StandardSave = HotStatement.Plain("SAVEPOINT piece");
    private static readonly HotStatement StandardBack = HotStatement.Plain("ROLLBACK TO SAVEPOINT piece");
    private static readonly HotStatement StandardRelease = HotStatement.Plain("RELEASE SAVEPOINT piece");

    private void Ended() => (Transaction, _isSaved) = (null, false);

    private static HotRows One(HotStatement statement, ReadOnlySpan<HotValue> row) => statement.Rows().Add(row);
}
