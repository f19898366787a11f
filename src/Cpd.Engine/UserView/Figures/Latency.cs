using System.Globalization;

namespace Cpd.Engine.UserView;

/// <summary>
/// How long things took, in steps that are the same everywhere, so that counts of any minutes, channels and processes can be
/// added and a percentile of the sum is right: each step is a quarter of a doubling, from a millisecond to months.
/// </summary>
public static class Latency
{
    private const double StepsADoubling = 4;
    private const int Last = 140;   // 2^35 ms, a year and more

    /// <summary>The step's number in three digits, as counters are named.</summary>
    internal static string Name(TimeSpan took)
    {
        var milliseconds = Math.Max(1, took.TotalMilliseconds);
        var step = Math.Min(Last, (int)Math.Floor(Math.Log2(milliseconds) * StepsADoubling + 1e-9));
        return step.ToString("000", CultureInfo.InvariantCulture);
    }

    /// <summary>
    /// The time within which this share of all was done. As exact as the steps: off by less than a tenth.
    /// </summary>
    /// <param name="counts">By the step's number.</param>
    /// <param name="share">0.5 for the median.</param>
    /// <returns>Null where nothing was counted.</returns>
    public static TimeSpan? Percentile(IReadOnlyDictionary<int, long> counts, double share)
    {
        var total = counts.Values.Sum();
        if (total <= 0) return null;

        var wanted = Math.Max(1, (long)Math.Ceiling(total * share));
        foreach (var (step, count) in counts.OrderBy(pair => pair.Key))
            if ((wanted -= count) <= 0) return TimeSpan.FromMilliseconds(Math.Pow(2, (step + 0.5) / StepsADoubling));
        return null;
    }
}
