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
        Up((workspace, at / 60_000, subject, name), count);
        Up((workspace, Activity.Ever, subject, name), count);
    }

    public void Flush(SqliteSession sqlite)
    {
        foreach (var (key, count) in _counts)
        {
            if (count == 0) continue;
            sqlite.Prepare(
                """
                INSERT INTO activity (workspace, minute, subject, name, count) VALUES (?1, ?2, ?3, ?4, ?5)
                ON CONFLICT (workspace, minute, subject, name) DO UPDATE SET count = count + excluded.count
                """)
                .Bind(1, key.Workspace).Bind(2, key.Minute).Bind(3, key.Subject).Bind(4, key.Name).Bind(5, count).Run();
        }
        _counts.Clear();
    }

    private void Up((string, long, string, string) key, long count) =>
        _counts[key] = _counts.GetValueOrDefault(key) + count;
}
