using Microsoft.Extensions.Logging;

namespace Cpd.EventLog.Consuming;

/// <summary>
/// Rounds that fail one after the other, as they do while the database is away: tells of the first with everything that is
/// known, once a minute that it goes on, and when it is over. The thread of the rounds calls it.
/// </summary>
internal sealed partial class Outage(TimeProvider clock, ILogger log)
{
    private static readonly TimeSpan BetweenWords = TimeSpan.FromMinutes(1);

    private long? _began;
    private long _said;

    public void Failed(Exception fault)
    {
        var now = clock.GetTimestamp();
        if (_began is not { } began)
        {
            (_began, _said) = (now, now);
            Log.RoundFailed(log, fault);
        }
        else if (clock.GetElapsedTime(_said, now) >= BetweenWords)
        {
            _said = now;
            var seconds = (long)clock.GetElapsedTime(began, now).TotalSeconds;
            Log.StillFails(log, seconds, fault.Message);
        }
    }

    /// <summary>A transaction was committed.</summary>
    public void IsOver()
    {
        if (_began is not { } began) return;

        _began = null;
        var milliseconds = (long)clock.GetElapsedTime(began).TotalMilliseconds;
        Log.GoesOn(log, milliseconds);
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "A round failed and was undone; it is tried again until it does not")]
        public static partial void RoundFailed(ILogger logger, Exception fault);

        [LoggerMessage(Level = LogLevel.Error, Message = "Rounds have failed for {Seconds} s and are tried again: {Reason}")]
        public static partial void StillFails(ILogger logger, long seconds, string reason);

        [LoggerMessage(Level = LogLevel.Information, Message = "Rounds go on, {Milliseconds} ms after the first that failed")]
        public static partial void GoesOn(ILogger logger, long milliseconds);
    }
}
