using System.Globalization;

namespace Cpd.Engine.Conditions;

/// <summary>Times such as <c>30 minutes</c> or <c>1 day</c>; printed in the largest unit that fits, days at most.</summary>
internal static class Durations
{
    private static readonly (string Name, TimeSpan Length)[] Units =
    [
        ("day", TimeSpan.FromDays(1)), ("hour", TimeSpan.FromHours(1)), ("minute", TimeSpan.FromMinutes(1)), ("second", TimeSpan.FromSeconds(1)),
    ];

    public static string Print(TimeSpan time)
    {
        var (name, length) = Units.First(unit => time.Ticks % unit.Length.Ticks == 0);
        var count = time.Ticks / length.Ticks;
        return string.Create(CultureInfo.InvariantCulture, $"{count} {name}{(count == 1 ? "" : "s")}");
    }

    /// <param name="unit">In the singular or plural; weeks are understood, too.</param>
    public static TimeSpan? Of(int count, string unit)
    {
        var singular = unit.EndsWith('s') ? unit[..^1] : unit;
        if (singular == "week") return TimeSpan.FromDays(7L * count);

        foreach (var (name, length) in Units)
            if (name == singular) return count * length;
        return null;
    }
}
