using Cpd.EventLog.Storage;

namespace Cpd.EventLog.Consuming;

/// <summary>
/// Who may move a group's position, and from where. Moving is part of the window's transaction and must change one row:
/// a second owner, a repeat and a process that slept through its own replacement change none, and roll back.
/// </summary>
internal static class Positions
{
    /// <summary>Makes this process the owner of all partitions of a group; answers the positions it begins at.</summary>
    public static (long Epoch, long[] Next) TakeOver(SqliteSession sql, LogGroup group, int partitions)
    {
        long epoch = 1;
        var next = new long[partitions];
        for (var partition = 0; partition < partitions; partition++)
        {
            sql.Prepare("""
                INSERT INTO log_positions (consumer_group, topic, partition, next, epoch) VALUES (?1, ?2, ?3, 0, 1)
                ON CONFLICT DO UPDATE SET epoch = epoch + 1
                """).Bind(1, group.Name).Bind(2, (long)group.Topic).Bind(3, partition).Run();

            var row = sql.Prepare("SELECT next, epoch FROM log_positions WHERE consumer_group = ?1 AND topic = ?2 AND partition = ?3")
                .Bind(1, group.Name).Bind(2, (long)group.Topic).Bind(3, partition);
            row.Step();
            next[partition] = row.GetLong(0);
            epoch = Math.Max(epoch, row.GetLong(1));
            row.Reset();
        }

        sql.Prepare("UPDATE log_positions SET epoch = ?3 WHERE consumer_group = ?1 AND topic = ?2")
            .Bind(1, group.Name).Bind(2, (long)group.Topic).Bind(3, epoch).Run();
        return (epoch, next);
    }

    /// <exception cref="FencedException">Somebody else moved it, or owns it now.</exception>
    public static void Move(SqliteSession sql, LogGroup group, int partition, long from, long to, long epoch)
    {
        var changed = sql.Prepare("""
            UPDATE log_positions SET next = ?4
            WHERE consumer_group = ?1 AND topic = ?2 AND partition = ?3 AND next = ?5 AND epoch = ?6
            """)
            .Bind(1, group.Name).Bind(2, (long)group.Topic).Bind(3, partition).Bind(4, to).Bind(5, from).Bind(6, epoch)
            .Run();

        if (changed != 1) throw new FencedException(group.Name, partition);
    }

    public static void Rewind(SqliteSession sql, LogGroup group) =>
        sql.Prepare("UPDATE log_positions SET next = 0 WHERE consumer_group = ?1").Bind(1, group.Name).Run();
}

/// <summary>This process no longer owns what it works on; nothing of the window was kept.</summary>
public sealed class FencedException(string group, int partition) : InvalidOperationException(
    $"Partition {partition} of group {group} was taken over by another process. This one stops: start only one on the same data.");
