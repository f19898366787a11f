using Cpd.Contracts;
using Cpd.EventLog.Storage;

namespace Cpd.Engine.UserView;

/// <summary>The names under which a journey's figures are kept.</summary>
internal static class Measure
{
    /// <summary>Of the whole journey: runs that began.</summary>
    public const string Began = "began";

    /// <summary>Of a step: runs that arrived.</summary>
    public const string Entered = "entered";

    /// <summary>Of a step: runs that ended standing there, without leaving by an exit.</summary>
    public const string Ended = "ended";

    /// <summary>Of a step, beside how they left it: runs that failed there.</summary>
    public const string Failed = "failed";

    /// <summary>Of a step: messages it asked for.</summary>
    public const string Messages = "messages";

    private const string GoalBy = "goal:";
    private const string MessageOf = "message:";
    private const string ExitBy = "exit:";
    private const string EndWith = "end:";

    /// <summary>Of a step: runs that left it by this port.</summary>
    public static string Exit(string port) => ExitBy + port;

    /// <summary>Of the whole journey: runs that ended this way.</summary>
    public static string End(RunEnd end) => EndWith + end;

    /// <summary>Of a split: runs that went this way and reached the journey's goal.</summary>
    public static string Goal(string port) => GoalBy + port;

    /// <summary>Of a step: messages it asked for of which this is known, named as in <see cref="Activity.Message"/>.</summary>
    public static string Message(string name) => MessageOf + name;

    public static bool IsGoal(string measure, out string port) => Is(measure, GoalBy, out port);

    public static bool IsMessage(string measure, out string name) => Is(measure, MessageOf, out name);

    public static bool IsExit(string measure, out string port) => Is(measure, ExitBy, out port);

    public static string EndOf(string measure) => measure[EndWith.Length..];

    public static bool IsEnd(string measure) => measure.StartsWith(EndWith, StringComparison.Ordinal);

    private static bool Is(string measure, string kind, out string what)
    {
        var is_ = measure.StartsWith(kind, StringComparison.Ordinal);
        what = is_ ? measure[kind.Length..] : "";
        return is_;
    }
}

/// <summary>
/// Counts where runs went. Who waits at a step is never stored: it is who entered, less who left, less who ended there.
/// So it comes out right in whatever order partitions are read. Minutes, hours and days are those in which runs began: what a
/// range shows is the whole way of those who entered in it, and nobody leaves a step of it who never came there.
/// </summary>
/// <param name="now">As for <see cref="ActivityTally"/>.</param>
internal sealed class JourneyTally(DateTimeOffset now)
{
    private readonly Dictionary<Key, long> _counts = [];

    public void Add(string workspace, JourneyMoved moved)
    {
        void Up(string step, string measure) => this.Up(workspace, moved, step, measure);

        if (moved.Began) Up("", Measure.Began);
        if (moved.End is { } end) Up("", Measure.End(end));

        for (var i = 0; i < moved.Trail.Count; i++)
        {
            var taken = moved.Trail[i];
            if (taken.Arrived) Up(taken.Step, Measure.Entered);
            if (taken.Exit is { } port) Up(taken.Step, Measure.Exit(port));
            if (taken.Message is not null) Up(taken.Step, Measure.Messages);

            if (moved.End is null || i < moved.Trail.Count - 1) continue;
            if (taken.Exit is null) Up(taken.Step, Measure.Ended);
            if (moved.End is RunEnd.Failed) Up(taken.Step, Measure.Failed);
        }
    }

    public void Up(string workspace, JourneyMoved moved, string step, string measure) =>
        Up(workspace, moved.Run, moved.Journey, moved.Version, step, measure);

    public void Up(string workspace, StepPlace place, string measure) =>
        Up(workspace, place.Run, place.Journey, place.Version, place.Step, measure);

    private void Up(string workspace, RunId run, string journey, int version, string step, string measure)
    {
        var key = new Key(
            workspace, KeyText.Fit(journey, JourneyCountRow.LongestKey), version, KeyText.Fit(step, JourneyCountRow.LongestKey),
            KeyText.Fit(measure, JourneyCountRow.LongestKey), Buckets.Of(Ids.TimeOf(run.Value), Per.Minute));
        _counts[key] = _counts.GetValueOrDefault(key) + 1;
    }

    /// <summary>In the order of the key, as <see cref="ActivityTally.Flush"/> does.</summary>
    public void Flush(SqlSession sql)
    {
        var rows = ViewStatements.CountJourney.Rows();
        foreach (var (key, count) in InOrder(_counts.GroupBy(pair => pair.Key with { Minute = 0 })
            .Select(same => (same.Key, same.Sum(pair => pair.Value)))))
        {
            rows.Add(key.Workspace, key.Journey, key.Version, key.Step, key.Measure, count);
        }
        sql.Run(rows);

        var spans = FigureStatements.CountJourney.Rows();
        foreach (var same in _counts.SelectMany(pair => Buckets.All.Select(per => (Per: per, Bucket: Buckets.OfMinute(pair.Key.Minute, per), pair.Key, pair.Value)))
            .Where(span => span.Bucket >= Buckets.First(now, span.Per))
            .GroupBy(span => (span.Key.Workspace, span.Per, span.Bucket))
            .OrderBy(same => same.Key.Workspace, StringComparer.Ordinal).ThenBy(same => same.Key.Per).ThenBy(same => same.Key.Bucket))
        {
            foreach (var (key, count) in InOrder(same.GroupBy(span => span.Key with { Minute = 0 }).Select(one => (one.Key, one.Sum(span => span.Value)))))
                spans.Add(key.Workspace, (long)same.Key.Per, same.Key.Bucket, key.Journey, key.Version, key.Step, key.Measure, count);
        }
        sql.Run(spans);
        _counts.Clear();
    }

    private static IEnumerable<(Key Key, long Count)> InOrder(IEnumerable<(Key Key, long Count)> counts) => counts
        .OrderBy(one => one.Key.Workspace, StringComparer.Ordinal).ThenBy(one => one.Key.Journey, StringComparer.Ordinal).ThenBy(one => one.Key.Version)
        .ThenBy(one => one.Key.Step, StringComparer.Ordinal).ThenBy(one => one.Key.Measure, StringComparer.Ordinal);

    /// <param name="Minute">In which the run began.</param>
    private readonly record struct Key(string Workspace, string Journey, int Version, string Step, string Measure, long Minute);
}
