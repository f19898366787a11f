using System.Globalization;
using Cpd.Engine.UserView;

namespace Cpd.Engine.Dashboards;

/// <summary>
/// What times a report is about: whole minutes, hours or days in UTC, so that the same range is the same rows for everybody
/// who asks, and numbers of a chart add up to those beside it.
/// </summary>
/// <param name="Name">As it stands in an address; null for a range of days that somebody chose.</param>
/// <param name="To">The first moment after it.</param>
/// <param name="Total">By what its sums are read.</param>
/// <param name="Chart">By what its charts are drawn.</param>
public sealed record ReportRange(string? Name, DateTimeOffset From, DateTimeOffset To, Per Total, Per Chart)
{
    public const string Hour = "1h", Day = "24h", Week = "7d", Month = "30d";

    /// <summary>Days are kept for ever, but nobody can look at so many bars.</summary>
    private const int MostDays = 400;

    public static readonly IReadOnlyList<(string Name, string Words)> Ready =
        [(Hour, "Last hour"), (Day, "24 hours"), (Week, "7 days"), (Month, "30 days")];

    /// <summary>A chosen range, of days.</summary>
    public bool IsChosen => Name is null;

    /// <summary>Ends now: who was active last in it was active in it.</summary>
    public bool EndsNow { get; private init; } = true;

    public int Points => (int)((To - From) / Buckets.Length(Chart));

    /// <summary>What an address asks for; whatever is no range is the last 24 hours.</summary>
    /// <param name="from">The first day, as <c>2030-01-31</c>; with <paramref name="to"/> it outweighs the name.</param>
    /// <param name="to">The last day, itself included.</param>
    public static ReportRange Of(string? name, string? from, string? to, DateTimeOffset now)
    {
        if (DayOf(from) is { } first && DayOf(to) is { } last) return Chosen(first, last, now);

        ReportRange Until(string name, Per total, int count, Per chart)
        {
            var end = Buckets.Begin(Buckets.Of(now, total) + 1, total);
            return new ReportRange(name, end - (Buckets.Length(total) * count), end, total, chart);
        }

        return name switch
        {
            Hour => Until(Hour, Per.Minute, 60, Per.Minute),
            Week => Until(Week, Per.Day, 7, Per.Hour),
            Month => Until(Month, Per.Day, 30, Per.Day),
            _ => Until(Day, Per.Hour, 24, Per.Hour),
        };
    }

    private static ReportRange Chosen(DateOnly first, DateOnly last, DateTimeOffset now)
    {
        if (last < first) (first, last) = (last, first);
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        if (last > today) last = today;
        if (first > last) first = last;
        if (last.DayNumber - first.DayNumber >= MostDays) first = last.AddDays(1 - MostDays);

        var days = last.DayNumber - first.DayNumber + 1;
        var isByHour = days <= 8 && today.DayNumber - first.DayNumber < MostDays;
        return new ReportRange(null, Moment(first), Moment(last.AddDays(1)), Per.Day, isByHour ? Per.Hour : Per.Day) { EndsNow = last == today };
    }

    private static DateTimeOffset Moment(DateOnly day) => new(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);

    private static DateOnly? DayOf(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is > 1970 and < 9999 ? day : null;
}
