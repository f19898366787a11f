using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Cpd.EventLog.Keeping;

/// <summary>
/// Takes old rows away beside the work: a piece at a time, each a write like any other, so that whoever has something to
/// write waits for one piece at most. Several processes may do it at once.
/// </summary>
internal sealed partial class Upkeep(
    IEventLog log, ILogStatus status, IEnumerable<IAges> tables, IOptions<KeepOptions> options, TimeProvider clock, ILogger<Upkeep> logger) : BackgroundService
{
    /// <summary>Rows; some milliseconds of the writer's time.</summary>
    public const int Piece = 1_000;

    /// <summary>Between two pieces, for those who were waiting meanwhile.</summary>
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(20);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await status.Running.WaitAsync(stoppingToken);
        while (true)
        {
            // Not right at the start, when there is much else to do.
            await Task.Delay(options.Value.Pause, clock, stoppingToken);
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

    /// <summary>Takes all that is old.</summary>
    internal async Task Sweep(CancellationToken ct)
    {
        foreach (var table in tables)
        {
            var gone = 0;
            for (int piece; (piece = await TakePiece(table, ct)) > 0; gone += piece) await Task.Delay(Breath, clock, ct);
            if (gone > 0) Log.Took(logger, gone, table.What);
        }
    }

    private Task<int> TakePiece(IAges table, CancellationToken ct) => log.Write(
        transaction => Task.FromResult(table.Take(transaction.Sql, transaction.Now - table.Stays(options.Value), Piece)), ct);

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "Took away {Rows} old {What}")]
        public static partial void Took(ILogger logger, int rows, string what);

        [LoggerMessage(Level = LogLevel.Warning, Message = "Old rows could not be taken away; it is tried again")]
        public static partial void Failed(ILogger logger, Exception fault);
    }
}
