using Cpd.EventLog;

namespace Cpd.Adapters.Dispatch;

/// <summary>
/// Numbers for rows that count up with time, so that new rows lie beside each other, and that tell what this process wrote
/// from what an earlier one left behind. Used inside transactions only, of which one is open at a time.
/// </summary>
internal sealed class CallIds
{
    private const int PerMillisecond = 4096;

    private long _first;
    private long _last;

    public long Next(LogTransaction transaction)
    {
        First(transaction);
        return _last = Math.Max(_last + 1, transaction.Now.ToUnixTimeMilliseconds() * PerMillisecond);
    }

    /// <summary>Below every number this process gives, above all that were there before.</summary>
    public long First(LogTransaction transaction)
    {
        if (_first > 0) return _first;

        var row = transaction.Sqlite.Prepare("SELECT max((SELECT ifnull(max(id), 0) FROM calls), (SELECT ifnull(max(id), 0) FROM webhook_calls))");
        row.Step();
        _last = Math.Max(row.GetLong(0), (transaction.Now.ToUnixTimeMilliseconds() * PerMillisecond) - 1);
        row.Reset();
        return _first = _last + 1;
    }
}
