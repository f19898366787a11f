namespace Cpd.Web.Features.Reports;

/// <summary>What stands behind a chart: shown on the page and given out as a file, so that both say the same.</summary>
/// <param name="Name">Part of an address and of a file's name.</param>
/// <param name="Rows">Texts, numbers, shares, times and spans; null where there is nothing to say.</param>
public sealed record ReportTable(string Name, IReadOnlyList<ReportColumn> Columns, IReadOnlyList<IReadOnlyList<object?>> Rows);

/// <param name="Key">Its name in a file.</param>
/// <param name="Title">Its name on a page.</param>
public sealed record ReportColumn(string Key, string Title, bool IsNumber = true)
{
    public static ReportColumn Words(string key, string title) => new(key, title, IsNumber: false);
}

/// <summary>A part of a whole, from 0 to 1.</summary>
public readonly record struct Share(double Value);

/// <summary>How much one share is above another, from -1 to 1.</summary>
public readonly record struct Points(double Value);

/// <summary>How much more something is than another, as a part of that: 0.5 is half as much again. Without an end (infinity) there is nothing to say.</summary>
public readonly record struct More(double Value);
