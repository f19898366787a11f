using System.Diagnostics.Metrics;
using Cpd.Web.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cpd.Web.Tests.Hosting;

/// <summary>What Prometheus reads. Other tests of this process count as well, so each looks at its own names.</summary>
public sealed class MetricsPage : IDisposable
{
    private readonly Metrics _metrics = new(NullLogger<Metrics>.Instance);
    private readonly Meter _meter = new("Cpd.Tests");

    [Fact]
    public void A_counter_is_described_and_sums_up_by_its_labels()
    {
        var counter = _meter.CreateCounter<long>("page.first.sent", "{message}", "Messages that left.");
        counter.Add(2, new KeyValuePair<string, object?>("by", "a"));
        counter.Add(3, new KeyValuePair<string, object?>("by", "b"));
        counter.Add(1, new KeyValuePair<string, object?>("by", "a"));

        Assert.Equal(
            ["# HELP page_first_sent Messages that left.", "# TYPE page_first_sent counter", "page_first_sent{by=\"a\"} 3", "page_first_sent{by=\"b\"} 3"],
            Lines("page_first_sent"));
    }

    [Fact]
    public void What_nobody_counted_yet_is_described_alone()
    {
        _meter.CreateCounter<long>("page.second.failed", description: "Not yet.");

        Assert.Equal(["# HELP page_second_failed Not yet.", "# TYPE page_second_failed counter"], Lines("page_second_failed"));
    }

    [Fact]
    public void Labels_and_descriptions_may_hold_anything()
    {
        var counter = _meter.CreateCounter<long>("page.third", description: "One\\two\nthree");
        counter.Add(1, new KeyValuePair<string, object?>("to.whom", "a \"b\" \\ c\nd"));

        Assert.Equal(
            ["""# HELP page_third One\\two\nthree""", "# TYPE page_third counter", """page_third{to_whom="a \"b\" \\ c\nd"} 1"""],
            Lines("page_third"));
    }

    [Fact]
    public void A_distribution_has_count_sum_and_the_largest()
    {
        var histogram = _meter.CreateHistogram<double>("page.fourth.seconds", "s", "How long.");
        histogram.Record(0.5);
        histogram.Record(-2);

        Assert.Equal(
            [
                "# HELP page_fourth_seconds How long.", "# TYPE page_fourth_seconds summary", "page_fourth_seconds_count 2", "page_fourth_seconds_sum -1.5",
                "# HELP page_fourth_seconds_max The largest since the start. How long.", "# TYPE page_fourth_seconds_max gauge", "page_fourth_seconds_max 0.5",
            ],
            Lines("page_fourth_seconds"));
    }

    [Fact]
    public void A_distribution_with_bounds_tells_how_many_were_up_to_each()
    {
        var histogram = _meter.CreateHistogram("page.sixth", "s", "How long.", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.1, 1, 10] });
        foreach (var value in (double[])[0.05, 0.1, 5, 50]) histogram.Record(value, new KeyValuePair<string, object?>("by", "a"));

        Assert.Equal(
            [
                "# HELP page_sixth How long.", "# TYPE page_sixth histogram",
                "page_sixth_bucket{by=\"a\",le=\"0.1\"} 2", "page_sixth_bucket{by=\"a\",le=\"1\"} 2", "page_sixth_bucket{by=\"a\",le=\"10\"} 3", "page_sixth_bucket{by=\"a\",le=\"+Inf\"} 4",
                "page_sixth_count{by=\"a\"} 4",
            ],
            Lines("page_sixth")[..7]);
    }

    [Fact]
    public void A_figure_that_cannot_be_told_keeps_none_of_the_others_from_the_page()
    {
        _meter.CreateObservableGauge("page.seventh", () => 7, description: "Now.");
        _meter.CreateObservableGauge("page.eighth", new Func<int>(() => throw new InvalidOperationException("Nobody knows.")), description: "Never.");
        _meter.CreateObservableGauge("page.ninth", () => 9, description: "Now.");

        Assert.Equal(["# HELP page_seventh Now.", "# TYPE page_seventh gauge", "page_seventh 7"], Lines("page_seventh"));
        Assert.Equal(["# HELP page_eighth Never.", "# TYPE page_eighth gauge"], Lines("page_eighth"));
        Assert.Equal(["# HELP page_ninth Now.", "# TYPE page_ninth gauge", "page_ninth 9"], Lines("page_ninth"));
    }

    [Fact]
    public void Of_dotnet_itself_the_runtime_is_told_under_the_names_that_are_used_everywhere() =>
        Assert.Contains("# TYPE dotnet_gc_collections_total counter", Lines("dotnet_gc_collections_total"));

    [Fact]
    public void A_gauge_says_what_is_now_and_nothing_of_what_is_gone()
    {
        var seen = new List<Measurement<long>> { new(4, new KeyValuePair<string, object?>("group", "a")), new(5, new KeyValuePair<string, object?>("group", "b")) };
        _meter.CreateObservableGauge("page.fifth", () => seen.ToArray(), description: "Now.");
        Assert.Equal(["page_fifth{group=\"a\"} 4", "page_fifth{group=\"b\"} 5"], Lines("page_fifth")[2..]);

        seen.RemoveAt(0);
        seen[0] = new(6, new KeyValuePair<string, object?>("group", "b"));

        Assert.Equal(["# HELP page_fifth Now.", "# TYPE page_fifth gauge", "page_fifth{group=\"b\"} 6"], Lines("page_fifth"));
    }

    public void Dispose()
    {
        _meter.Dispose();
        _metrics.Dispose();
    }

    private string[] Lines(string name) => [.. _metrics.ToText().Split('\n').Where(line => line.Contains(name, StringComparison.Ordinal))];
}
