using Cpd.EventLog.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cpd.Engine.UserView.Seen;

/// <summary>The events that came into a workspace, and what they and its people look like.</summary>
public sealed class SeenCatalog(IDbContextFactory<CpdDb> databases, LiveFeed feed)
{
    /// <summary>More kinds of events than anybody picks from; those that came last count.</summary>
    public const int MostEvents = 1_000;

    /// <summary>Events in the order of their names.</summary>
    public async Task<SeenData> All(string workspace, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var rows = await db.Set<SeenShapeRow>().AsNoTracking().Where(row => row.Workspace == workspace && row.Event != ShapeKey.Attributes)
            .OrderByDescending(row => row.LastAt).Take(MostEvents).ToListAsync(ct);
        var people = await db.Set<SeenShapeRow>().AsNoTracking().SingleOrDefaultAsync(row => row.Workspace == workspace && row.Event == ShapeKey.Attributes, ct);
        var counts = await db.Set<ActivityRow>().AsNoTracking()
            .Where(row => row.Workspace == workspace && row.Minute == Activity.Ever && row.Subject == Activity.Event).ToDictionaryAsync(row => row.Name, row => row.Count, ct);

        return new SeenData(
            [.. rows.OrderBy(row => row.Event, StringComparer.OrdinalIgnoreCase).Select(row => Event(row, counts.GetValueOrDefault(row.Event)))],
            people is null ? [] : ShapeOf(people).Values(),
            counts.GetValueOrDefault(SeenNames.Other));
    }

    /// <summary>Null where no such event came.</summary>
    public async Task<SeenEvent?> Find(string workspace, string name, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var row = await db.Set<SeenShapeRow>().AsNoTracking().SingleOrDefaultAsync(row => row.Workspace == workspace && row.Event == name && name != ShapeKey.Attributes, ct);
        if (row is null) return null;

        var count = await db.Set<ActivityRow>().AsNoTracking()
            .Where(each => each.Workspace == workspace && each.Minute == Activity.Ever && each.Subject == Activity.Event && each.Name == name).SumAsync(each => each.Count, ct);
        return Event(row, count);
    }

    public IDisposable Watch(string workspace, Func<Task> changed) => feed.Watch(workspace, null, changed);

    private static SeenEvent Event(SeenShapeRow row, long count) => new(row.Event, count, At(row.FirstAt), At(row.LastAt), ShapeOf(row).Values());

    private static Shape ShapeOf(SeenShapeRow row) => new(ShapeJson.Read(row.Shape), row.FirstAt, row.LastAt);

    private static DateTimeOffset At(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
}
