using System.Globalization;

namespace Cpd.Web.Cli;

/// <summary>How far something is, as text: <c>[########------------]  41 %  12,000 rows, 1,843/s  0:42 left</c>.</summary>
internal static class ProgressBar
{
    private const int Longest = 30;
    private const int Shortest = 5;

    /// <param name="width">The most characters; the bar gives way before the words do.</param>
    public static string Bar(double share, string text, TimeSpan? left, int width)
    {
        var words = "  " + Line(share, text, left);
        var length = Math.Min(Longest, width - words.Length - 2);
        var line = length < Shortest ? words.TrimStart() : $"[{new string('#', Filled(share, length)).PadRight(length, '-')}]{words}";
        return line.Length <= width ? line : line[..width];
    }

    public static string Line(double share, string text, TimeSpan? left) => string.Create(
        CultureInfo.InvariantCulture, $"{Math.Floor(Math.Clamp(share, 0, 1) * 100),3:0} %  {text}{(left is { } time ? $"  {Short(time)} left" : "")}");

    private static int Filled(double share, int length) => (int)(Math.Clamp(share, 0, 1) * length);

    private static string Short(TimeSpan time)
    {
        var whole = TimeSpan.FromSeconds(Math.Ceiling(time.TotalSeconds));
        return whole.TotalHours >= 1
            ? string.Create(CultureInfo.InvariantCulture, $"{(int)whole.TotalHours}:{whole.Minutes:00}:{whole.Seconds:00}")
            : string.Create(CultureInfo.InvariantCulture, $"{whole.Minutes}:{whole.Seconds:00}");
    }
}
