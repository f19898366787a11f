using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Cpd.Engine.Journeys;

/// <summary>Spans of time as people write them: <c>1 hour</c>, <c>2 days 12 hours</c>, <c>-7 days</c>. A day is 24 hours.</summary>
public static class Durations
{
    /// <summary>Longer is a mistake, and would run out of the calendar when added to a date.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(3660);

    private static readonly (string Name, TimeSpan Size)[] Units =
    [
        ("week", TimeSpan.FromDays(7)), ("day", TimeSpan.FromDays(1)), ("hour", TimeSpan.FromHours(1)),
        ("minute", TimeSpan.FromMinutes(1)), ("second", TimeSpan.FromSeconds(1)), ("millisecond", TimeSpan.FromMilliseconds(1)),
    ];

    /// <summary>Weeks are read but written as days: the same span always has the same text.</summary>
    public static string ToText(TimeSpan span)
    {
        if (span == TimeSpan.Zero) return "0 seconds";

        var text = new StringBuilder(span < TimeSpan.Zero ? "-" : "");
        var rest = span.Duration();
        foreach (var (name, size) in Units.AsSpan(1))
        {
            var count = (long)(rest / size);
            if (count == 0) continue;
            if (text.Length > 1) text.Append(' ');
            text.Append(CultureInfo.InvariantCulture, $"{count} {name}").Append(count == 1 ? "" : "s");
            rest -= count * size;
        }
        return text.ToString();
    }

    public static bool TryParse([NotNullWhen(true)] string? text, out TimeSpan span)
    {
        span = TimeSpan.Zero;
        var trimmed = text?.Trim() ?? "";
        var negative = trimmed.StartsWith('-');
        var words = trimmed.TrimStart('-').Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (words.Length == 0 || words.Length % 2 != 0 || trimmed.StartsWith("--", StringComparison.Ordinal)) return false;

        var milliseconds = 0m;
        for (var i = 0; i < words.Length; i += 2)
        {
            if (!decimal.TryParse(words[i], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count)) return false;
            if (count > 1_000_000_000 || Unit(words[i + 1]) is not { } size) return false;
            milliseconds += count * (decimal)size.TotalMilliseconds;
        }
        if (milliseconds > (decimal)Longest.TotalMilliseconds) return false;

        span = TimeSpan.FromMilliseconds((long)(negative ? -milliseconds : milliseconds));
        return true;
    }

    private static TimeSpan? Unit(string word)
    {
        foreach (var (name, size) in Units)
            if (word.Equals(name, StringComparison.OrdinalIgnoreCase) || word.Equals(name + "s", StringComparison.OrdinalIgnoreCase)) return size;
        return null;
    }
}
