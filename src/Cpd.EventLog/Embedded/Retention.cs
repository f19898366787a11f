using Cpd.Contracts;
using Cpd.EventLog.Storage;

namespace Cpd.EventLog.Embedded;

/// <summary>Takes old records away in small pieces, and only what every group has passed.</summary>
internal sealed class Retention(TimeSpan keep)
{
    private static readonly HotStatement Look = new(
        "SELECT id, at FROM log_records WHERE id >= ?1 AND id < ?2 ORDER BY id LIMIT ?3",
        "SELECT id, at FROM log_records WHERE id >= ($1::bigint[])[1] AND id < ($2::bigint[])[1] ORDER BY id LIMIT ($3::bigint[])[1]",
        "SELECT f.id, f.at FROM {rows} CROSS APPLY (SELECT TOP (r.l3) id, at FROM log_records WHERE id >= r.l1 AND id < r.l2 ORDER BY id) f ORDER BY f.id",
        HotKind.Number, HotKind.Number, HotKind.Number);

    private static readonly HotStatement DeleteBetween = new(
        "DELETE FROM log_records WHERE id >= ?1 AND id <= ?2",
        "DELETE FROM log_records WHERE id >= ($1::bigint[])[1] AND id <= ($2::bigint[])[1]",
        "DELETE log_records FROM log_records JOIN {rows} ON id >= r.l1 AND id <= r.l2",
        HotKind.Number, HotKind.Number);

    private const int Piece = 1_000;
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private DateTimeOffset _next;

    public bool IsDue(DateTimeOffset now) => now >= _next;

    /// <summary>One piece of each partition; true while there is more to take.</summary>
    public bool Prune(DateTimeOffset now, SqlSession sql, LogStore store, Func<Topic, int, long> passed)
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

                var taken = Take(sql, LogPlace.Pack(topic, partition, 0), LogPlace.Pack(topic, partition, end), before);
                more |= taken == Piece;
            }
        }
        if (!more) _next = now + Pause;
        return more;
    }

    /// <summary>Looks no further than the first record that is young enough to stay: behind it lie days of others.</summary>
    private static int Take(SqlSession sql, long from, long end, long before)
    {
        var last = from - 1;
        using (var old = sql.Read(Look, from, end, Piece))
            while (old.Step() && old.GetLong(1) < before) last = old.GetLong(0);
        return last < from ? 0 : sql.Run(DeleteBetween, from, last);
    }
}
