using Cpd.Contracts;
using Cpd.EventLog.Storage;

namespace Cpd.EventLog.Embedded;

/// <summary>Takes old records away in small pieces, and only what every group has passed.</summary>
internal sealed class Retention(SqliteSession sql, TimeSpan keep)
{
    private const int Piece = 1_000;
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private DateTimeOffset _next;

    public bool IsDue(DateTimeOffset now) => now >= _next;

    /// <summary>One piece of each partition; true while there is more to take.</summary>
    public bool Prune(DateTimeOffset now, LogStore store, Func<Topic, int, long> passed)
    {
        var before = (now - keep).ToUnixTimeMilliseconds();
        var more = false;
        foreach (var topic in Topics.All)
        {
            for (var partition = 0; partition < store.Partitions; partition++)
            {
                // The last record stays: a partition's count goes on from it.
                var end = Math.Min(passed(topic, partition), store.Head(topic, partition, inMemory: true) - 1);
                if (end <= 0) continue;

                var taken = Take(LogPlace.Pack(topic, partition, 0), LogPlace.Pack(topic, partition, end), before);
                more |= taken == Piece;
            }
        }
        if (!more) _next = now + Pause;
        return more;
    }

    /// <summary>Looks no further than the first record that is young enough to stay: behind it lie days of others.</summary>
    private int Take(long from, long end, long before)
    {
        var old = sql.Prepare("SELECT id, at FROM log_records WHERE id >= ?1 AND id < ?2 ORDER BY id LIMIT ?3").Bind(1, from).Bind(2, end).Bind(3, Piece);
        var last = from - 1;
        while (old.Step() && old.GetLong(1) < before) last = old.GetLong(0);
        old.Reset();
        return last < from ? 0 : sql.Prepare("DELETE FROM log_records WHERE id >= ?1 AND id <= ?2").Bind(1, from).Bind(2, last).Run();
    }
}
