using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Cpd.Adapters.Dispatch;

/// <summary>
/// Tells people when an account has taken nothing for a while, and when it does again. One call that fails is nothing to tell:
/// it is tried again a moment later.
/// </summary>
internal sealed partial class AccountSilence(DispatchStatus status, AccountNames names, TimeProvider clock, ILogger<AccountSilence> logger)
{
    public const string Code = "provider.silent";

    private const int InARow = 3;

    private static readonly TimeSpan Spell = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<long, Silence> _silences = new();

    /// <summary>It answered, whatever it said.</summary>
    public void Heard(long account)
    {
        if (!_silences.ContainsKey(account) || !_silences.TryRemove(account, out var silence)) return;

        lock (silence)
        {
            silence.IsOver = true;
            if (!silence.IsTold) return;
            status.Solved(account, Code);
            var (name, seconds) = (names.Of(account), (long)clock.GetElapsedTime(silence.Began).TotalSeconds);
            Log.AnswersAgain(logger, name, seconds);
        }
    }

    /// <summary>Nothing could be handed to it.</summary>
    /// <param name="reason">A sentence.</param>
    public void Missed(long account, string reason)
    {
        var silence = _silences.GetOrAdd(account, static (_, clock) => new Silence(clock.GetTimestamp(), clock.GetUtcNow()), clock);
        lock (silence)
        {
            silence.Calls++;
            if (silence.IsTold || silence.IsOver || silence.Calls < InARow || clock.GetElapsedTime(silence.Began) < Spell) return;
            // What the account itself said, such as that its key is wrong, tells more.
            if (status.ProblemOf(account) is not null) return;

            var (name, since) = (names.Of(account), silence.Since.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture));
            status.Report(account, Code, $"The provider's account {name} has accepted nothing since {since}. {reason} It is retried automatically.", silence.Since);
            silence.IsTold = true;
            Log.Silent(logger, name, since, silence.Calls, reason);
        }
    }

    private sealed class Silence(long began, DateTimeOffset since)
    {
        public long Began { get; } = began;

        public DateTimeOffset Since { get; } = since;

        public int Calls { get; set; }

        public bool IsTold { get; set; }

        public bool IsOver { get; set; }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "The provider's account {Account} has taken nothing since {Since}, {Calls} calls in a row; messages wait and are tried again. {Reason}")]
        public static partial void Silent(ILogger logger, string account, string since, int calls, string reason);

        [LoggerMessage(Level = LogLevel.Information, Message = "The provider's account {Account} answers again, after {Seconds} s")]
        public static partial void AnswersAgain(ILogger logger, string account, long seconds);
    }
}
