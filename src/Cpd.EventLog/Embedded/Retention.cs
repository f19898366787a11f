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

                var taken = sql.Prepare("""
                    DELETE FROM log_records WHERE id IN
                      (SELECT id FROM log_records WHERE id >= ?1 AND id < ?2 AND at < ?3 ORDER BY id LIMIT ?4)
                    """)
                    .Bind(1, LogPlace.Pack(topic, partition, 0)).Bind(2, LogPlace.Pack(topic, partition, end)).Bind(3, before).Bind(4, Piece)
                    .Run();
                more |= taken == Piece;
            }
        }
        if (!more) _next = now + Pause;
        return more;
    }
}
