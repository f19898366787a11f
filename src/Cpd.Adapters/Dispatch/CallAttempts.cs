using System.Collections.Concurrent;
using Cpd.Adapters.Accounts;
using Cpd.Contracts;
using Microsoft.Extensions.Logging;

namespace Cpd.Adapters.Dispatch;

/// <summary>Sends one call and puts it where its answer wants it.</summary>
internal sealed partial class CallAttempts(
    IMessageSender sender,
    CallQueue queue,
    CallAnswers answers,
    GroupCommit commits,
    Throttle throttle,
    AccountCircuits circuits,
    AccountSilence silence,
    AccountBook accounts,
    AdapterProcess process,
    DispatchStatus status,
    AdapterMetrics metrics,
    DispatchOptions options,
    TimeProvider clock,
    ILogger<CallAttempts> logger)
{
    private static readonly TimeSpan LongestRetryAfter = TimeSpan.FromHours(1);

    /// <summary>Accounts that refused our credentials, each with the timestamp before which nothing is tried.</summary>
    private readonly ConcurrentDictionary<long, long> _closedUntil = new();

    public async Task Attempt(Call call)
    {
        if (!await MayStart(call)) return;

        var started = clock.GetUtcNow();
        var answer = AdapterTracing.IsOn ? await Traced(call, started) : await Send(call);
        call.IsAdmitted = false;
        metrics.Called(answer);
        switch (answer)
        {
            case SendAnswer.Answered answered:
                TakeAnswers(call, answered, started);
                break;
            case SendAnswer.Refused refused when refused.IsOfTheAccount:
                HoldAll(call, refused);
                break;
            case SendAnswer.Refused refused:
                TakeRefusal(call, refused);
                break;
            case SendAnswer.Busy busy:
                var wait = Backoff.After(++call.Failures, options.FirstBackoff, options.LongestBackoff);
                NotBegun(call);
                if (busy.RetryAfter is { } asked) wait += asked < LongestRetryAfter ? asked : LongestRetryAfter;
                queue.SendLater(call, clock.GetUtcNow() + wait);
                break;
            case SendAnswer.Unknown unknown:
                using (AdapterTracing.ForLines(call)) Log.OutcomeUnknown(logger, call.Id, call.Open.Count, unknown.Reason);
                HoldUnknown(call, started);
                break;
        }
    }

    /// <summary>The safe place for a call of which nobody knows how far it came.</summary>
    public void HoldUnknown(Call call, DateTimeOffset started)
    {
        call.Unknowns++;
        foreach (var item in call.Open) item.IsUnknown = true;
        queue.Hold(call, options.SurelyOver(started));
    }

    private async Task<bool> MayStart(Call call)
    {
        var now = clock.GetUtcNow();
        if (!process.Owns(call.Owner))
        {
            queue.Forget(call);   // another process has it
            return false;
        }
        if (!DropTooOld(call, now)) return false;

        // Nothing of it is unknown here, so it may go through another account than before.
        call.Move(accounts.Of(call.Workspace).Account);
        if (_closedUntil.TryGetValue(call.Account, out var until) && clock.GetElapsedTime(clock.GetTimestamp(), until) is var closed && closed > TimeSpan.Zero)
        {
            queue.SendLater(call, now + closed);
            return false;
        }

        if (!call.IsAdmitted)
        {
            call.IsAdmitted = true;
            var wait = throttle.Reserve(call.Workspace, call.Channel, call.Sender, call.Open.Count);
            if (wait > TimeSpan.Zero)
            {
                queue.SendLater(call, now + wait);
                return false;
            }
        }

        while (call.MustRenew || clock.GetUtcNow() - call.At > options.StartWithin)
        {
            if (await Renew(call)) continue;

            queue.Forget(call);
            return false;
        }
        return true;
    }

    /// <summary>The attempt's new time must be durable before the request starts; see <see cref="DispatchOptions.StartWithin"/>.</summary>
    private async Task<bool> Renew(Call call)
    {
        var at = DateTimeOffset.MinValue;
        var isOpen = false;
        await commits.Durable(call, rows =>
        {
            at = clock.GetUtcNow();
            isOpen = rows.Calls.Renew(call, at);
        });
        call.At = at;
        call.MustRenew = false;
        return isOpen;
    }

    /// <summary>False where nothing is left.</summary>
    private bool DropTooOld(Call call, DateTimeOffset now)
    {
        bool IsTooOld(CallItem item) => item.Record is { } record && now - record.At > options.GiveUpAfter;
        if (!call.Open.Exists(IsTooOld)) return true;

        var outcomes = call.Open.Where(IsTooOld)
            .Select(item => new Outcome(item, Verdict.Failed(
                item, "dispatch.gave-up", $"It could not be passed to the provider within {options.GiveUpAfter.TotalHours:0} hours.", permanent: false)))
            .ToList();
        answers.Settle(call, outcomes, [.. call.Open.Where(item => !IsTooOld(item))]);
        return call.Open.Count > 0;
    }

    private Task<SendAnswer> Traced(Call call, DateTimeOffset started) => AdapterTracing.Trace(call, started, () => Send(call));

    private async Task<SendAnswer> Send(Call call)
    {
        var messages = new OutgoingMessage[call.Open.Count];
        for (var index = 0; index < messages.Length; index++)
        {
            var item = call.Open[index];
            var request = item.Request ?? throw new InvalidOperationException("A message without its text cannot be sent.");
            messages[index] = new OutgoingMessage(
                item.Message, request.Channel, request.To, request.Sender, request.Text, CallbackData.Of(call.Workspace, item.Person, TraceParent.Recorded(item.Record?.Trace)), request.Parts, request.Transactional);
        }

        // As late as can be: this process may have been asleep at any line before.
        if (!process.MaySend(call.Owner)) return new SendAnswer.Busy("This process has to show first that it lives.", RetryAfter: null);

        // Not the host's token: a request that is out gets its answer written even while the process stops.
        using var timeout = new CancellationTokenSource(options.RequestTimeout, clock);
        var answer = await circuits.Of(call.Account).Send(sender, call.Through, messages, timeout.Token);
        Heed(call.Account, answer);
        return answer;
    }

    private void Heed(long account, SendAnswer answer)
    {
        switch (answer)
        {
            case SendAnswer.Busy { WasAsked: false }: break;
            case SendAnswer.Busy { RetryAfter: null } busy: silence.Missed(account, busy.Reason); break;
            case SendAnswer.Unknown unknown: silence.Missed(account, unknown.Reason); break;
            default: silence.Heard(account); break;
        }
    }

    private void TakeAnswers(Call call, SendAnswer.Answered answered, DateTimeOffset started)
    {
        status.Solved(call.Account);
        var outcomes = new List<Outcome>(call.Open.Count);
        var open = new List<CallItem>();
        foreach (var item in call.Open)
        {
            if (answered.Items.TryGetValue(item.Message, out var said))
            {
                answers.Sort(item, said, outcomes, open);
            }
            else
            {
                item.IsUnknown = true;
                open.Add(item);
            }
        }

        answers.Settle(call, outcomes, open);
        call.Failures = 0;
        call.Unknowns = 0;
        if (open.Count == 0) return;

        call.MustRenew = true;
        if (open.Exists(item => item.IsUnknown)) queue.Hold(call, options.SurelyOver(started));
        else queue.SendLater(call, clock.GetUtcNow() + answers.RetryAfter(call));
    }

    /// <summary>Nothing is lost because a key was mistyped: everything waits until somebody has put it right.</summary>
    private void HoldAll(Call call, SendAnswer.Refused refused)
    {
        var now = clock.GetUtcNow();
        _closedUntil[call.Account] = clock.GetTimestamp() + (long)(options.CredentialsRetry.TotalSeconds * clock.TimestampFrequency);
        if (status.Report(call.Account, refused.Code, refused.Reason, now))
        {
            using (AdapterTracing.ForLines(call)) Log.AccountRefused(logger, refused.Code, refused.Reason);
        }
        NotBegun(call);
        queue.SendLater(call, now + options.CredentialsRetry);
    }

    /// <summary>
    /// Surely nothing of it went out, and it waits. Where the provider could not be asked about that after a restart, it is
    /// written down; of calls that share a row it is not said, for another one may be under way.
    /// </summary>
    private void NotBegun(Call call)
    {
        if (sender.TellsAfterwards(call.Channel) || call.IsPart) return;
        call.At = Call.NotBegun;
        commits.Post(call, rows => rows.Calls.Renew(call, Call.NotBegun));
    }

    private void TakeRefusal(Call call, SendAnswer.Refused refused)
    {
        if (call.Open.Count > 1)
        {
            // Nothing was sent, and one message may have spoilt it for all.
            var (first, second) = call.Split();
            queue.Send(first);
            queue.Send(second);
            queue.Forget(call);
            return;
        }

        answers.Settle(call, [new Outcome(call.Open[0], Verdict.Failed(call.Open[0], refused.Code, refused.Reason, permanent: true))], []);
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "The outcome of call {Call} with {Messages} messages is unknown ({Reason}); it is held and looked up")]
        public static partial void OutcomeUnknown(ILogger logger, long call, int messages, string reason);

        [LoggerMessage(Level = LogLevel.Error, Message = "The provider refuses this account ({Code}): {Reason} Messages wait until it is put right")]
        public static partial void AccountRefused(ILogger logger, string code, string reason);
    }
}
