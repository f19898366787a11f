using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace Cpd.Web.Hosting;

/// <summary>Prometheus' text format, version 0.0.4.</summary>
internal static class PrometheusText
{
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

    public static bool IsDistribution(Instrument instrument) => instrument is Histogram<long> or Histogram<int> or Histogram<double>;

    public static void Write(StringBuilder text, string name, Instrument instrument, IReadOnlyList<(string Labels, MetricSeries Series)> values)
    {
        Describe(text, name, instrument.Description, Type(instrument));
        if (!IsDistribution(instrument))
        {
            foreach (var (labels, series) in values) Line(text, name, labels, series.Now.Value);
            return;
        }

        foreach (var (labels, series) in values)
        {
            var (sum, _, count) = series.Now;
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
        IsDistribution(instrument) ? "summary"
        : instrument.GetType().Name.Contains("UpDown", StringComparison.Ordinal) || !instrument.GetType().Name.Contains("Counter", StringComparison.Ordinal) ? "gauge"
        : "counter";

    private static void Line(StringBuilder text, string name, string labels, double value) => text
        .Append(name).Append(labels).Append(' ')
        .Append(double.IsPositiveInfinity(value) ? "+Inf" : double.IsNegativeInfinity(value) ? "-Inf" : value.ToString("R", CultureInfo.InvariantCulture))
        .Append('\n');

    private static string Escape(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
}
