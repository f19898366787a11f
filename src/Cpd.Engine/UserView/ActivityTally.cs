using Cpd.Contracts;
using Cpd.EventLog.Storage;

namespace Cpd.Engine.UserView;

/// <summary>What is counted by the minute.</summary>
internal static class Activity
{
    public const string Event = "event";
    public const string Refusal = "refusal";
    public const string Message = "message";

    /// <summary>People there are: one up with each that appears, one down with each that is merged or erased.</summary>
    public const string Person = "person";

    /// <summary>The minute of the row that holds the sum of all minutes.</summary>
    public const long Ever = 0;
}

/// <summary>Counts in memory over one window: one write a counter, not one a record.</summary>
internal sealed class ActivityTally
{
    private readonly Dictionary<(string Workspace, long Minute, string Subject, string Name), long> _counts = [];

    public void Add(LogRecord record, string subject, string name, long count = 1) =>
        Add(record.Workspace, record.At.ToUnixTimeMilliseconds(), subject, name, count);

    public void Add(string workspace, long at, string subject, string name, long count = 1)
    {
        name = KeyText.Fit(name, ActivityRow.LongestName);
        Up((workspace, at / 60_000, subject, name), count);
        Up((workspace, Activity.Ever, subject, name), count);
    }

    /// <summary>Always in the order of the key: two processes that add to the same counters wait for each other, and never both.</summary>
    public void Flush(SqlSession sql)
    {
        var rows = ViewStatements.CountActivity.Rows();
        foreach (var (key, count) in _counts.OrderBy(pair => pair.Key.Workspace, StringComparer.Ordinal).ThenBy(pair => pair.Key.Minute)
            .ThenBy(pair => pair.Key.Subject, StringComparer.Ordinal).ThenBy(pair => pair.Key.Name, StringComparer.Ordinal))
        {
            if (count != 0) rows.Add(key.Workspace, key.Minute, key.Subject, key.Name, count);
        }
        sql.Run(rows);
        _counts.Clear();
    }

    private void Up((string, long, string, string) key, long count) =>
        _counts[key] = _counts.GetValueOrDefault(key) + count;
}
