using System.Globalization;
using Cpd.Web.Features.Shared;

namespace Cpd.Web.Features.Reports;

/// <summary>A value of a table, for people.</summary>
internal static class ReportCell
{
    public static string Text(object? value) => value switch
    {
        null => "",
        long number => Numbers.Text(number),
        Share share => Of(share.Value),
        Points points => Signed(points.Value),
        More more => double.IsFinite(more.Value) ? Signed(more.Value) + " %" : "",
        TimeSpan span => Of(span),
        DateTimeOffset at => at.ToUniversalTime().ToString(at.TimeOfDay == TimeSpan.Zero ? "d MMM yyyy" : "d MMM yyyy, HH:mm", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    public static string Of(double share) => (share * 100).ToString("0.0", CultureInfo.InvariantCulture) + " %";

    /// <summary>In hundredths, with its sign: +2.5.</summary>
    public static string Signed(double share) => (share * 100).ToString("+0.0;−0.0;0.0", CultureInfo.InvariantCulture);

    public static string Of(TimeSpan span) => span switch
    {
        { TotalSeconds: < 1 } => Math.Round(span.TotalMilliseconds).ToString(CultureInfo.InvariantCulture) + " ms",
        { TotalSeconds: < 60 } => span.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture) + " s",
        { TotalMinutes: < 60 } => span.TotalMinutes.ToString("0.0", CultureInfo.InvariantCulture) + " min",
        { TotalHours: < 48 } => span.TotalHours.ToString("0.0", CultureInfo.InvariantCulture) + " h",
        _ => span.TotalDays.ToString("0.0", CultureInfo.InvariantCulture) + " d",
    };
}
