using System.Collections.Immutable;

namespace Cpd.Engine.Journeys;

/// <summary>Hours of some weekdays, in the person's own zone.</summary>
/// <param name="Days">The days the window opens on; none is every day.</param>
/// <param name="To">Where it is not after <paramref name="From"/> the window closes on the next day.</param>
public sealed record DayWindow(ImmutableArray<DayOfWeek> Days, TimeOnly From, TimeOnly To)
{
    public bool Contains(DateTimeOffset at, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(at, zone).DateTime;
        var time = TimeOnly.FromDateTime(local);
        if (From < To) return time >= From && time < To && Opens(local.DayOfWeek);

        return (time >= From && Opens(local.DayOfWeek)) || (time < To && Opens(local.AddDays(-1).DayOfWeek));
    }

    /// <summary>The first moment from <paramref name="at"/> on that lies in the window; <paramref name="at"/> itself where it does.</summary>
    public DateTimeOffset NextMoment(DateTimeOffset at, TimeZoneInfo zone)
    {
        if (Contains(at, zone)) return at;

        // Fifteen days, because the only opening of a week may fall into the hour that a clock skips.
        var today = TimeZoneInfo.ConvertTime(at, zone).Date;
        for (var day = 0; day <= 15; day++)
            foreach (var opening in Openings(today.AddDays(day), zone))
                if (opening >= at && Contains(opening, zone)) return opening;
        return at.AddDays(1);
    }

    private bool Opens(DayOfWeek day) => Days.IsDefaultOrEmpty || Days.Contains(day);

    /// <summary>One moment a day, but two where the clock is set back over the opening.</summary>
    private IEnumerable<DateTimeOffset> Openings(DateTime day, TimeZoneInfo zone)
    {
        var local = day + From.ToTimeSpan();
        yield return Moments.Local(local, zone);
        if (zone.IsAmbiguousTime(local)) yield return new DateTimeOffset(local, zone.GetAmbiguousTimeOffsets(local).Min()).ToUniversalTime();
    }
}
