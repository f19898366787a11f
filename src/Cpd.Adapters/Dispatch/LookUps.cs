using Cpd.Contracts;
using Cpd.EventLog;
using Microsoft.Extensions.Logging;

namespace Cpd.Adapters.Dispatch;

/// <summary>Finds out what became of messages whose outcome is unknown: only what the provider does not know is sent again.</summary>
internal sealed partial class LookUps(
    IMessageSender sender,
    IEventLog log,
    CallQueue queue,
    CallAnswers answers,
    AdapterMetrics metrics,
    AccountSilence silence,
    AdapterProcess process,
    DispatchOptions options,
    TimeProvider clock,
    ILogger<LookUps> logger)
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(2);

    /// <summary>A call that brought this many unknown outcomes in a row goes on in two halves.</summary>
    private const int SplitAfter = 2;

    public async Task Run(CancellationToken ct)
    {
        var batch = new List<Call>();
        while (await queue.ToLookUp.WaitToReadAsync(ct))
        {
            var messages = 0;
            while (messages < options.LookUpBatch && queue.ToLookUp.TryRead(out var call))
            {
                if (!process.Owns(call.Owner))
                {
                    queue.Forget(call);   // another process has it
                    continue;
                }
                batch.Add(call);
                messages += call.Open.Count;
            }
            if (batch.Count > 0) await LookUp(batch, ct);
            batch.Clear();
        }
    }

    private async Task LookUp(List<Call> calls, CancellationToken ct)
    {
        var known = new Dictionary<MessageId, ItemAnswer>();
        var asked = new HashSet<MessageId>();
        var isRead = false;
        try
        {
            foreach (var call in calls) await DispatchRecords.Load(log, call, ct);
            isRead = true;
            await Ask(calls, known, asked, ct);
        }
        catch (Exception fault) when (!ct.IsCancellationRequested)
        {
            Log.NotAsked(logger, calls.Count, fault);
        }

        foreach (var call in calls) Take(call, known, asked, isRead);
        metrics.LookedUp(known.Count, asked.Count - known.Count);
    }

    private async Task Ask(List<Call> calls, Dictionary<MessageId, ItemAnswer> known, HashSet<MessageId> asked, CancellationToken ct)
    {
        // Each where it went; that one account cannot be asked says nothing of the others.
        foreach (var same in calls.GroupBy(call => (call.Through, call.Channel)))
            foreach (var ids in same.SelectMany(call => call.Open).Where(item => item.IsUnknown).Select(item => item.Message).Chunk(options.LookUpBatch))
            {
                if (await sender.LookUp(same.Key.Through, same.Key.Channel, ids, ct) is not { } found)
                {
                    silence.Missed(same.Key.Through.Account, "It does not report messages with an unknown outcome.");
                    break;
                }

                silence.Heard(same.Key.Through.Account);
                asked.UnionWith(ids);
                foreach (var id in ids)
                    if (found.TryGetValue(id, out var answer)) known[id] = answer;
            }
    }

    private void Take(Call call, Dictionary<MessageId, ItemAnswer> known, HashSet<MessageId> asked, bool isRead)
    {
        var outcomes = new List<Outcome>();
        var open = new List<CallItem>();
        var tries = call.Open.Sum(item => item.Tries);
        foreach (var item in call.Open)
        {
            if (item.IsUnknown && known.TryGetValue(item.Message, out var said))
            {
                answers.Sort(item, said, outcomes, open);
            }
            else if (item.IsUnknown && (asked.Contains(item.Message) || IsPast(call)) && NeverAgain(call, item) is { } failed)
            {
                outcomes.Add(new Outcome(item, failed));
            }
            else if (!item.IsUnknown && isRead && item.Request is null)
            {
                outcomes.Add(new Outcome(item, Verdict.Failed(item, "dispatch.record-gone", "Its text is no longer on the log.", permanent: true)));
            }
            else
            {
                item.IsUnknown &= !asked.Contains(item.Message);
                open.Add(item);
            }
        }

        answers.Settle(call, outcomes, open);
        if (open.Count > 0) GoOn(call, wasRefused: open.Sum(item => item.Tries) > tries);
    }

    /// <summary>Why a message that the provider does not know is not sent again all the same; null where it is.</summary>
    private MessageFailed? NeverAgain(Call call, CallItem item) =>
        IsPast(call)
            ? Verdict.Failed(item, "dispatch.outcome-unknown", "The provider no longer knows whether it was sent, so it was not sent again.", permanent: true)
        : item.Request is null
            ? Verdict.Failed(item, "dispatch.record-gone", "The provider does not know it, and its text is no longer on the log.", permanent: true)
        : null;

    /// <summary>The provider's logs no longer tell, whether it can be asked or not.</summary>
    private bool IsPast(Call call) => clock.GetUtcNow() - call.At > options.LookUpHorizon;

    private void GoOn(Call call, bool wasRefused)
    {
        if (call.Open.Exists(item => item.IsUnknown || item.Request is null))
        {
            queue.Hold(call, clock.GetUtcNow() + Backoff.After(++call.Failures, FirstWait, options.LongestBackoff));
            return;
        }

        call.Failures = 0;
        call.MustRenew = true;
        if (wasRefused)
        {
            queue.SendLater(call, clock.GetUtcNow() + answers.RetryAfter(call));
        }
        else if (call.Unknowns >= SplitAfter && call.Open.Count > 1)
        {
            var (first, second) = call.Split();
            queue.Send(first);
            queue.Send(second);
            queue.Forget(call);
        }
        else
        {
            queue.Send(call);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "{Calls} calls of unknown outcome could not be looked up; they stay held")]
        public static partial void NotAsked(ILogger logger, int calls, Exception fault);
    }
}
