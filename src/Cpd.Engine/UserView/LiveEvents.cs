using Cpd.Contracts;
using Cpd.EventLog.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cpd.Engine.UserView;

/// <summary>Which records of a workspace to show. Null asks for everything.</summary>
/// <param name="Kind">A record's type, or <see cref="Failures"/>.</param>
/// <param name="Name">An event's name, a journey's id or what a report says, or the beginning of one.</param>
public sealed record LiveFilter(string? Kind = null, string? Name = null, PersonId? Person = null)
{
    /// <summary>Messages that never left, and those that were reported as not delivered.</summary>
    public const string Failures = "Failures";
}

/// <summary>The end of the log as it comes in.</summary>
public sealed class LiveEvents(IDbContextFactory<CpdDb> databases, LiveFeed feed, TimeProvider clock)
{
    /// <summary>A filter looks through this many records at most: one that finds nothing must not read years.</summary>
    public const int LooksBack = 50_000;

    private static readonly string?[] Failed =
        [nameof(DeliveryOutcome.Undeliverable), nameof(DeliveryOutcome.Expired), nameof(DeliveryOutcome.Rejected)];

    /// <summary>The newest first.</summary>
    public async Task<IReadOnlyList<TimelineEntry>> Newest(string workspace, LiveFilter filter, int count, JourneyNames names, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var all = db.Set<TimelineRow>().AsNoTracking();
        var rows = all.Where(row => row.Workspace == workspace);

        if (filter.Person is { } person) rows = rows.Where(row => row.Person == person.Value);
        else
        {
            var newest = await all.MaxAsync(row => (long?)row.Id, ct) ?? 0;
            rows = rows.Where(row => row.Id > newest - LooksBack);
        }
        if (filter.Kind is LiveFilter.Failures)
            rows = rows.Where(row => row.Kind == nameof(MessageFailed) || (row.Kind == nameof(MessageReported) && Failed.Contains(row.Name)));
        else if (filter.Kind is { Length: > 0 } kind)
            rows = rows.Where(row => row.Kind == kind);
        if (filter.Name?.Replace("\0", "", StringComparison.Ordinal) is { Length: > 0 } name) rows = Named(rows, name);

        var found = await rows.OrderByDescending(row => row.Id).Take(count).ToListAsync(ct);
        return await found.Entries(db, names, clock.GetUtcNow(), ct);
    }

    /// <summary>However it is written: SQLite would not care for case, the others would. As it was typed too, as SQLite knows the case of few letters.</summary>
#pragma warning disable CA1304, CA1311, CA1862 // Becomes SQL, which knows nothing of cultures or of comparisons.
    private static IQueryable<TimelineRow> Named(IQueryable<TimelineRow> rows, string name)
    {
        var lower = name.ToLowerInvariant();
        return rows.Where(row => row.Name != null && (row.Name.StartsWith(name) || row.Name.ToLower().StartsWith(lower)));
    }
#pragma warning restore CA1304, CA1311, CA1862

    public IDisposable Watch(string workspace, Func<Task> changed) => feed.Watch(workspace, null, changed);
}
