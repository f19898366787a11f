using System.Globalization;
using Cpd.Engine.UserView;

namespace Cpd.Engine.Tests.Dashboards;

public sealed class HowLongThingsTook
{
    [Theory]
    [InlineData(0.5)]
    [InlineData(0.95)]
    [InlineData(0.99)]
    public void A_percentile_of_the_steps_is_that_of_the_times_but_for_a_tenth(double share)
    {
        var random = new Random(4);
        var times = Enumerable.Range(0, 5_000).Select(_ => Math.Exp(random.NextDouble() * 14) + 1).Order().ToList();
        var steps = times.GroupBy(Step).ToDictionary(step => step.Key, step => (long)step.Count());

        var found = Latency.Percentile(steps, share)!.Value.TotalMilliseconds;

        Assert.InRange(found / times[(int)Math.Ceiling(times.Count * share) - 1], 0.9, 1.1);
    }

    [Fact]
    public void Less_than_nothing_and_more_than_a_year_have_a_step_too()
    {
        Assert.Equal(0, Step(-5));
        Assert.Equal(Step(TimeSpan.FromDays(9_000).TotalMilliseconds), Step(TimeSpan.FromDays(90_000).TotalMilliseconds));
        Assert.Null(Latency.Percentile(new Dictionary<int, long>(), 0.5));
    }

    private static int Step(double milliseconds) => int.Parse(Latency.Name(TimeSpan.FromMilliseconds(milliseconds)), CultureInfo.InvariantCulture);
}
