using System.Threading.Channels;
using Cpd.EventLog;
using Microsoft.Extensions.Logging;

namespace Cpd.Adapters.Dispatch;

/// <summary>
/// Everything that calls the provider: as many workers as there are connections, and one that looks up. Calls that an
/// earlier process left open are held, and only those: new work starts at once.
/// </summary>
internal sealed partial class CallSender(
    IEventLog log,
    CallIds ids,
    CallQueue queue,
    CallAttempts attempts,
    LookUps lookUps,
    DispatchStatus status,
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
            Recover(stoppingToken),
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
                Log.AttemptBroke(logger, call.Id, fault);
                if (call.Open.Count > 0) attempts.HoldUnknown(call, clock.GetUtcNow());
            }
        }
    }

    private async Task Recover(CancellationToken ct)
    {
        for (var failures = 1; ; failures++)
        {
            try
            {
                var open = await log.Write(transaction => Task.FromResult(Calls.Open(transaction, before: ids.First(transaction))), ct);
                // A clock that was set back must not hold them for longer than any request can last.
                var now = clock.GetUtcNow();
                foreach (var call in open) queue.Hold(call, options.SurelyOverSince(call.At < now ? call.At : now));
                if (open.Count > 0) Log.FoundOpen(logger, open.Count, queue.Held);
                status.Recovered();
                return;
            }
            catch (Exception fault) when (!ct.IsCancellationRequested)
            {
                Log.NotRecovered(logger, fault);
                await Task.Delay(Backoff.After(failures, options.FirstBackoff, options.LongestBackoff), clock, ct);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "{Calls} calls with {Messages} messages were open when the last process ended; they are looked up before anything of them is sent again")]
        public static partial void FoundOpen(ILogger logger, int calls, long messages);

        [LoggerMessage(Level = LogLevel.Error, Message = "Open calls could not be read; trying again")]
        public static partial void NotRecovered(ILogger logger, Exception fault);

        [LoggerMessage(Level = LogLevel.Error, Message = "Call {Call} broke off; it is held and looked up")]
        public static partial void AttemptBroke(ILogger logger, long call, Exception fault);
    }
}
