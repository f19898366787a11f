using Cpd.Contracts;
using Cpd.EventLog.Storage;

namespace Cpd.Engine.UserView;

/// <summary>What is counted by the minute.</summary>
internal static class Activity
{
    public const string Event = "event";
    public const string Refusal = "refusal";
    public const string Message = "message";

    /// <summary>Why messages failed: the channel, how they failed, and the reason's code.</summary>
    public const string Failure = "failure";

    /// <summary>Messages sent, by channel and by how long it took from what they are an answer to; see <see cref="Latency"/>.</summary>
    public const string Sending = "sending";

    /// <summary>Messages delivered, in the same way.</summary>
    public const string Delivery = "delivery";

    /// <summary>Runs that reached their goal, by journey.</summary>
    public const string Goal = "goal";

    /// <summary>People who did something in a minute, an hour, a day: each of them once.</summary>
    public const string Active = "active";

    /// <summary>People there are: one up with each that appears, one down with each that is merged or erased.</summary>
    public const string Person = "person";

    /// <summary>The minute of the row that holds the sum of all minutes.</summary>
    public const long Ever = 0;
}

/// <summary>Counts in memory over one window: one write a counter and bucket, not one a record.</summary>
/// <param name="now">What is older than minutes are kept is not counted by the minute again when the view is made anew.</param>
internal sealed class ActivityTally(DateTimeOffset now)
{
    private readonly Dictionary<(string Workspace, long Minute, string Subject, string Name), long> _counts = [];
    private readonly Dictionary<(string Workspace, Per Per, long Bucket), long> _active = [];

    public void Add(LogRecord record, string subject, string name, long count = 1)
    {
        var key = (record.Workspace, Buckets.Of(record.At, Per.Minute), subject, KeyText.OfName(name, ActivityRow.LongestName));
        _counts[key] = _counts.GetValueOrDefault(key) + count;
    }

    /// <summary>Somebody did something, and had done the last thing before that at <paramref name="before"/>.</summary>
    public void AddActive(LogRecord record, long before)
    {
        foreach (var per in Buckets.All)
        {
            var bucket = Buckets.Of(record.At, per);
            if (bucket <= Buckets.Of(before, per)) continue;
            var key = (record.Workspace, per, bucket);
            _active[key] = _active.GetValueOrDefault(key) + 1;
        }
    }

    /// <summary>Always in the order of the key: two processes that add to the same counters wait for each other, and never both.</summary>
    public void Flush(SqlSession sql)
    {
        var (ever, spans) = (new Dictionary<(string Workspace, string Subject, string Name), long>(), Spans());
        foreach (var (key, count) in _counts)
        {
            var whole = (key.Workspace, key.Subject, key.Name);
            ever[whole] = ever.GetValueOrDefault(whole) + count;
        }

        var minutes = spans.Where(pair => pair.Key.Per is Per.Minute)
            .Select(pair => (pair.Key.Workspace, Minute: pair.Key.Bucket, pair.Key.Subject, pair.Key.Name, Count: pair.Value))
            .Concat(ever.Select(pair => (pair.Key.Workspace, Minute: Activity.Ever, pair.Key.Subject, pair.Key.Name, Count: pair.Value)));
        var rows = ViewStatements.CountActivity.Rows();
        foreach (var row in minutes.Where(row => row.Count != 0).OrderBy(row => row.Workspace, StringComparer.Ordinal).ThenBy(row => row.Minute)
            .ThenBy(row => row.Subject, StringComparer.Ordinal).ThenBy(row => row.Name, StringComparer.Ordinal))
        {
            rows.Add(row.Workspace, row.Minute, row.Subject, row.Name, row.Count);
        }
        sql.Run(rows);

        var longer = FigureStatements.CountActivity.Rows();
        foreach (var (key, count) in spans.Where(pair => pair.Key.Per is not Per.Minute && pair.Value != 0)
            .OrderBy(pair => pair.Key.Workspace, StringComparer.Ordinal).ThenBy(pair => pair.Key.Per).ThenBy(pair => pair.Key.Bucket)
            .ThenBy(pair => pair.Key.Subject, StringComparer.Ordinal).ThenBy(pair => pair.Key.Name, StringComparer.Ordinal))
        {
            longer.Add(key.Workspace, (long)key.Per, key.Bucket, key.Subject, key.Name, count);
        }
        sql.Run(longer);
        _counts.Clear();
        _active.Clear();
    }

    private Dictionary<(string Workspace, Per Per, long Bucket, string Subject, string Name), long> Spans()
    {
        var spans = new Dictionary<(string Workspace, Per Per, long Bucket, string Subject, string Name), long>();
        void Up(string workspace, Per per, long bucket, string subject, string name, long count)
        {
            if (bucket < Buckets.First(now, per)) return;
            var key = (workspace, per, bucket, subject, name);
            spans[key] = spans.GetValueOrDefault(key) + count;
        }

        foreach (var (key, count) in _counts)
            foreach (var per in Buckets.All) Up(key.Workspace, per, Buckets.OfMinute(key.Minute, per), key.Subject, key.Name, count);
        foreach (var (key, count) in _active) Up(key.Workspace, key.Per, key.Bucket, Activity.Active, "", count);
        return spans;
    }
}
