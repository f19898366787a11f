using System.Threading.Channels;
using Cpd.Adapters.Webhooks;
using Cpd.EventLog;
using Microsoft.Extensions.Logging;

namespace Cpd.Adapters.Dispatch;

/// <summary>
/// Writes what the senders learn. What piled up while one transaction ran goes into the next one together: a commit costs
/// as much as the rows of a hundred messages.
/// </summary>
internal sealed partial class GroupCommit(IEventLog log, TimeProvider clock, ILogger<GroupCommit> logger) : SendingService
{
    private const int MostTogether = 64;

    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    private readonly Channel<Change> _changes = Channel.CreateUnbounded<Change>(new UnboundedChannelOptions { SingleReader = true });
    private int _pending;

    /// <summary>Changes that are not durable yet.</summary>
    public int Pending => Volatile.Read(ref _pending);

    /// <summary>Writes when it can; nobody waits for it. What is not written when the process ends is found again by the rows that stay open.</summary>
    /// <param name="apply">Runs again when its transaction failed, so it may change nothing but the rows and the transaction.</param>
    public void Post(Call call, Action<DispatchRows> apply) => Add(new Change(call, null, apply, null));

    /// <inheritdoc cref="Post(Call, Action{DispatchRows})"/>
    public void Post(WebhookCall call, Action<DispatchRows> apply) => Add(new Change(null, call, apply, null));

    /// <summary>Done when it is durable.</summary>
    /// <param name="apply">As for <see cref="Post(Call, Action{DispatchRows})"/>.</param>
    public Task Durable(Call call, Action<DispatchRows> apply)
    {
        var change = new Change(call, null, apply, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        Add(change);
        return change.Done!.Task;
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _changes.Writer.TryComplete();
        try
        {
            if (ExecuteTask is { } writing) await writing.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // No time left; open rows are looked up at the next start.
        }
        await base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var together = new List<Change>(MostTogether);
        while (await _changes.Reader.WaitToReadAsync(stoppingToken))
        {
            while (together.Count < MostTogether && _changes.Reader.TryRead(out var change)) together.Add(change);
            if (!await TryWrite(together, stoppingToken)) await WriteOneByOne(together, stoppingToken);
            together.Clear();
        }
    }

    private void Add(Change change)
    {
        Interlocked.Increment(ref _pending);
        if (_changes.Writer.TryWrite(change)) return;

        Interlocked.Decrement(ref _pending);
        change.Done?.TrySetCanceled();
    }

    /// <summary>One that cannot be written holds up the others for a moment, not for good.</summary>
    private async Task WriteOneByOne(List<Change> changes, CancellationToken ct)
    {
        var failures = 0;
        foreach (var change in changes)
        {
            while (!await TryWrite([change], ct))
            {
                await Task.Delay(Backoff.After(++failures, FirstWait, LongestWait), clock, ct);
                // To the end of the line, unless the line is closed: then there is only this place to try again.
                if (_changes.Writer.TryWrite(change)) break;
            }
        }
    }

    private async Task<bool> TryWrite(List<Change> changes, CancellationToken ct)
    {
        try
        {
            await log.Write(transaction =>
            {
                var rows = new DispatchRows(transaction);
                rows.Calls.Load(changes.Select(change => change.Call).OfType<Call>());
                rows.Webhooks.Load(changes.Select(change => change.Webhook).OfType<WebhookCall>());
                foreach (var change in changes) change.Apply(rows);
                rows.Flush();
                return Task.CompletedTask;
            }, ct);
        }
        catch (Exception fault) when (fault is not OperationCanceledException || !ct.IsCancellationRequested)
        {
            Log.NotWritten(logger, changes.Count, fault);
            return false;
        }

        Interlocked.Add(ref _pending, -changes.Count);
        foreach (var change in changes) change.Done?.TrySetResult();
        return true;
    }

    /// <param name="Call">The row it is about, or <paramref name="Webhook"/>'s.</param>
    private sealed record Change(Call? Call, WebhookCall? Webhook, Action<DispatchRows> Apply, TaskCompletionSource? Done);

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} answers could not be written and will be tried again")]
        public static partial void NotWritten(ILogger logger, int count, Exception fault);
    }
}
