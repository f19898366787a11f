using Cpd.Engine.Dashboards;

namespace Cpd.Engine.Tests.Dashboards;

/// <summary>The examples of Newcombe's papers of 1998, by which such intervals are judged.</summary>
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

    [Fact]
    public void Of_nobody_nothing_is_known()
    {
        Assert.Equal(new Interval(0, 1), Proportions.Wilson(0, 0));
        Assert.Equal(new Interval(-1, 1), Proportions.Difference(3, 10, 0, 0));
    }

    private static void Is(double low, double high, Interval interval)
    {
        Assert.Equal(low, interval.Low, 4);
        Assert.Equal(high, interval.High, 4);
    }
}
