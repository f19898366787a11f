using Cpd.Adapters.Sandbox.Email;
using Cpd.EventLog.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Cpd.Adapters.Sandbox;

/// <summary>Takes messages away that are old and have nothing more to report, in pieces, between what callers hand in.</summary>
internal sealed partial class SandboxUpkeep(SandboxService sandbox, ILogger<SandboxUpkeep> logger) : BackgroundService
{
    public const int Piece = 1_000;

    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(20);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!sandbox.IsOn) return;

        while (true)
        {
            await Task.Delay(Pause, sandbox.Clock, stoppingToken);
            try
            {
                await Sweep(stoppingToken);
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                Log.Failed(logger, fault);
            }
        }
    }

    internal async Task Sweep(CancellationToken ct)
    {
        var before = sandbox.Now - (long)sandbox.Options.Keep.TotalMilliseconds;
        foreach (var (table, at) in new[] { ("messages", "received_at"), ("inbound", "received_at"), ("media", "received_at"), ("seen", "seen_at") })
            while (await sandbox.Store.Write(db => Take(db, table, at, before), ct) > 0) await Task.Delay(Breath, sandbox.Clock, ct);
        await sandbox.Store.Write(db => SandboxFiles.TakeOld(db, before), ct);
    }

    /// <summary>They are numbered as they came: the oldest stand first, and no index is kept for their age.</summary>
    private static int Take(SqliteSession db, string table, string at, long before) => db
        .Prepare($"DELETE FROM {table} WHERE seq IN (SELECT seq FROM (SELECT seq, phase, {at} FROM {table} ORDER BY seq LIMIT {Piece}) WHERE {at} < ?1 AND phase <> {SandboxTables.Push})")
        .Bind(1, before)
        .Run();

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "The sandbox could not take old messages away; it is tried again")]
        public static partial void Failed(ILogger logger, Exception fault);
    }
}
