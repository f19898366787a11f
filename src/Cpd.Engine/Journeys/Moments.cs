namespace Cpd.Engine.Journeys;

/// <summary>The engine counts in whole milliseconds, as it stores them: what was restarted in between must decide the same.</summary>
internal static class Moments
{
    public static DateTimeOffset Floor(DateTimeOffset at) => DateTimeOffset.FromUnixTimeMilliseconds(at.ToUnixTimeMilliseconds());

    /// <summary>For what must not be early.</summary>
    public static DateTimeOffset Ceiling(DateTimeOffset at)
    {
        var floor = Floor(at);
        return floor < at ? floor.AddMilliseconds(1) : floor;
    }

    /// <summary>A local time as a moment. In the hour that a clock skips it is the moment the clock jumps over it; of an hour that comes twice, the first.</summary>
    public static DateTimeOffset Local(DateTime local, TimeZoneInfo zone)
    {
        local = DateTime.SpecifyKind(local, DateTimeKind.Unspecified);
        if (zone.IsAmbiguousTime(local)) return new DateTimeOffset(local, zone.GetAmbiguousTimeOffsets(local).Max()).ToUniversalTime();
        if (zone.IsInvalidTime(local))
        {
            local = local.Date.AddMinutes(Math.Floor(local.TimeOfDay.TotalMinutes));
            while (zone.IsInvalidTime(local)) local = local.AddMinutes(1);
        }
        return new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime();
    }
}
