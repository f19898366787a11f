using Cpd.EventLog.Consuming;
using Cpd.EventLog.Storage;

namespace Cpd.EventLog.Kafka.Writing;

/// <summary>The one connection of this process that writes, found again where it is lost, and what its transactions have in common.</summary>
internal sealed class KafkaWriter : IDisposable
{
    private readonly Database _database;
    private readonly IEnumerable<ITableMap> _maps;
    private readonly OutboxRelay _relay;
    private readonly TimeProvider _clock;
    private readonly ProcessRun _run = new();
    private readonly Outbox _outbox;
    private SqlSession? _sql;
    private long _earlierStatements;

    public KafkaWriter(Database database, IEnumerable<ITableMap> maps, OutboxRelay relay, int partitions, TimeProvider clock)
    {
        (_database, _maps, _relay, _clock) = (database, maps, relay, clock);
        _outbox = new Outbox(() => Sql, _run, partitions);
    }

    public SqlSession Sql => _sql!;

    /// <summary>Under which name this run of the process writes.</summary>
    public Guid Source => _run.Id;

    public long Statements => _earlierStatements + (_sql?.Statements ?? 0);

    public void Open()
    {
        _sql = _database.OpenSession();
        Register();
    }

    public RoundTransaction Begin()
    {
        if (Sql.IsLost) Reconnect();

        var transaction = TryBegin();
        if (transaction is not null) return transaction;

        _run.BeginAnother();
        Register();
        return TryBegin() ?? throw new InvalidOperationException("The row of this process is gone again, right after it was written.");
    }

    /// <summary>
    /// Commits, and gives what was appended to the relay. Where the connection breaks meanwhile, only the database knows
    /// what came of it: it is asked, for as long as it takes. Returns when everything is kept, and throws when nothing is.
    /// </summary>
    public async Task Commit(RoundTransaction transaction, TimeSpan pause, CancellationToken ct)
    {
        var done = _relay.Done();
        foreach (var refusal in done.Refused) OutboxRelay.PutAside(Sql, refusal, transaction.Now);
        foreach (var (source, first, last) in done.Published) Sql.Run(OutboxStatements.Delete, source, first, last);
        try
        {
            transaction.Commit();
            _run.Committed();
        }
        catch (Exception) when (Sql.IsLost)
        {
            if (!await WasCommitted(pause, ct)) throw;
        }
        _relay.Forget(done);
        _relay.Publish(_run.Id, _outbox.TakeCommitted());
    }

    /// <summary>The disk, the file or the way to the server, not the record: trying the records one by one would not help.</summary>
    public bool IsFault(Exception fault) =>
        fault is not FencedException && (fault is UndoneException || _database.IsFault(fault) || Sql.IsLost);

    /// <summary>This run writes no more; the last thing it does.</summary>
    public void Retire()
    {
        Sql.Begin();
        _run.Retire(Sql);
        Sql.Commit();
    }

    public void Dispose()
    {
        _outbox.Dispose();
        _sql?.Dispose();
    }

    private RoundTransaction? TryBegin()
    {
        var transaction = new RoundTransaction(_database, Sql, _outbox, _maps, _clock.GetUtcNow());
        try
        {
            if (_run.TryBeat(Sql)) return transaction;
        }
        catch
        {
            transaction.Dispose();
            throw;
        }
        transaction.Dispose();
        return null;
    }

    private void Register()
    {
        Sql.Begin();
        _run.Register(Sql);
        Sql.Commit();
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

    private bool Reconnect()
    {
        var lost = Sql;
        var sql = _database.OpenSession();
        try
        {
            var wasCommitted = _run.LookAgain(sql);
            _sql = sql;
            _earlierStatements += lost.Statements;
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
