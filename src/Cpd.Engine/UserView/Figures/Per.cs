namespace Cpd.Engine.UserView;

/// <summary>What figures are kept by, in UTC. The numbers are stored.</summary>
public enum Per
{
    Minute = 1,
    Hour = 2,
    Day = 3,
}

/// <summary>
/// Moments as numbers of minutes, hours and days since 1970. Every figure is added to its minute, its hour and its day at
/// once, so nothing has to be rolled up later: what is too old for a question by the minute is only taken away.
/// </summary>
public static class Buckets
{
    public static readonly IReadOnlyList<Per> All = [Per.Minute, Per.Hour, Per.Day];

    public static TimeSpan Length(Per per) => per switch
    {
        Per.Minute => TimeSpan.FromMinutes(1),
        Per.Hour => TimeSpan.FromHours(1),
        _ => TimeSpan.FromDays(1),
    };

    /// <summary>How long they are kept; null for ever.</summary>
    public static TimeSpan? Kept(Per per) => per switch
    {
        Per.Minute => TimeSpan.FromDays(3),
        Per.Hour => TimeSpan.FromDays(400),
        _ => null,
    };

    public static long Of(DateTimeOffset at, Per per) => Of(at.ToUnixTimeMilliseconds(), per);

    public static DateTimeOffset Begin(long number, Per per) => DateTimeOffset.UnixEpoch + (Length(per) * number);

    /// <summary>The hour or day of a minute.</summary>
    internal static long OfMinute(long minute, Per per) => per switch
    {
        Per.Minute => minute,
        Per.Hour => minute / 60,
        _ => minute / (24 * 60),
    };

    internal static long Of(long milliseconds, Per per) => milliseconds / (long)Length(per).TotalMilliseconds;

    /// <summary>The first that is kept; what belongs to an earlier one is told by longer ones alone.</summary>
    internal static long First(DateTimeOffset now, Per per) =>
        Kept(per) is { } kept ? Of(now.ToUnixTimeMilliseconds() - (long)kept.TotalMilliseconds, per) : long.MinValue;
}
