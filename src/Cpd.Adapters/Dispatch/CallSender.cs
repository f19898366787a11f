using System.Threading.Channels;
using Cpd.EventLog;
using Microsoft.Extensions.Logging;

namespace Cpd.Adapters.Dispatch;

/// <summary>
/// Everything that calls the provider: as many workers as there are connections, and one that looks up.
/// </summary>
internal sealed partial class CallSender(
    IEventLog log,
    CallQueue queue,
    CallAttempts attempts,
    LookUps lookUps,
    DispatchOptions options,
    TimeProvider clock,
    ILogger<CallSender> logger) : SendingService
{
    private static readonly TimeSpan WhileSending = TimeSpan.FromMilliseconds(10);

    /// <summary>Sends what is ready, so that nothing of it has to be looked up at the next start; what that leaves no time for is.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        queue.TakeNoMore();
        try
        {
            // Behind this write no window is under way any more that would bring another call.
            await log.Write(_ => Task.CompletedTask, cancellationToken).WaitAsync(cancellationToken);
            while (queue.ToSend.Count > 0) await Task.Delay(WhileSending, cancellationToken);
        }
        catch (Exception ended) when (ended is OperationCanceledException or ObjectDisposedException or ChannelClosedException)
        {
            // No time left, or the log was stopped before.
        }
        await base.StopAsync(cancellationToken);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Run(
        () => Task.WhenAll(
        [
            lookUps.Run(stoppingToken),
            .. Enumerable.Range(0, options.Connections).Select(_ => Work(stoppingToken)),
        ]),
        stoppingToken);

    private async Task Work(CancellationToken ct)
    {
        await foreach (var call in queue.ToSend.ReadAllAsync(ct))
        {
            try
            {
                await attempts.Attempt(call);
            }
            catch (Exception fault) when (!ct.IsCancellationRequested)
            {
                using (AdapterTracing.ForLines(call)) Log.AttemptBroke(logger, call.Id, fault);
                if (call.Open.Count > 0) attempts.HoldUnknown(call, clock.GetUtcNow());
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "Call {Call} broke off; it is held and looked up")]
        public static partial void AttemptBroke(ILogger logger, long call, Exception fault);
    }
}
