using Cpd.Adapters.Webhooks;
using Cpd.EventLog;
using Microsoft.Extensions.Logging;

namespace Cpd.Adapters.Dispatch;

/// <summary>
/// Takes over the calls that processes left which are gone: at the start, and where there are several processes, again and
/// again, while it shows them that this one lives. Calls that were taken over are held and looked up, and only those: new
/// work starts at once.
/// </summary>
/// <remarks>Stands before the senders, and so is stopped after them: until the last answer is written this process lives.</remarks>
internal sealed partial class AdapterLease(
    IEventLog log,
    AdapterProcess process,
    CallQueue queue,
    WebhookQueue webhooks,
    DispatchStatus status,
    DispatchOptions options,
    TimeProvider clock,
    ILogger<AdapterLease> logger) : SendingService
{
    /// <summary>The others' beats, and since when, by this process's clock, each has been the same.</summary>
    private readonly Dictionary<Guid, (long Beat, long Since)> _others = [];

    private bool _isRegistered;

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (!_isRegistered) return;

        _isRegistered = false;
        try
        {
            await log.Write(transaction =>
            {
                process.Retire(transaction);
                return Task.CompletedTask;
            }, cancellationToken);
        }
        catch (Exception fault)
        {
            Log.NotRetired(logger, fault);
        }
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Run(() => Run(stoppingToken), stoppingToken);

    private async Task Run(CancellationToken ct)
    {
        for (var failures = 0; ;)
        {
            try
            {
                await log.Write(transaction =>
                {
                    Renew(transaction);
                    return Task.CompletedTask;
                }, ct);
                failures = 0;
                if (!process.IsShared) return;
                await Task.Delay(options.LeaseRenewal, clock, ct);
            }
            catch (Exception fault) when (!ct.IsCancellationRequested)
            {
                Log.NotRenewed(logger, fault);
                var wait = Backoff.After(++failures, options.FirstBackoff, options.LongestBackoff);
                await Task.Delay(wait < options.LeaseRenewal ? wait : options.LeaseRenewal, clock, ct);
            }
        }
    }

    private void Renew(LogTransaction transaction)
    {
        var owner = process.IsShared ? process.Beat(transaction) : process.Owner;
        if (process.IsShared) BuryTheDead(transaction, owner);
        var calls = CallRows.Adopt(transaction, owner, isAlone: !process.IsShared);
        var webhookCalls = WebhookRows.Adopt(transaction, owner, isAlone: !process.IsShared);
        transaction.OnCommitted(() =>
        {
            _isRegistered = process.IsShared;
            Hold(calls);
            webhooks.ReadAgain(owner, webhookCalls);
            status.Recovered();
        });
    }

    private void BuryTheDead(LogTransaction transaction, Guid owner)
    {
        var now = clock.GetTimestamp();
        var seen = new Dictionary<Guid, long>();
        using (var rows = transaction.Sql.Read(CallStatements.AllProcesses))
            while (rows.Step()) seen[rows.GetId(0)] = rows.GetLong(1);

        foreach (var gone in _others.Keys.Where(other => !seen.ContainsKey(other)).ToList()) _others.Remove(gone);
        var dead = CallStatements.Bury.Rows();
        foreach (var (other, beat) in seen)
        {
            if (other == owner) continue;
            if (!_others.TryGetValue(other, out var known) || known.Beat != beat) _others[other] = (beat, now);
            else if (clock.GetElapsedTime(known.Since, now) >= options.LeaseExpiry) dead.Add(other, beat);
        }
        if (transaction.Sql.Run(dead) is > 0 and var buried) transaction.OnCommitted(() => Log.Buried(logger, buried));
    }

    private void Hold(List<Call> calls)
    {
        var now = clock.GetUtcNow();
        foreach (var call in calls)
        {
            // A clock that was set back must not hold them for longer than any request can last; and another machine's clock
            // tells nothing, so there it is as if the request had begun now.
            var over = process.IsShared ? options.SurelyOver(now) : options.SurelyOverSince(call.At < now ? call.At : now);
            queue.Hold(call, over);
        }
        if (calls.Count > 0) Log.FoundOpen(logger, calls.Count, queue.Held);
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "{Calls} calls were left open by a process that is gone, {Messages} messages are held now; they are looked up before anything of them is sent again")]
        public static partial void FoundOpen(ILogger logger, int calls, long messages);

        [LoggerMessage(Level = LogLevel.Warning, Message = "{Processes} adapter processes have given no sign of life and were given up; this one takes over their calls")]
        public static partial void Buried(ILogger logger, int processes);

        [LoggerMessage(Level = LogLevel.Error, Message = "Open calls could not be looked after; trying again")]
        public static partial void NotRenewed(ILogger logger, Exception fault);

        [LoggerMessage(Level = LogLevel.Warning, Message = "This process could not sign off; others take over what it leaves a little later")]
        public static partial void NotRetired(ILogger logger, Exception fault);
    }
}
