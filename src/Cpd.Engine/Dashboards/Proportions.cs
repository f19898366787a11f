namespace Cpd.Engine.Dashboards;

/// <summary>A share of people with what can be said of it: of a small number not much.</summary>
public readonly record struct Interval(double Low, double High)
{
    public bool Contains(double value) => Low <= value && value <= High;
}

/// <summary>
/// Shares and their differences at 95 percent confidence: Wilson's interval for one share, and from two of them Newcombe's
/// for the difference (his method 10). Unlike the usual formula both are right for few people and for shares near none or all.
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

    private static double Square(double value) => value * value;
}
