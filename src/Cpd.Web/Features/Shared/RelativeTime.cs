using System.Globalization;

namespace Cpd.Web.Features.Shared;

/// <summary>How long ago, in words; shell.js says the same as time goes on.</summary>
internal static class RelativeTime
{
    /// <param name="toMinute">The moment is only known to the minute: nothing is said of seconds.</param>
    public static string Text(DateTimeOffset at, DateTimeOffset now, bool toMinute = false)
    {
        var apart = now - at;
        var size = apart.Duration();
        // What is to come is rounded up: an hour that began just now is "in 1 h", not "in 59 min".
        if (apart.TotalMinutes <= -1) size = TimeSpan.FromMinutes(Math.Ceiling(size.TotalMinutes));
        if (toMinute && size.TotalMinutes < 1) return "just now";
        if (size.TotalSeconds < 5) return apart < TimeSpan.Zero ? "now" : "just now";

        var words = size switch
        {
            { TotalMinutes: < 1 } => $"{(int)size.TotalSeconds} s",
            { TotalHours: < 1 } => $"{(int)size.TotalMinutes} min",
            { TotalDays: < 1 } => $"{(int)size.TotalHours} h",
            { TotalDays: < 7 } => $"{(int)size.TotalDays} d",
            _ => null,
        };
        if (words is null) return at.ToString("d MMM yyyy", CultureInfo.InvariantCulture);
        return apart < TimeSpan.Zero ? $"in {words}" : $"{words} ago";
    }
}
