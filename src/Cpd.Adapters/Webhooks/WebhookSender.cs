using System.Collections.Concurrent;
using Cpd.Adapters.Accounts;
using Cpd.Adapters.Dispatch;
using Cpd.Adapters.Infobip;
using Cpd.Contracts;
using Cpd.EventLog;
using Microsoft.Extensions.Logging;

namespace Cpd.Adapters.Webhooks;

/// <summary>
/// Makes the calls of webhook steps: towards the server at least once (it recognises a repeat by its
/// <c>Idempotency-Key</c>, and by the signature that the call is ours), towards the journey exactly one outcome. Changes of the provider's do-not-contact list wait in the
/// same rows, for they are calls of the same kind: as often as it takes, and one outcome; of one address one at a time, and an older one never after a newer.
/// </summary>
internal sealed partial class WebhookSender(
    WebhookQueue queue,
    WebhookHttp http,
    AccountBook accounts,
    IBlocklist blocklist,
    GroupCommit commits,
    AdapterProcess process,
    AdapterMetrics metrics,
    IEventLog log,
    WebhookOptions options,
    TimeProvider clock,
    ILogger<WebhookSender> logger) : SendingService
{
    /// <summary>Some four hours at the longest distance.</summary>
    private const int MostChanges = 50;

    /// <summary>How long a change waits to look whether the one before it is done.</summary>
    private static readonly TimeSpan NextTurn = TimeSpan.FromSeconds(1);

    /// <summary>The subjects of the changes that are being made here, and by which call.</summary>
    private readonly ConcurrentDictionary<Guid, long> _underWay = new();

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Run(
        () => Task.WhenAll([Refill(stoppingToken), .. Enumerable.Range(0, options.Connections).Select(_ => Work(stoppingToken))]),
        stoppingToken);

    private async Task Work(CancellationToken ct)
    {
        await foreach (var call in queue.Ready.ReadAllAsync(ct))
        {
            try
            {
                await Attempt(call, ct);
            }
            catch (Exception fault) when (!ct.IsCancellationRequested)
            {
                using (TraceParent.ForLines(call.Record?.Trace)) Log.CallBroke(logger, call.Id, fault);
                TryAgain(call, null);
            }
        }
    }

    private async Task Attempt(WebhookCall call, CancellationToken ct)
    {
        if (!process.Owns(call.Owner))
        {
            queue.Leave(call);   // another process has it
            return;
        }

        call.Record ??= await DispatchRecords.Find(log, call.Partition, call.Position, ct);
        if (call.Record?.Body is not (WebhookRequested or BlockRequested))
        {
            Log.RecordGone(logger, call.Id);
            commits.Post(call, rows => rows.Webhooks.Remove(call));
            queue.Leave(call);
            return;
        }
        if (!process.MaySend(call.Owner))
        {
            queue.TryLater(call, clock.GetUtcNow() + options.FirstBackoff);
            return;
        }

        if (call.Record.Body is BlockRequested block)
        {
            await Change(call, block, ct);
            return;
        }

        var request = (WebhookRequested)call.Record.Body;
        var result = await http.Call(request, accounts.Signing(call.Record.Workspace, clock.GetUtcNow()), ct);
        if (result.MayRetry && call.Failures + 1 < Math.Clamp(request.Attempts, 1, options.MostAttempts)) TryAgain(call, result.RetryAfter);
        else Answer(call, new WebhookAnswered(request.Call, result.Status, result.Answer, result.Problem, request.Place));
    }

    private async Task Change(WebhookCall call, BlockRequested block, CancellationToken ct)
    {
        var subject = BlockSubject.Of(call.Record!.Workspace, block);
        if (!_underWay.TryAdd(subject, call.Id))
        {
            queue.TryLater(call, clock.GetUtcNow() + NextTurn);
            return;
        }
        call.Subject = subject;   // from here on whoever ends the try frees it

        switch (await log.Write(transaction => Task.FromResult(ChangeRows.Begin(transaction, call, subject)), ct))
        {
            case ChangeTurn.Wait:
                Free(call);
                queue.TryLater(call, clock.GetUtcNow() + NextTurn);
                return;
            case ChangeTurn.Gone:
                Free(call);
                queue.Leave(call);
                return;
        }

        var answer = await blocklist.Change(call.Record!.Workspace, block, ct);
        if (answer is { MayRetry: true } && call.Failures < MostChanges)
        {
            TryAgain(call, answer.RetryAfter);
            return;
        }
        commits.Post(call, rows =>
        {
            _ = answer is null ? rows.Webhooks.Remove(call) : rows.Webhooks.Tell(call, new BlockChanged(block.Channel, block.Blocked, answer.Problem));
            rows.Transaction.OnCommitted(() => Free(call));
        });
        queue.Leave(call);
    }

    private void TryAgain(WebhookCall call, TimeSpan? asked)
    {
        var failures = ++call.Failures;
        var wait = Backoff.After(failures, options.FirstBackoff, options.LongestBackoff);
        if (asked > wait) wait = asked.Value < options.LongestBackoff ? asked.Value : options.LongestBackoff;

        var due = clock.GetUtcNow() + wait;
        commits.Post(call, rows =>
        {
            rows.Webhooks.Postpone(call, failures, due);
            rows.Transaction.OnCommitted(() => Free(call));
        });
        queue.TryLater(call, due);
    }

    /// <summary>Others of its subject may begin: what came of it is durable.</summary>
    private void Free(WebhookCall call)
    {
        if (call.Subject is { } subject) _underWay.TryRemove(KeyValuePair.Create(subject, call.Id));
    }

    private void Answer(WebhookCall call, WebhookAnswered answered)
    {
        commits.Post(call, rows =>
        {
            if (rows.Webhooks.Answer(call, answered)) rows.Transaction.OnCommitted(() => metrics.WebhookAnswered(answered.Problem is null));
        });
        queue.Leave(call);
    }

    private async Task Refill(CancellationToken ct)
    {
        await foreach (var _ in queue.RefillAsked.ReadAllAsync(ct))
        {
            for (var failures = 1; ; failures++)
            {
                try
                {
                    await queue.Refill(log, ct);
                    break;
                }
                catch (Exception fault) when (!ct.IsCancellationRequested)
                {
                    Log.NotRead(logger, fault);
                    await Task.Delay(Backoff.After(failures, options.FirstBackoff, options.LongestBackoff), clock, ct);
                }
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "Webhook call {Call} broke off; it will be tried again")]
        public static partial void CallBroke(ILogger logger, long call, Exception fault);

        [LoggerMessage(Level = LogLevel.Error, Message = "What webhook call {Call} was to call is no longer on the log; it was dropped")]
        public static partial void RecordGone(ILogger logger, long call);

        [LoggerMessage(Level = LogLevel.Error, Message = "Waiting webhook calls could not be read; trying again")]
        public static partial void NotRead(ILogger logger, Exception fault);
    }
}
