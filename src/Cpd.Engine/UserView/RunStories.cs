using Cpd.Contracts;
using Cpd.EventLog.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cpd.Engine.UserView;

/// <summary>One advance of a run, as it lies on the log.</summary>
public sealed record RunMove(DateTimeOffset At, JourneyMoved Moved);

/// <summary>The ways people went through journeys, from what their timelines keep.</summary>
public sealed class RunStories(IDbContextFactory<CpdDb> databases, LiveFeed feed)
{
    /// <summary>Advances of one person in all journeys that are looked through for those of one run.</summary>
    private const int LooksBack = 5_000;

    /// <summary>The first advance first; empty where the person has no such run, or where it is too long ago.</summary>
    public async Task<IReadOnlyList<RunMove>> Of(string workspace, PersonId person, RunId run, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var records = await db.Set<TimelineRow>().AsNoTracking()
            .Where(row => row.Person == person.Value && row.Workspace == workspace && row.Kind == nameof(JourneyMoved))
            .OrderByDescending(row => row.Id)
            .Take(LooksBack)
            .Select(row => row.Record)
            .ToListAsync(ct);

        return
        [
            .. records.Select(record => RecordJson.Read(record, Topic.Events)).Reverse()
                .Where(record => record.Body is JourneyMoved moved && moved.Run == run)
                .Select(record => new RunMove(record.At, (JourneyMoved)record.Body)),
        ];
    }

    public IDisposable Watch(string workspace, PersonId person, Func<Task> changed) => feed.Watch(workspace, person, changed);
}
