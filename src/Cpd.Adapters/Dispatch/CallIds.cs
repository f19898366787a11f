using System.Security.Cryptography;
using Cpd.EventLog;

namespace Cpd.Adapters.Dispatch;

/// <summary>
/// Numbers for rows that count up with time, so that new rows lie beside each other, and that differ from those of other
/// processes: 42 bits of milliseconds, 9 that count, 12 drawn at the start. Should two processes draw the same, and count
/// the same in the same millisecond, one of their windows fails on the key and comes again, later. Used inside transactions
/// only, of which one is open at a time.
/// </summary>
internal sealed class CallIds
{
    private const int NodeBits = 12;
    private const int CountBits = 9;

    private readonly long _node = RandomNumberGenerator.GetInt32(1 << NodeBits);
    private long _last;

    /// <summary>One that is greater than another process's, too, whatever its clock says.</summary>
    public long Next(LogTransaction transaction, long after)
    {
        _last = Math.Max(_last, (after >> NodeBits << NodeBits) | _node);
        return Next(transaction);
    }

    /// <summary>More than its count has room for runs on into the milliseconds to come.</summary>
    public long Next(LogTransaction transaction)
    {
        var now = (transaction.Now.ToUnixTimeMilliseconds() << (CountBits + NodeBits)) | _node;
        return _last = now > _last ? now : _last + (1L << NodeBits);
    }
}
