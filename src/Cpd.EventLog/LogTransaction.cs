using Cpd.Contracts;
using Cpd.EventLog.Storage;

namespace Cpd.EventLog;

/// <summary>
/// What belongs together: state, outgoing records and positions. All of it is committed at once or not at all.
/// Only one is open at a time in a process; use it where you were given it and keep no reference.
/// </summary>
public abstract class LogTransaction
{
    private readonly List<Action> _committed = [];

    /// <summary>The moment this transaction works at.</summary>
    public abstract DateTimeOffset Now { get; }

    /// <summary>Puts a record on the log with this transaction.</summary>
    public abstract void Append(LogRecord record);

    /// <summary>For the hot path: statements for many rows at once on this transaction's connection.</summary>
    public abstract SqlSession Sql { get; }

    /// <summary>The same where it is SQLite's.</summary>
    public SqliteSession Sqlite => (SqliteSession)Sql;

    /// <summary>For everything else: EF Core on this transaction's connection. Dispose it before the work ends.</summary>
    public abstract CpdDb OpenDb();

    /// <summary>
    /// Runs when everything is durable; not at all after a rollback. What a consumer remembers in memory changes only here.
    /// </summary>
    public void OnCommitted(Action action) => _committed.Add(action);

    /// <summary>A place in the list of actions, to <see cref="CutCommitted">cut it back</see> to.</summary>
    protected int MarkCommitted() => _committed.Count;

    protected void CutCommitted(int mark) => _committed.RemoveRange(mark, _committed.Count - mark);

    /// <summary>Takes the actions that wait for the commit.</summary>
    protected IReadOnlyList<Action> TakeCommitted()
    {
        Action[] actions = [.. _committed];
        _committed.Clear();
        return actions;
    }
}
