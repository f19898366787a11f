using Cpd.EventLog.Consuming;
using Cpd.EventLog.Storage;

namespace Cpd.EventLog.Embedded;

/// <summary>The one connection that writes, and what is remembered of what lies behind it; found again where it is lost.</summary>
internal sealed class LogWriter(Database database, IEnumerable<ITableMap> maps, IReadOnlyList<LogGroup> groups, int partitions, TimeProvider clock) : IDisposable
{
    private readonly int[] _partitions = [.. Enumerable.Range(0, partitions)];

    private SqlSession? _sql;
    private LogStore? _store;
    private Ownership? _ownership;
    private long _earlierStatements;

    public SqlSession Sql => _sql!;

    public LogStore Store => _store!;

    /// <summary>In the order of their groups; empty until it is open.</summary>
    public GroupReader[] Readers { get; private set; } = [];

    public int[] Partitions => _partitions;

    public long Statements => _earlierStatements + (_sql?.Statements ?? 0);

    public void Open()
    {
        _sql = database.OpenSession();
        _sql.Begin();
        // A file has its lock; and there is no connection to it that could break.
        if (database.IsServer) _ownership = Ownership.Take(_sql);
        Readers =
        [
            .. groups.Select(group =>
            {
                var (epoch, next) = Positions.TakeOver(_sql, group, _partitions);
                return new GroupReader(group, () => Store, epoch, next);
            }),
        ];
        _sql.Commit();

        // Only now: a former owner may have appended up to this moment.
        _store = new LogStore(_sql, partitions);
    }

    /// <exception cref="FencedException">The log has another owner.</exception>
    public RoundTransaction Begin()
    {
        if (Sql.IsLost) Reconnect();

        var transaction = new RoundTransaction(database, Sql, Store, maps, clock.GetUtcNow());
        try
        {
            _ownership?.Hold(Sql);
            return transaction;
        }
        catch
        {
            transaction.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Commits. Where the connection breaks meanwhile, only the database knows what came of it: it is asked, for as long as
    /// it takes. Returns when everything is kept, and throws when nothing is.
    /// </summary>
    public async Task Commit(RoundTransaction transaction, TimeSpan pause, CancellationToken ct)
    {
        try
        {
            transaction.Commit();
            _ownership?.Committed();
        }
        catch (Exception) when (Sql.IsLost)
        {
            if (!await WasCommitted(pause, ct)) throw;
        }
    }

    /// <summary>The disk, the file or the way to the server, not the record: trying the records one by one would not help.</summary>
    public bool IsFault(Exception fault) =>
        fault is not FencedException && (fault is UndoneException || database.IsFault(fault) || Sql.IsLost);

    public void Dispose()
    {
        _store?.Dispose();
        _sql?.Dispose();
    }

    private async Task<bool> WasCommitted(TimeSpan pause, CancellationToken ct)
    {
        while (true)
        {
            try
            {
                return Reconnect();
            }
            catch (Exception fault) when (IsFault(fault))
            {
                await Task.Delay(pause, ct);
            }
        }
    }

    /// <summary>Everything that was remembered of the log is read again. True when the last transaction turns out to be committed.</summary>
    private bool Reconnect()
    {
        var (lost, held) = (Sql, Store);
        var sql = database.OpenSession();
        try
        {
            var wasCommitted = _ownership?.LookAgain(sql) ?? false;
            var store = new LogStore(sql, partitions);
            foreach (var reader in Readers) reader.LookAgain(sql, _partitions);
            (_sql, _store) = (sql, store);
            _earlierStatements += lost.Statements;
            held.Dispose();
            lost.Dispose();
            return wasCommitted;
        }
        catch
        {
            sql.Dispose();
            throw;
        }
    }
}
