using Cpd.Engine.People;

namespace Cpd.Engine.Messages.Sending;

/// <summary>A message is to go out at the hour at which the person mostly reacts to messages, and not later than at some time.</summary>
/// <param name="Until">Then it goes out at the latest, if nothing else keeps it.</param>
public sealed record BestTime(ReactionHours Reactions, DateTimeOffset Until)
{
    /// <summary>So many reactions say something about a person; with fewer nobody waits.</summary>
    public const int Fewest = 5;

    /// <summary>What a message may wait where somebody draws one and says nothing of it yet.</summary>
    public static readonly TimeSpan UsualBound = TimeSpan.FromHours(12);

    public static readonly TimeSpan ShortestBound = TimeSpan.FromHours(1);

    /// <summary>After a day the same hours come again.</summary>
    public static readonly TimeSpan LongestBound = TimeSpan.FromDays(1);

    /// <summary>
    /// The first moment, from now on, of the hour with the most reactions that is left; of equal ones the earliest. The hour it is now
    /// counts with the others, however little is left of it. Null where no hour that is left had any.
    /// </summary>
    /// <param name="quietOver">The first moment from another on that is not quiet.</param>
    internal (DateTimeOffset At, int Hour, int Count)? Choose(DateTimeOffset now, DateTimeOffset until, TimeZoneInfo zone, Func<DateTimeOffset, DateTimeOffset> quietOver)
    {
        (DateTimeOffset At, int Hour, int Count)? best = null;
        for (var (at, next) = (now, NextHour(now, zone)); at <= until; (at, next) = (next, NextHour(next, zone)))
        {
            if (Reactions.At(TimeZoneInfo.ConvertTime(at, zone).Hour) <= (best?.Count ?? 0)) continue;
            var open = quietOver(at);
            if (open > until || open >= next) continue;
            var hour = TimeZoneInfo.ConvertTime(open, zone).Hour;
            if (Reactions.At(hour) is var count && count > (best?.Count ?? 0)) best = (open, hour, count);
        }
        return best;
    }

    /// <summary>When their clock next shows a full hour.</summary>
    private static DateTimeOffset NextHour(DateTimeOffset at, TimeZoneInfo zone) =>
        at + TimeSpan.FromTicks(TimeSpan.TicksPerHour - TimeZoneInfo.ConvertTime(at, zone).TimeOfDay.Ticks % TimeSpan.TicksPerHour);
}
