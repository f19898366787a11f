using Cpd.EventLog;
using Cpd.EventLog.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Cpd.Engine.UserView;

/// <summary>What windows changed, kept for a while in the database, so that pages of other processes hear of it.</summary>
internal static class ChangesTable
{
    /// <summary>Longer than anybody who watches may be held up.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(5);

    private static readonly HotStatement Add = new HotTable(
        "view_changes", [new("id", HotKind.Number)], new("at", HotKind.Number), new("changes", HotKind.Bytes)).Insert("at", "changes");

    /// <summary>The oldest ones, before a moment; a bounded number, so that nobody waits for it.</summary>
    private static readonly HotStatement Prune_ = new(
        "DELETE FROM view_changes WHERE id IN (SELECT id FROM view_changes WHERE at < ?1 ORDER BY id LIMIT 2000)",
        "DELETE FROM view_changes WHERE id IN (SELECT c.id FROM {rows} JOIN view_changes c ON c.at < r.l1 ORDER BY c.id LIMIT 2000 FOR UPDATE OF c SKIP LOCKED)",
        """
        DELETE view_changes FROM view_changes WITH (READPAST, READCOMMITTEDLOCK, ROWLOCK)
        JOIN (SELECT TOP (2000) c.id FROM {rows} JOIN view_changes c WITH (UPDLOCK, READPAST, READCOMMITTEDLOCK, ROWLOCK) ON c.at < r.l1 ORDER BY c.id) AS old
        ON view_changes.id = old.id
        """,
        HotKind.Number);

    public static void Write(LogTransaction transaction, ViewChanges changes) =>
        transaction.Sql.Run(Add, transaction.Now.ToUnixTimeMilliseconds(), changes.ToBytes());

    public static void Prune(LogTransaction transaction) => transaction.Sql.Run(Prune_, (transaction.Now - Kept).ToUnixTimeMilliseconds());
}

/// <summary>
/// Tells those who watch here what windows of other processes changed: looks twice a second while anybody watches, and
/// never where one process does everything.
/// </summary>
internal sealed partial class SharedChanges(
    IDbContextFactory<CpdDb> databases, LiveFeed feed, Roles roles, TimeProvider clock, ILogger<SharedChanges> logger) : BackgroundService
{
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    /// <summary>Numbers are given before the commit: for so long a smaller one may still turn up.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(30);

    /// <summary>What was told already, among what may not be complete yet.</summary>
    private readonly Dictionary<long, long> _told = [];

    /// <summary>Up to here everything was told; null while nobody watches.</summary>
    private long? _settled;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!roles.IsShared || !roles.IsWeb) return;

        for (var isWell = true; !stoppingToken.IsCancellationRequested;)
        {
            try
            {
                await Task.Delay(Pause, clock, stoppingToken);
                await Look(stoppingToken);
                isWell = true;
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                // The program ends, or could not be started.
            }
            catch (Exception fault)
            {
                if (isWell) Log.NotRead(logger, fault);
                isWell = false;
            }
        }
    }

    /// <summary>Reads what is new and tells it.</summary>
    internal async Task Look(CancellationToken ct)
    {
        if (!feed.IsWatched)
        {
            _settled = null;
            return;
        }

        await using var db = await databases.CreateDbContextAsync(ct);
        var rows = db.Set<ViewChangeRow>().AsNoTracking();
        if (_settled is not { } settled)
        {
            await Begin(rows, ct);
            return;
        }

        var known = await rows.Where(row => row.Id > settled).Select(row => row.Id).ToListAsync(ct);
        known.RemoveAll(_told.ContainsKey);
        if (known.Count == 0) return;

        var (first, last) = (known.Min(), known.Max());
        foreach (var row in await rows.Where(row => row.Id >= first && row.Id <= last).OrderBy(row => row.Id).ToListAsync(ct))
            if (_told.TryAdd(row.Id, row.At)) feed.Tell(ViewChanges.Read(row.Changes));
        Settle();
    }

    /// <summary>Who began to watch may have read before this: everybody reads once more.</summary>
    private async Task Begin(IQueryable<ViewChangeRow> rows, CancellationToken ct)
    {
        _told.Clear();
        _settled = 0;
        foreach (var row in await rows.Select(row => new { row.Id, row.At }).ToListAsync(ct)) _told[row.Id] = row.At;
        Settle();
        feed.TellAll();
    }

    private void Settle()
    {
        if (_told.Count == 0) return;

        // By the writers' clocks alone, which agree better among themselves than this one need agree with them.
        var until = _told.Values.Max() - (long)Settling.TotalMilliseconds;
        foreach (var (id, _) in _told.Where(row => row.Value < until).ToList())
        {
            _settled = Math.Max(_settled ?? 0, id);
            _told.Remove(id);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "What other processes changed could not be read; pages may show it later")]
        public static partial void NotRead(ILogger logger, Exception fault);
    }
}
