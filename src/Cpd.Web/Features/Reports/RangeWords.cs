using System.Globalization;
using Cpd.Engine.Dashboards;
using Cpd.Engine.UserView;

namespace Cpd.Web.Features.Reports;

/// <summary>A range in addresses and under charts.</summary>
internal static class RangeWords
{
    /// <summary>With its question mark.</summary>
    public static string Query(ReportRange range) => range.Name is { } name
        ? $"?range={name}"
        : string.Create(CultureInfo.InvariantCulture, $"?from={range.From:yyyy-MM-dd}&to={range.To.AddTicks(-1):yyyy-MM-dd}");

    /// <summary>What the points of a chart are called.</summary>
    public static IReadOnlyList<string> Points(ReportRange range) =>
        [.. WorkspaceTables.Times(range).Select(time => time.ToString(Format(range), CultureInfo.InvariantCulture))];

    public static string Each(ReportRange range) => range.Chart switch
    {
        Per.Minute => "by the minute",
        Per.Hour => "by the hour",
        _ => "by the day",
    };

    private static string Format(ReportRange range) => (range.Chart, range.Points) switch
    {
        (Per.Day, _) => "d MMM",
        (Per.Hour, > 24) => "d MMM HH:mm",
        _ => "HH:mm",
    };
}
