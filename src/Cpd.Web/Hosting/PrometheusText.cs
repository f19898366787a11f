using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace Cpd.Web.Hosting;

/// <summary>Prometheus' text format, version 0.0.4.</summary>
internal static class PrometheusText
{
    /// <summary>
    /// Our own as they are called. Of those of .NET the unit and whether it is a sum belong to the name, as everywhere: there are
    /// boards and alarms for them.
    /// </summary>
    public static string Name(Instrument instrument)
    {
        var name = Name(instrument.Name);
        if (!Metrics.OfTheFramework.Contains(instrument.Meter.Name)) return name;

        var unit = instrument.Unit switch { "s" => "_seconds", "By" => "_bytes", _ => "" };
        return name + unit + (Type(instrument) == "counter" ? "_total" : "");
    }

    public static string Name(string name) => name.Replace('.', '_').Replace('-', '_');

    /// <summary><c>{group="platform",kind="a \"b\""}</c>, or nothing.</summary>
    public static string Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (tags.IsEmpty) return "";
        var text = new StringBuilder("{");
        foreach (var (name, value) in tags)
        {
            if (text.Length > 1) text.Append(',');
            text.Append(Name(name)).Append("=\"").Append(Escape(Convert.ToString(value, CultureInfo.InvariantCulture) ?? "").Replace("\"", "\\\"", StringComparison.Ordinal)).Append('"');
        }
        return text.Append('}').ToString();
    }

    /// <summary>Those a histogram was made with, in ascending order.</summary>
    public static double[] Bounds(Instrument instrument) => instrument switch
    {
        Histogram<double> { Advice.HistogramBucketBoundaries: { } bounds } => [.. bounds],
        Histogram<long> { Advice.HistogramBucketBoundaries: { } bounds } => [.. bounds],
        Histogram<int> { Advice.HistogramBucketBoundaries: { } bounds } => [.. bounds],
        _ => [],
    };

    public static bool IsDistribution(Instrument instrument) => instrument is Histogram<long> or Histogram<int> or Histogram<double>;

    public static void Write(StringBuilder text, string name, Instrument instrument, IReadOnlyList<(string Labels, MetricSeries Series)> values)
    {
        Describe(text, name, instrument.Description, Type(instrument));
        if (!IsDistribution(instrument))
        {
            foreach (var (labels, series) in values) Line(text, name, labels, series.Now.Value);
            return;
        }

        var bounds = Bounds(instrument);
        foreach (var (labels, series) in values)
        {
            var (sum, _, count, upTo) = series.Now;
            for (var bound = 0; bound < bounds.Length; bound++) Line(text, name + "_bucket", UpTo(labels, Number(bounds[bound])), upTo[bound]);
            if (bounds.Length > 0) Line(text, name + "_bucket", UpTo(labels, "+Inf"), count);
            Line(text, name + "_count", labels, count);
            Line(text, name + "_sum", labels, sum);
        }
        Describe(text, name + "_max", $"The largest since the start. {instrument.Description}", "gauge");
        foreach (var (labels, series) in values) Line(text, name + "_max", labels, series.Now.Most);
    }

    private static void Describe(StringBuilder text, string name, string? description, string type)
    {
        if (description is { Length: > 0 }) text.Append("# HELP ").Append(name).Append(' ').Append(Escape(description)).Append('\n');
        text.Append("# TYPE ").Append(name).Append(' ').Append(type).Append('\n');
    }

    private static string Type(Instrument instrument) =>
        IsDistribution(instrument) ? Bounds(instrument).Length > 0 ? "histogram" : "summary"
        : instrument.GetType().Name.Contains("UpDown", StringComparison.Ordinal) || !instrument.GetType().Name.Contains("Counter", StringComparison.Ordinal) ? "gauge"
        : "counter";

    private static void Line(StringBuilder text, string name, string labels, double value) => text
        .Append(name).Append(labels).Append(' ')
        .Append(Number(value)).Append('\n');

    private static string Number(double value) =>
        double.IsPositiveInfinity(value) ? "+Inf" : double.IsNegativeInfinity(value) ? "-Inf" : value.ToString("R", CultureInfo.InvariantCulture);

    private static string UpTo(string labels, string bound) => labels.Length == 0 ? $"{{le=\"{bound}\"}}" : $"{labels[..^1]},le=\"{bound}\"}}";

    private static string Escape(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
}
