using System.Globalization;

namespace Cpd.Web.Features.Shared.Charts;

/// <summary>The steps beside a chart: round numbers, the last of them above everything that is drawn.</summary>
public static class ChartScale
{
    private const int Lines = 4;

    /// <summary>From 0 upwards; whole numbers, as people are.</summary>
    public static IReadOnlyList<long> Ticks(long highest)
    {
        if (highest <= Lines) return [.. Enumerable.Range(0, (int)Math.Max(1, highest) + 1).Select(tick => (long)tick)];

        var power = (long)Math.Pow(10, Math.Floor(Math.Log10((double)highest / Lines)));
        long[] steps = [power, 2 * power, 5 * power, 10 * power];
        var step = steps.First(step => step * Lines >= highest);
        return [.. Enumerable.Range(0, (int)((highest + step - 1) / step) + 1).Select(tick => tick * step)];
    }

    /// <summary>1,250 as "1.25k".</summary>
    public static string Rounded(long number) => number switch
    {
        >= 1_000_000_000 => (number / 1e9).ToString("0.##", CultureInfo.InvariantCulture) + "bn",
        >= 1_000_000 => (number / 1e6).ToString("0.##", CultureInfo.InvariantCulture) + "m",
        >= 10_000 => (number / 1e3).ToString("0.##", CultureInfo.InvariantCulture) + "k",
        _ => number.ToString("N0", CultureInfo.InvariantCulture),
    };
}
