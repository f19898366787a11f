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

    private const string ExitBy = "exit:";
    private const string EndWith = "end:";

    /// <summary>Of a step: runs that left it by this port.</summary>
    public static string Exit(string port) => ExitBy + port;

    /// <summary>Of the whole journey: runs that ended this way.</summary>
    public static string End(RunEnd end) => EndWith + end;

    public static bool IsExit(string measure, out string port)
    {
        var is_ = measure.StartsWith(ExitBy, StringComparison.Ordinal);
        port = is_ ? measure[ExitBy.Length..] : "";
        return is_;
    }

    public static string EndOf(string measure) => measure[EndWith.Length..];

    public static bool IsEnd(string measure) => measure.StartsWith(EndWith, StringComparison.Ordinal);
}

/// <summary>
/// Counts where runs went. Who waits at a step is never stored: it is who entered, less who left, less who ended there.
/// So it comes out right in whatever order partitions are read.
/// </summary>
internal sealed class JourneyTally
{
    private readonly Dictionary<(string Workspace, string Journey, int Version, string Step, string Measure), long> _counts = [];

    public void Add(string workspace, JourneyMoved moved)
    {
        var journey = KeyText.Fit(moved.Journey, JourneyCountRow.LongestKey);
        void Up(string step, string measure)
        {
            var key = (workspace, journey, moved.Version, KeyText.Fit(step, JourneyCountRow.LongestKey), KeyText.Fit(measure, JourneyCountRow.LongestKey));
            _counts[key] = _counts.GetValueOrDefault(key) + 1;
        }

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

    /// <summary>In the order of the key, as <see cref="ActivityTally.Flush"/> does.</summary>
    public void Flush(SqlSession sql)
    {
        var rows = ViewStatements.CountJourney.Rows();
        foreach (var (key, count) in _counts.OrderBy(pair => pair.Key.Workspace, StringComparer.Ordinal)
            .ThenBy(pair => pair.Key.Journey, StringComparer.Ordinal).ThenBy(pair => pair.Key.Version)
            .ThenBy(pair => pair.Key.Step, StringComparer.Ordinal).ThenBy(pair => pair.Key.Measure, StringComparer.Ordinal))
        {
            rows.Add(key.Workspace, key.Journey, key.Version, key.Step, key.Measure, count);
        }
        sql.Run(rows);
        _counts.Clear();
    }
}
