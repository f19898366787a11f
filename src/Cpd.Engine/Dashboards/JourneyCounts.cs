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
    public static readonly StepNumbers None = new(0, 0, 0, 0, new Dictionary<string, long>());

    public long Waiting => Math.Max(0, Entered - Ended - Left.Values.Sum());
}

/// <summary>Journeys' figures out of the user view.</summary>
public sealed class JourneyCounts(IDbContextFactory<CpdDb> databases, LiveFeed feed)
{
    /// <param name="version">Null: all versions together.</param>
    public async Task<JourneyNumbers> Of(string workspace, string journey, int? version, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var rows = db.Set<JourneyCountRow>().AsNoTracking().Where(row => row.Workspace == workspace && row.Journey == journey);
        if (version is { } one) rows = rows.Where(row => row.Version == one);
        return Numbers(await rows.ToListAsync(ct));
    }

    /// <summary>The versions of a journey that anybody ever entered.</summary>
    public async Task<IReadOnlyDictionary<int, JourneyNumbers>> ByVersion(string workspace, string journey, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var rows = await db.Set<JourneyCountRow>().AsNoTracking().Where(row => row.Workspace == workspace && row.Journey == journey).ToListAsync(ct);
        return rows.GroupBy(row => row.Version).ToDictionary(rows => rows.Key, rows => Numbers([.. rows]));
    }

    /// <summary>All journeys of a workspace that anybody ever entered.</summary>
    public async Task<IReadOnlyDictionary<string, JourneyNumbers>> All(string workspace, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var rows = await db.Set<JourneyCountRow>().AsNoTracking().Where(row => row.Workspace == workspace).ToListAsync(ct);
        return rows.GroupBy(row => row.Journey).ToDictionary(rows => rows.Key, rows => Numbers([.. rows]));
    }

    public IDisposable Watch(string workspace, Func<Task> changed) => feed.Watch(workspace, null, changed);

    private static JourneyNumbers Numbers(List<JourneyCountRow> rows)
    {
        var whole = rows.Where(row => row.Step.Length == 0).ToList();
        var steps = rows.Where(row => row.Step.Length > 0).GroupBy(row => row.Step).ToDictionary(step => step.Key, step => Step([.. step]));
        var ended = whole.Where(row => Measure.IsEnd(row.Measure)).GroupBy(row => Measure.EndOf(row.Measure))
            .ToDictionary(end => end.Key, end => end.Sum(row => row.Count));
        return new JourneyNumbers(Sum(whole, Measure.Began), steps.Values.Sum(step => step.Messages), ended, steps);
    }

    private static StepNumbers Step(List<JourneyCountRow> rows)
    {
        var left = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var row in rows)
            if (Measure.IsExit(row.Measure, out var port)) left[port] = left.GetValueOrDefault(port) + row.Count;

        return new StepNumbers(Sum(rows, Measure.Entered), Sum(rows, Measure.Ended), Sum(rows, Measure.Failed), Sum(rows, Measure.Messages), left);
    }

    private static long Sum(List<JourneyCountRow> rows, string measure) => rows.Where(row => row.Measure == measure).Sum(row => row.Count);
}
