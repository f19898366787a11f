using Cpd.Engine.UserView;
using Cpd.EventLog.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cpd.Engine.Dashboards;

/// <summary>How a journey, or one version of it, goes.</summary>
/// <param name="Ended">By how they ended: the names of <see cref="Contracts.RunEnd"/>.</param>
public sealed record JourneyNumbers(
    long Began, long Messages, IReadOnlyDictionary<string, long> Ended, IReadOnlyDictionary<string, StepNumbers> Steps)
{
    public static readonly JourneyNumbers None = new(0, 0, new Dictionary<string, long>(), new Dictionary<string, StepNumbers>());

    /// <summary>Inside at this moment.</summary>
    public long Active => Math.Max(0, Began - Ended.Values.Sum());
}

/// <param name="Left">By the exit they took.</param>
public sealed record StepNumbers(long Entered, long Ended, long Failed, long Messages, IReadOnlyDictionary<string, long> Left)
{
    private static readonly Dictionary<string, long> Nothing = [];

    public static readonly StepNumbers None = new(0, 0, 0, 0, Nothing);

    /// <summary>Of a split: who went by an exit and reached the journey's goal.</summary>
    public IReadOnlyDictionary<string, long> Goals { get; init; } = Nothing;

    /// <summary>What became of the step's messages, by channel and mark: <c>Sms/Delivered</c>.</summary>
    public IReadOnlyDictionary<string, long> Fates { get; init; } = Nothing;

    public long Waiting => Math.Max(0, Entered - Ended - Left.Values.Sum());

    /// <summary>Messages of which this is known, on whatever channel: <c>Delivered</c>.</summary>
    public long Fate(string mark) => Fates.Where(fate => fate.Key.EndsWith("/" + mark, StringComparison.Ordinal)).Sum(fate => fate.Value);
}

/// <summary>Journeys' figures out of the user view.</summary>
public sealed class JourneyCounts(IDbContextFactory<CpdDb> databases, LiveFeed feed)
{
    /// <param name="version">Null: all versions together.</param>
    /// <param name="range">Who entered in it, whatever they did since; null: everybody ever.</param>
    public async Task<JourneyNumbers> Of(string workspace, string journey, int? version, CancellationToken ct, ReportRange? range = null)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var rows = Rows(db, workspace, range).Where(row => row.Journey == journey);
        if (version is { } one) rows = rows.Where(row => row.Version == one);
        return Numbers(await Sums(rows, ct));
    }

    /// <summary>The versions of a journey that anybody ever entered.</summary>
    public async Task<IReadOnlyDictionary<int, JourneyNumbers>> ByVersion(string workspace, string journey, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var rows = await Sums(Rows(db, workspace, range: null).Where(row => row.Journey == journey), ct);
        return rows.GroupBy(row => row.Version).ToDictionary(rows => rows.Key, rows => Numbers([.. rows]));
    }

    /// <summary>All journeys of a workspace that anybody ever entered, or entered in a range.</summary>
    public async Task<IReadOnlyDictionary<string, JourneyNumbers>> All(string workspace, CancellationToken ct, ReportRange? range = null)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var rows = await Sums(Rows(db, workspace, range), ct);
        return rows.GroupBy(row => row.Journey).ToDictionary(rows => rows.Key, rows => Numbers([.. rows]));
    }

    public IDisposable Watch(string workspace, Func<Task> changed) => feed.Watch(workspace, null, changed);

    private static IQueryable<CountedRow> Rows(CpdDb db, string workspace, ReportRange? range)
    {
        if (range is null)
            return db.Set<JourneyCountRow>().AsNoTracking().Where(row => row.Workspace == workspace)
                .Select(row => new CountedRow { Journey = row.Journey, Version = row.Version, Step = row.Step, Measure = row.Measure, Count = row.Count });

        var (per, from, to) = ((int)range.Total, Buckets.Of(range.From, range.Total), Buckets.Of(range.To, range.Total));
        return db.Set<JourneySpanRow>().AsNoTracking()
            .Where(row => row.Workspace == workspace && row.Per == per && row.Bucket >= from && row.Bucket < to)
            .Select(row => new CountedRow { Journey = row.Journey, Version = row.Version, Step = row.Step, Measure = row.Measure, Count = row.Count });
    }

    private static Task<List<CountedRow>> Sums(IQueryable<CountedRow> rows, CancellationToken ct) => rows
        .GroupBy(row => new { row.Journey, row.Version, row.Step, row.Measure })
        .Select(same => new CountedRow
        {
            Journey = same.Key.Journey, Version = same.Key.Version, Step = same.Key.Step, Measure = same.Key.Measure, Count = same.Sum(row => row.Count),
        })
        .ToListAsync(ct);

    private static JourneyNumbers Numbers(List<CountedRow> rows)
    {
        var whole = rows.Where(row => row.Step.Length == 0).ToList();
        var steps = rows.Where(row => row.Step.Length > 0).GroupBy(row => row.Step).ToDictionary(step => step.Key, step => Step([.. step]));
        var ended = whole.Where(row => Measure.IsEnd(row.Measure)).GroupBy(row => Measure.EndOf(row.Measure))
            .ToDictionary(end => end.Key, end => end.Sum(row => row.Count));
        return new JourneyNumbers(Sum(whole, Measure.Began), steps.Values.Sum(step => step.Messages), ended, steps);
    }

    private static StepNumbers Step(List<CountedRow> rows)
    {
        var left = new Dictionary<string, long>(StringComparer.Ordinal);
        var goals = new Dictionary<string, long>(StringComparer.Ordinal);
        var fates = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            if (Measure.IsExit(row.Measure, out var port)) left[port] = left.GetValueOrDefault(port) + row.Count;
            else if (Measure.IsGoal(row.Measure, out port)) goals[port] = goals.GetValueOrDefault(port) + row.Count;
            else if (Measure.IsMessage(row.Measure, out var fate)) fates[fate] = fates.GetValueOrDefault(fate) + row.Count;
        }
        return new StepNumbers(Sum(rows, Measure.Entered), Sum(rows, Measure.Ended), Sum(rows, Measure.Failed), Sum(rows, Measure.Messages), left)
        {
            Goals = goals,
            Fates = fates,
        };
    }

    private static long Sum(List<CountedRow> rows, string measure) => rows.Where(row => row.Measure == measure).Sum(row => row.Count);

    /// <summary>A figure, of whatever times.</summary>
    private sealed class CountedRow
    {
        public string Journey { get; init; } = "";

        public int Version { get; init; }

        public string Step { get; init; } = "";

        public string Measure { get; init; } = "";

        public long Count { get; init; }
    }
}
