using Cpd.Contracts;

namespace Cpd.Adapters.Dispatch;

/// <summary>What an answer to one message means.</summary>
internal static class Verdict
{
    /// <summary>What became of the message; null where it is to be tried again.</summary>
    public static IEvent? Of(CallItem item, ItemAnswer answer, int attempts) => answer switch
    {
        ItemAnswer.Accepted => new MessageSent(item.Message, item.Channel, item.Request?.Place),
        ItemAnswer.Refused { Permanent: false } when item.Tries + 1 < attempts => null,
        ItemAnswer.Refused refused => Failed(item, refused.Code, refused.Reason, refused.Permanent),
        _ => throw new ArgumentOutOfRangeException(nameof(answer)),
    };

    public static MessageFailed Failed(CallItem item, string code, string reason, bool permanent) =>
        new(item.Message, item.Channel, code, reason, permanent, item.Request?.Place);
}

/// <summary>Writes outcomes, and keeps a call's list of what is open in step with them.</summary>
internal sealed class CallAnswers(CallQueue queue, GroupCommit commits, AdapterMetrics metrics, DispatchOptions options)
{
    /// <summary>
    /// Sorts what the provider said of a message: into <paramref name="outcomes"/>, or among what is still open and was
    /// tried once more.
    /// </summary>
    public void Sort(CallItem item, ItemAnswer answer, List<Outcome> outcomes, List<CallItem> open)
    {
        item.IsUnknown = false;
        if (Verdict.Of(item, answer, options.ItemAttempts) is { } said)
        {
            outcomes.Add(new Outcome(item, said));
            return;
        }
        item.Tries++;
        open.Add(item);
    }

    /// <summary>Hands outcomes over to be written. What stays open still has to be put somewhere by the caller.</summary>
    public void Settle(Call call, List<Outcome> outcomes, List<CallItem> open)
    {
        call.Open = open;
        if (outcomes.Count > 0)
        {
            commits.Post(call, rows =>
            {
                var (sent, failed) = rows.Calls.Answer(call, outcomes);
                rows.Transaction.OnCommitted(() => metrics.Told(sent, failed));
            });
        }
        if (open.Count == 0) queue.Forget(call);
    }

    /// <summary>When a call is tried again whose messages the provider refused for the time being.</summary>
    public TimeSpan RetryAfter(Call call) =>
        Backoff.After(Math.Max(1, call.Open.Max(item => item.Tries)), options.ItemBackoff, TimeSpan.FromHours(1));
}
