namespace Cpd.Engine.Dashboards;

/// <summary>A share of people with what can be said of it: of a small number not much.</summary>
public readonly record struct Interval(double Low, double High)
{
    public bool Contains(double value) => Low <= value && value <= High;
}

/// <summary>
/// Shares and their differences at 95 percent confidence: Wilson's interval for one share, and from two of them Newcombe's
/// for the difference (his method 10) and MOVER-R for the ratio. Unlike the usual formulas they are right for few people and for shares near
/// none or all, and they agree: the ratio's interval is beyond 1 exactly where the difference's is beyond 0.
/// </summary>
public static class Proportions
{
    /// <summary>The normal distribution's 97.5 percent.</summary>
    private const double Z = 1.959963984540054;

    public static Interval Wilson(long hits, long of)
    {
        if (of <= 0) return new Interval(0, 1);

        var (n, share) = ((double)of, Math.Clamp((double)hits / of, 0, 1));
        var middle = share + (Z * Z / (2 * n));
        var reach = Z * Math.Sqrt((share * (1 - share) / n) + (Z * Z / (4 * n * n)));
        var whole = 1 + (Z * Z / n);
        return new Interval(Math.Max(0, (middle - reach) / whole), Math.Min(1, (middle + reach) / whole));
    }

    /// <summary>How much the first share is above the second, from -1 to 1.</summary>
    public static Interval Difference(long hits, long of, long otherHits, long otherOf)
    {
        if (of <= 0 || otherOf <= 0) return new Interval(-1, 1);

        var (share, other) = ((double)hits / of, (double)otherHits / otherOf);
        var (one, two) = (Wilson(hits, of), Wilson(otherHits, otherOf));
        var difference = share - other;
        return new Interval(
            difference - Math.Sqrt(Square(share - one.Low) + Square(two.High - other)),
            difference + Math.Sqrt(Square(one.High - share) + Square(other - two.Low)));
    }

    /// <summary>How many times the second share the first is; without an upper end (infinity) where the second may be none.</summary>
    /// <remarks>Donner and Zou 2012. Each end r is where the interval of <c>share - r * other</c> ends at 0: a quadratic equation, solved so that nothing cancels out.</remarks>
    public static Interval Ratio(long hits, long of, long otherHits, long otherOf)
    {
        if (of <= 0 || otherOf <= 0) return new Interval(0, double.PositiveInfinity);

        var (share, other) = ((double)hits / of, (double)otherHits / otherOf);
        var (one, two) = (Wilson(hits, of), Wilson(otherHits, otherOf));
        var low = Reach(share, one.Low);
        var high = Reach(other, two.Low);
        return new Interval(
            low <= 0 ? 0 : low / ((share * other) + Root(low * Reach(other, two.High))),
            high <= 0 ? double.PositiveInfinity : ((share * other) + Root(high * Reach(share, one.High))) / high);

        double Root(double product) => Math.Sqrt(Math.Max(0, Square(share * other) - product));
    }

    /// <summary>The share's square less that of its distance to an end of its interval.</summary>
    private static double Reach(double share, double end) => end * ((2 * share) - end);

    private static double Square(double value) => value * value;
}
