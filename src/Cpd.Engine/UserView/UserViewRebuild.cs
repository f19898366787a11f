using Cpd.Contracts;
using Cpd.EventLog;
using Cpd.EventLog.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Cpd.Engine.UserView;

/// <summary>How far the user view has come.</summary>
/// <param name="Total">What a rebuild that runs began with; 0 where none runs.</param>
/// <param name="Left">Records the view does not show yet.</param>
public sealed record RebuildProgress(long Total, long Left)
{
    public bool IsRebuilding => Total > 0;
}

/// <summary>
/// Makes the user view anew out of the log. Pages fill up again while they are looked at; nothing is sent. What
/// retention has taken off the log is gone from the view as well.
/// </summary>
public sealed class UserViewRebuild(IEventLog log, ILogPositions positions, LiveFeed feed)
{
    /// <summary>So many rows at a time, with room for others between.</summary>
    internal const int Chunk = 2_000;

    /// <summary>In the order in which windows come by them: who waits for one table holds none that a window wants next.</summary>
    private static readonly (HotStatement Some, HotStatement All)[] Tables =
    [
        .. UserViewTables.Names.Select(table => (
            new HotStatement(
                $"DELETE FROM {table} WHERE rowid IN (SELECT rowid FROM {table} LIMIT {Chunk})",
                $"DELETE FROM {table} WHERE ctid = ANY (ARRAY(SELECT ctid FROM {table} LIMIT {Chunk}))",
                $"DELETE TOP ({Chunk}) FROM {table}"),
            new HotStatement($"DELETE FROM {table}", $"TRUNCATE {table}", $"TRUNCATE TABLE {table}"))),
    ];

    private long _total;

    public async Task<RebuildProgress> Progress(CancellationToken ct)
    {
        var left = await positions.Left(UserViewConsumer.Group, ct);
        if (left == 0) Interlocked.Exchange(ref _total, 0);
        return new RebuildProgress(Interlocked.Read(ref _total), left);
    }

    /// <summary>Where a rebuilt view would begin; null where the log is empty.</summary>
    public async Task<DateTimeOffset?> OldestRecord(CancellationToken ct)
    {
        DateTimeOffset? oldest = null;
        for (var partition = 0; partition < log.Partitions; partition++)
            foreach (var record in await log.Read(Topic.Events, partition, 0, 1, ct))
                if (oldest is null || record.At < oldest) oldest = record.At;
        return oldest;
    }

    /// <summary>
    /// Done when the view is empty and begins to fill; while one rebuild runs, another one changes nothing. If this process
    /// ends before, the next one goes on.
    /// </summary>
    public Task Start(CancellationToken ct) => Start(along: null, ct);

    /// <inheritdoc cref="Start(CancellationToken)"/>
    /// <param name="along">Written with the order to begin; not called where one runs already.</param>
    public async Task Start(Func<LogTransaction, Task>? along, CancellationToken ct)
    {
        if ((await Progress(ct)).IsRebuilding) return;

        await log.Write(async transaction =>
        {
            Rebuilds.Ask(transaction);
            if (along is not null) await along(transaction);
        }, ct);
        await Empty(ct);
    }

    /// <summary>Goes on with what a process that ended had begun, if any did.</summary>
    internal async Task GoOn(CancellationToken ct)
    {
        if (await log.Write(transaction => Task.FromResult(Rebuilds.IsAsked(transaction)), ct)) await Empty(ct);
    }

    /// <summary>
    /// What windows write meanwhile goes too, and comes again with everything else, as the positions go back in the same
    /// transaction in which the last row goes. A server empties a table of any size in a moment, and is left to.
    /// </summary>
    private async Task Empty(CancellationToken ct)
    {
        foreach (var (some, _) in Tables)
            while (await log.Write(transaction => Task.FromResult(transaction.Sql is SqliteSession ? transaction.Sql.Run(some) : 0), ct) == Chunk)
            {
            }
        await log.Write(transaction =>
        {
            if (!Rebuilds.Begin(transaction)) return Task.CompletedTask;

            // The tables before the positions: a window has done with the one when it comes to the other.
            foreach (var (_, all) in Tables) transaction.Sql.Run(all);
            positions.Rewind(transaction, UserViewConsumer.Group);
            transaction.OnCommitted(feed.TellAll);
            return Task.CompletedTask;
        }, ct);
        Interlocked.Exchange(ref _total, await positions.Left(UserViewConsumer.Group, ct));
    }
}

/// <summary>Sees to it that a rebuild does not stop halfway because a process did.</summary>
internal sealed partial class UserViewRebuilding(UserViewRebuild rebuild, TimeProvider clock, ILogger<UserViewRebuilding> logger) : BackgroundService
{
    private static readonly TimeSpan AfterFault = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            try
            {
                await rebuild.GoOn(stoppingToken);
                return;
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                Log.NotEmptied(logger, fault);
                await Task.Delay(AfterFault, clock, stoppingToken);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "The user view could not be looked after; trying again")]
        public static partial void NotEmptied(ILogger logger, Exception fault);
    }
}
