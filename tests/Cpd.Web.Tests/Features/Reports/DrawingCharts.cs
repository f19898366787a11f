using Bunit;
using Cpd.Web.Features.Shared.Charts;

namespace Cpd.Web.Tests.Features.Reports;

public sealed class DrawingCharts : BunitContext
{
    [Theory]
    [InlineData(0, new long[] { 0, 1 })]
    [InlineData(3, new long[] { 0, 1, 2, 3 })]
    [InlineData(5, new long[] { 0, 2, 4, 6 })]
    [InlineData(97, new long[] { 0, 50, 100 })]
    [InlineData(1_234_567, new long[] { 0, 500_000, 1_000_000, 1_500_000 })]
    public void The_scale_has_round_numbers_and_ends_above_all(long highest, long[] ticks) => Assert.Equal(ticks, ChartScale.Ticks(highest));

    [Fact]
    public void At_nothing_it_stands_still_and_says_so()
    {
        var chart = Render<StackChart>(parameters => parameters
            .Add(chart => chart.Series, [new ChartSeries("Delivered", "look-good", [0, 0])])
            .Add(chart => chart.Points, ["10:00", "11:00"])
            .Add(chart => chart.Nothing, "No messages in this period."));

        Assert.Equal("", chart.Find("path").GetAttribute("d"));
        Assert.Contains("No messages in this period.", chart.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void A_column_says_what_it_stands_for()
    {
        var chart = Render<StackChart>(parameters => parameters
            .Add(chart => chart.Series, [new ChartSeries("Delivered", "look-good", [1_250, 0]), new ChartSeries("Not sent", "look-bad", [3, 0])])
            .Add(chart => chart.Points, ["10:00", "11:00"]));

        Assert.Equal("10:00: 1,250 delivered, 3 not sent", chart.Find(".columns i").GetAttribute("title"));
    }

    [Fact]
    public void What_flows_into_a_box_has_room_in_it_and_boxes_do_not_lie_on_each_other()
    {
        var layout = SankeyLayout.Of([("in", "a", 70), ("in", "b", 30), ("a", "end", 50), ("a", "b", 20), ("b", "end", 50)]);

        var boxes = layout.Boxes.ToDictionary(box => box.Node);
        Assert.True(boxes["in"].Left < boxes["a"].Left && boxes["a"].Left < boxes["b"].Left && boxes["b"].Left < boxes["end"].Left);
        Assert.Equal(boxes["in"].Height, boxes["end"].Height, 3);
        Assert.Equal(boxes["in"].Height * 0.5, boxes["b"].Height, 3);
        foreach (var column in layout.Boxes.GroupBy(box => box.Left))
            foreach (var (upper, lower) in column.OrderBy(box => box.Top).Zip(column.OrderBy(box => box.Top).Skip(1)))
                Assert.True(upper.Top + upper.Height < lower.Top);
        Assert.All(layout.Boxes, box => Assert.True(box.Top + box.Height <= layout.Height && box.Left + box.Width <= layout.Width));
    }

    [Fact]
    public void Of_nothing_nothing_is_drawn() => Assert.Empty(SankeyLayout.Of([]).Boxes);
}
