using Cpd.Contracts;
using Cpd.EventLog.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cpd.Engine.UserView;

/// <summary>What happened to one person.</summary>
public sealed class UserTimelines(IDbContextFactory<CpdDb> databases, LiveFeed feed, TimeProvider clock)
{
    /// <summary>The newest first.</summary>
    /// <param name="before">An entry's id: only what arrived before it. A wait that ended after it reads as if it went on.</param>
    public async Task<IReadOnlyList<TimelineEntry>> Newest(
        string workspace, PersonId person, int count, JourneyNames names, CancellationToken ct, long? before = null)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var rows = db.Set<TimelineRow>().AsNoTracking().Where(row => row.Person == person.Value && row.Workspace == workspace);
        if (before is { } id) rows = rows.Where(row => row.Id < id);

        var newest = await rows.OrderByDescending(row => row.Id).Take(count).ToListAsync(ct);
        return await newest.Entries(db, names, clock.GetUtcNow(), ct);
    }

    /// <summary>What a person of the workspace sent with one entry; null where they sent nothing, and where it is another workspace's.</summary>
    public async Task<InboundMedia?> MediaOf(string workspace, long entry, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var record = await db.Set<TimelineRow>().AsNoTracking()
            .Where(row => row.Id == entry && row.Workspace == workspace && row.Kind == nameof(ReplyReceived)).Select(row => row.Record).SingleOrDefaultAsync(ct);
        return record is not null && RecordJson.Read(record, Topic.Events).Body is ReplyReceived reply ? reply.Media : null;
    }

    public IDisposable Watch(string workspace, PersonId person, Func<Task> changed) => feed.Watch(workspace, person, changed);
}
