using System.Text;
using Cpd.EventLog;
using Cpd.EventLog.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cpd.Engine.Journeys.Drafts;

internal sealed class JourneyDrafts(IDbContextFactory<CpdDb> databases, IEventLog log, DraftWatchers watchers) : IJourneyDrafts
{
    public async Task<IReadOnlyList<DraftSummary>> List(string workspace, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var rows = await db.Set<JourneyDraftRow>().AsNoTracking()
            .Where(row => row.Workspace == workspace)
            .OrderByDescending(row => row.SavedAt).ThenBy(row => row.Journey)
            .Select(row => new { row.Journey, row.Name, row.Revision, row.BasedOn, row.SavedAt, row.By })
            .ToListAsync(ct);
        return [.. rows.Select(row => new DraftSummary(row.Journey, row.Name, row.Revision, row.BasedOn, Moment(row.SavedAt), row.By))];
    }

    public async Task<JourneyDraft?> Find(string workspace, string journey, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return await Row(db.Set<JourneyDraftRow>().AsNoTracking(), workspace, journey, ct) is { } row ? Draft(row) : null;
    }

    public async Task<DraftSaving> Save(string workspace, Journey journey, int seen, int basedOn, string? by, CancellationToken ct)
    {
        JourneyDraft? saved;
        try
        {
            saved = await log.Write(transaction => Save(transaction, workspace, journey, seen, basedOn, by, ct), ct);
        }
        catch (DbUpdateException)
        {
            // Another process was first, between the look and the write: the revision is not the one seen, or the row is there already.
            if (await Find(workspace, journey.Id, ct) is { } other && other.Summary.Revision != seen) return new DraftSaving(false, other);
            throw;
        }
        return saved is null ? new DraftSaving(false, await Find(workspace, journey.Id, ct)) : new DraftSaving(true, saved);
    }

    public Task Published(string workspace, string journey, int revision, int version, CancellationToken ct) => log.Write(async transaction =>
    {
        await using var db = transaction.OpenDb();
        if (await Row(db.Set<JourneyDraftRow>(), workspace, journey, ct) is not { } row || row.Revision != revision) return;
        row.BasedOn = version;
        await db.SaveChangesAsync(ct);
    }, ct);

    public async Task<bool> Discard(string workspace, string journey, int revision, CancellationToken ct)
    {
        var isGone = await log.Write(async transaction =>
        {
            await using var db = transaction.OpenDb();
            var gone = await db.Set<JourneyDraftRow>()
                .Where(row => row.Workspace == workspace && row.Journey == journey && row.Revision == revision).ExecuteDeleteAsync(ct);
            return gone > 0;
        }, ct);
        if (isGone) watchers.Tell(workspace, journey);
        return isGone;
    }

    public IDisposable Watch(string workspace, string journey, Func<Task> changed) => watchers.Watch(workspace, journey, changed);

    /// <summary>Null where the revision is not the one seen.</summary>
    private async Task<JourneyDraft?> Save(
        LogTransaction transaction, string workspace, Journey journey, int seen, int basedOn, string? by, CancellationToken ct)
    {
        await using var db = transaction.OpenDb();
        var row = await Row(db.Set<JourneyDraftRow>(), workspace, journey.Id, ct);
        if ((row?.Revision ?? 0) != seen) return null;

        var definition = Encoding.UTF8.GetBytes(JourneyJson.ToText(journey));
        if (row is null) db.Add(row = new JourneyDraftRow { Workspace = workspace, Journey = journey.Id, Name = "", Definition = [] });
        row.Name = Cut(journey.Name, DraftTables.LongestName);
        row.Definition = definition;
        row.Revision++;
        row.BasedOn = basedOn;
        row.SavedAt = transaction.Now.ToUnixTimeMilliseconds();
        row.By = by is null ? null : Cut(by, Publishing.JourneyVersionRow.LongestBy);
        await db.SaveChangesAsync(ct);
        transaction.OnCommitted(() => watchers.Tell(workspace, journey.Id));
        return Draft(row);
    }

    private static Task<JourneyDraftRow?> Row(IQueryable<JourneyDraftRow> rows, string workspace, string journey, CancellationToken ct) =>
        rows.SingleOrDefaultAsync(row => row.Workspace == workspace && row.Journey == journey, ct);

    private static JourneyDraft Draft(JourneyDraftRow row) => new(
        new DraftSummary(row.Journey, row.Name, row.Revision, row.BasedOn, Moment(row.SavedAt), row.By),
        JourneyJson.Read(row.Definition).Journey ?? throw new InvalidDataException($"The draft of journey {row.Journey} in workspace {row.Workspace} is no journey."));

    private static string Cut(string text, int longest) =>
        text.Length <= longest ? text : text[..(char.IsHighSurrogate(text[longest - 1]) ? longest - 1 : longest)];

    private static DateTimeOffset Moment(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
}
