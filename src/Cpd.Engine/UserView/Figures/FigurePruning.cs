using System.Collections.Concurrent;
using Cpd.Contracts;
using Cpd.EventLog;

namespace Cpd.Engine.UserView;

/// <summary>
/// Takes away figures by the minute and by the hour that nobody asks for any more; the days stay. Now and then, with one
/// of the windows that a workspace has records in.
/// </summary>
internal sealed class FigurePruning
{
    /// <summary>So many rows of a table at a time.</summary>
    internal const int Chunk = 2_000;

    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, DateTimeOffset> _next = new(StringComparer.Ordinal);

    public void Run(IEnumerable<LogRecord> records, LogTransaction transaction)
    {
        foreach (var workspace in records.Select(record => record.Workspace).Distinct(StringComparer.Ordinal))
            if (transaction.Now >= _next.GetValueOrDefault(workspace)) Prune(workspace, transaction);
    }

    private void Prune(string workspace, LogTransaction transaction)
    {
        var (sql, now) = (transaction.Sql, transaction.Now);
        var gone = sql.Run(FigureStatements.PruneMinutes, workspace, Buckets.First(now, Per.Minute));
        gone = Math.Max(gone, sql.Run(FigureStatements.PruneActivity, workspace, (long)Per.Hour, Buckets.First(now, Per.Hour)));
        foreach (var per in new[] { Per.Minute, Per.Hour })
            gone = Math.Max(gone, sql.Run(FigureStatements.PruneJourneys, workspace, (long)per, Buckets.First(now, per)));

        // Where there was more than one piece, the next window takes another one.
        var next = gone == Chunk ? now : now + Pause;
        transaction.OnCommitted(() => _next[workspace] = next);
    }
}
