using Cpd.Engine.UserView;
using Cpd.EventLog.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cpd.Engine.Dashboards;

/// <summary>A workspace's figures, ever, with the last hour minute by minute.</summary>
public sealed record Figures(Figure Events, Figure People, Figure Sent, Figure Delivered, Figure Failed, Figure Refused);

/// <param name="Minutes">The oldest first; the last is the minute that runs.</param>
public sealed record Figure(long Total, IReadOnlyList<long> Minutes);

/// <summary>The overview's figures out of the user view: two short reads, however long the history.</summary>
public sealed class WorkspaceFigures(IDbContextFactory<CpdDb> databases, LiveFeed feed, TimeProvider clock)
{
    private const int Minutes = 60;

    public async Task<Figures> Of(string workspace, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var now = clock.GetUtcNow().ToUnixTimeMilliseconds() / 60_000;
        var rows = await db.Set<ActivityRow>().AsNoTracking()
            .Where(row => row.Workspace == workspace && (row.Minute == Activity.Ever || row.Minute > now - Minutes))
            .ToListAsync(ct);

        Figure Figure(string subject, MessageMarks marks = MessageMarks.None)
        {
            var mine = rows.Where(row => row.Subject == subject && (marks is MessageMarks.None || IsMarked(row.Name, marks))).ToList();
            var minutes = new long[Minutes];
            foreach (var row in mine)
                if (row.Minute != Activity.Ever && row.Minute <= now) minutes[Minutes - 1 - (now - row.Minute)] += row.Count;
            return new Figure(mine.Where(row => row.Minute == Activity.Ever).Sum(row => row.Count), minutes);
        }

        return new Figures(
            Figure(Activity.Event),
            Figure(Activity.Person),
            Figure(Activity.Message, MessageMarks.Sent),
            Figure(Activity.Message, MessageMarks.Delivered),
            Figure(Activity.Message, MessageMarks.NotSent | MessageMarks.Undelivered),
            Figure(Activity.Refusal));
    }

    public IDisposable Watch(string workspace, Func<Task> changed) => feed.Watch(workspace, null, changed);

    /// <summary>A message's counter is named <c>Sms/Sent</c>.</summary>
    private static bool IsMarked(string name, MessageMarks marks) =>
        Enum.TryParse<MessageMarks>(name[(name.IndexOf('/', StringComparison.Ordinal) + 1)..], out var mark) && (mark & marks) != 0;
}
