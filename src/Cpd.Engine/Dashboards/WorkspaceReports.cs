using System.Globalization;
using Cpd.Engine.UserView;
using Cpd.EventLog.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cpd.Engine.Dashboards;

/// <summary>A workspace's figures over a range of time, out of the user view: a few short reads, however long the history.</summary>
public sealed class WorkspaceReports(IDbContextFactory<CpdDb> databases, SharedAnswers answers)
{
    private static readonly string[] Drawn = [Activity.Message, Activity.Person, Activity.Active];

    private static readonly string[] Summed = [Activity.Event, Activity.Goal];

    private static readonly string[] Listed = [Activity.Failure, Activity.Sending, Activity.Delivery];

    public Task<WorkspaceReport> Of(string workspace, ReportRange range, CancellationToken ct) =>
        answers.Of((nameof(WorkspaceReports), workspace, range), () => Ask(workspace, range), ct);

    public IDisposable Watch(string workspace, Func<Task> changed) => answers.Watch(workspace, changed);

    private async Task<WorkspaceReport> Ask(string workspace, ReportRange range)
    {
        await using var db = await databases.CreateDbContextAsync();
        var points = await Rows(db, workspace, range, range.Chart).Where(row => Drawn.Contains(row.Subject)).ToListAsync();
        // Events have as many names as their senders like; only their sum is drawn.
        points.AddRange(await Rows(db, workspace, range, range.Chart).Where(row => Summed.Contains(row.Subject))
            .GroupBy(row => new { row.Bucket, row.Subject })
            .Select(same => new Counted { Bucket = same.Key.Bucket, Subject = same.Key.Subject, Count = same.Sum(row => row.Count) })
            .ToListAsync());
        var lists = await Rows(db, workspace, range, range.Total).Where(row => Listed.Contains(row.Subject))
            .GroupBy(row => new { row.Subject, row.Name })
            .Select(same => new Counted { Subject = same.Key.Subject, Name = same.Key.Name, Count = same.Sum(row => row.Count) })
            .ToListAsync();

        var from = range.From.ToUnixTimeMilliseconds();
        long? active = range.EndsNow ? await db.Set<PersonRow>().LongCountAsync(row => row.Workspace == workspace && row.SeenAt >= from) : null;
        return Report(range, points, lists, active);
    }

    private static IQueryable<Counted> Rows(CpdDb db, string workspace, ReportRange range, Per per)
    {
        var (kept, from, to) = ((int)per, Buckets.Of(range.From, per), Buckets.Of(range.To, per));
        return per is Per.Minute
            ? db.Set<ActivityRow>().AsNoTracking()
                .Where(row => row.Workspace == workspace && row.Minute >= from && row.Minute < to)
                .Select(row => new Counted { Bucket = row.Minute, Subject = row.Subject, Name = row.Name, Count = row.Count })
            : db.Set<ActivitySpanRow>().AsNoTracking()
                .Where(row => row.Workspace == workspace && row.Per == kept && row.Bucket >= from && row.Bucket < to)
                .Select(row => new Counted { Bucket = row.Bucket, Subject = row.Subject, Name = row.Name, Count = row.Count });
    }

    private static WorkspaceReport Report(ReportRange range, List<Counted> points, List<Counted> lists, long? active)
    {
        var first = Buckets.Of(range.From, range.Chart);
        long[] Line(string subject, string name = "", bool isOfAll = false)
        {
            var line = new long[range.Points];
            foreach (var row in points)
                if (row.Subject == subject && (isOfAll || row.Name == name)) line[row.Bucket - first] += row.Count;
            return line;
        }
        Dictionary<int, long> Steps(string subject, string channel) => lists
            .Where(row => row.Subject == subject && row.Name.StartsWith(channel + "/", StringComparison.Ordinal))
            .ToDictionary(row => int.Parse(row.Name.AsSpan(channel.Length + 1), CultureInfo.InvariantCulture), row => row.Count);

        var channels = points.Where(row => row.Subject == Activity.Message).Select(row => row.Name[..row.Name.IndexOf('/', StringComparison.Ordinal)])
            .Concat(lists.Select(row => row.Name[..row.Name.IndexOf('/', StringComparison.Ordinal)]))
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .Select(channel => new ChannelReport(
                channel,
                Enum.GetValues<MessageFate>().ToDictionary(fate => fate, fate => (IReadOnlyList<long>)Line(Activity.Message, $"{channel}/{fate}")),
                Steps(Activity.Sending, channel), Steps(Activity.Delivery, channel)));
        var failures = lists.Where(row => row.Subject == Activity.Failure).Select(row => Failure(row.Name, row.Count))
            .OrderByDescending(failure => failure.Count).ThenBy(failure => failure.Code, StringComparer.Ordinal);

        return new WorkspaceReport(
            range, Line(Activity.Event, isOfAll: true), Line(Activity.Active), active, Line(Activity.Person), Line(Activity.Goal, isOfAll: true), [.. channels], [.. failures]);
    }

    /// <summary>Named <c>Sms/NotSent/message.no-consent</c>.</summary>
    private static FailureReport Failure(string name, long count) =>
        name.Split('/', 3) is [var channel, var fate, var code] ? new(channel, Enum.Parse<MessageFate>(fate), code, count) : throw new FormatException(name);

    /// <summary>A figure, of whatever times.</summary>
    private sealed class Counted
    {
        public long Bucket { get; init; }

        public string Subject { get; init; } = "";

        public string Name { get; init; } = "";

        public long Count { get; init; }
    }
}
