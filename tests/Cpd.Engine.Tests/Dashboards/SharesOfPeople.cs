using Cpd.Engine.Dashboards;

namespace Cpd.Engine.Tests.Dashboards;

/// <summary>The examples of Newcombe's papers of 1998, by which such intervals are judged, and of books on ratios.</summary>
public sealed class SharesOfPeople
{
    [Theory]
    [InlineData(81, 263, 0.2553, 0.3662)]
    [InlineData(15, 148, 0.0624, 0.1605)]
    [InlineData(0, 20, 0, 0.1611)]
    [InlineData(1, 29, 0.0061, 0.1718)]
    public void One_share_lies_where_Wilson_says(long hits, long of, double low, double high) => Is(low, high, Proportions.Wilson(hits, of));

    [Theory]
    [InlineData(56, 70, 48, 80, 0.0524, 0.3339)]
    [InlineData(9, 10, 3, 10, 0.1705, 0.8090)]
    [InlineData(6, 7, 2, 7, 0.0582, 0.8062)]
    [InlineData(5, 56, 0, 29, -0.0381, 0.1926)]
    [InlineData(0, 10, 0, 20, -0.1611, 0.2775)]
    [InlineData(10, 10, 0, 10, 0.6075, 1)]
    public void A_difference_lies_where_Newcombe_says(long hits, long of, long otherHits, long otherOf, double low, double high) =>
        Is(low, high, Proportions.Difference(hits, of, otherHits, otherOf));

    /// <summary>Two trials: epinephrine in high and standard dose (Perondi 2004, computed in Fagerland, Lydersen and Laake 2017), aspirin and placebo (Agresti 2002).</summary>
    [Theory]
    [InlineData(7, 34, 1, 34, 1.1537, 41.9763, 4)]
    [InlineData(189, 11034, 104, 11037, 1.43, 2.30, 2)]
    [InlineData(104, 11037, 189, 11034, 0.43, 0.70, 2)]
    public void A_ratio_lies_where_Donner_and_Zou_say(long hits, long of, long otherHits, long otherOf, double low, double high, int digits)
    {
        var ratio = Proportions.Ratio(hits, of, otherHits, otherOf);

        Assert.Equal(low, ratio.Low, digits);
        Assert.Equal(high, ratio.High, digits);
    }

    [Fact]
    public void A_ratio_to_what_may_be_none_has_no_upper_end_and_of_none_begins_at_none()
    {
        Assert.Equal(double.PositiveInfinity, Proportions.Ratio(5, 20, 0, 20).High);
        Assert.InRange(Proportions.Ratio(5, 20, 0, 20).Low, 0.5, 5);
        Assert.Equal(0, Proportions.Ratio(0, 20, 5, 20).Low);
        Assert.InRange(Proportions.Ratio(0, 20, 5, 20).High, 0.1, 1.5);
        Assert.Equal(new Interval(0, double.PositiveInfinity), Proportions.Ratio(0, 20, 0, 20));
    }

    [Fact]
    public void The_ratio_is_beyond_one_exactly_where_the_difference_is_beyond_none()
    {
        for (var of = 1; of <= 40; of += 3)
        for (var otherOf = 1; otherOf <= 40; otherOf += 3)
        for (var hits = 0; hits <= of; hits++)
        for (var otherHits = 0; otherHits <= otherOf; otherHits++)
        {
            var (ratio, difference) = (Proportions.Ratio(hits, of, otherHits, otherOf), Proportions.Difference(hits, of, otherHits, otherOf));
            if (Math.Min(Math.Abs(difference.Low), Math.Abs(difference.High)) < 1e-9) continue;   // at the border it is a matter of the last digit

            Assert.Equal((difference.Low > 0, difference.High < 0), (ratio.Low > 1, ratio.High < 1));
            if (hits > 0 && otherHits > 0) Assert.True(ratio.Contains((double)hits / of / ((double)otherHits / otherOf)));
        }
    }

    [Fact]
    public void Of_nobody_nothing_is_known()
    {
        Assert.Equal(new Interval(0, double.PositiveInfinity), Proportions.Ratio(3, 10, 0, 0));
        Assert.Equal(new Interval(0, 1), Proportions.Wilson(0, 0));
        Assert.Equal(new Interval(-1, 1), Proportions.Difference(3, 10, 0, 0));
    }

    private static void Is(double low, double high, Interval interval)
    {
        Assert.Equal(low, interval.Low, 4);
        Assert.Equal(high, interval.High, 4);
    }
}
