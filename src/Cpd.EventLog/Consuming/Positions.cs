using Cpd.Contracts;
using Cpd.EventLog.Storage;

namespace Cpd.EventLog.Consuming;

/// <summary>
/// Who may move a group's position, and from where. Moving is part of the window's transaction and must change every row
/// it means: a second owner, a repeat and a process that slept through its own replacement change none, and roll back.
/// </summary>
internal static class Positions
{
    private static readonly HotTable Table = new(
        "log_positions",
        [new("consumer_group", HotKind.Text), new("topic", HotKind.Number), new("partition", HotKind.Number)],
        new("next", HotKind.Number), new("epoch", HotKind.Number));

    private static readonly HotStatement AddOwner = Table.AddTo("epoch");
    private static readonly HotStatement SetEpoch = Table.Update("epoch");
    private static readonly HotStatement Find = Table.Find(["consumer_group", "topic", "partition"], ["partition", "next", "epoch"], "partition");
    private static readonly HotStatement FindAll = Table.Find(["consumer_group"], ["topic", "partition", "next"]);

    /// <summary>Group, topic, partition, where it must be, where it goes, whose it must be.</summary>
    private static readonly HotStatement Move_ = new(
        """
        UPDATE log_positions SET next = ?5
        WHERE consumer_group = ?1 AND topic = ?2 AND partition = ?3 AND next = ?4 AND epoch = ?6
        """,
        """
        UPDATE log_positions SET next = r.l4 FROM {rows}
        WHERE consumer_group = r.t1 AND topic = r.l1 AND partition = r.l2 AND next = r.l3 AND epoch = r.l5
        """,
        """
        UPDATE log_positions SET next = r.l4 FROM log_positions WITH (FORCESEEK) JOIN {rows}
        ON consumer_group = {t1} AND topic = r.l1 AND partition = r.l2 AND next = r.l3 AND epoch = r.l5
        """,
        HotKind.Text, HotKind.Number, HotKind.Number, HotKind.Number, HotKind.Number, HotKind.Number);

    private static readonly HotStatement ToBegin = new(
        "UPDATE log_positions SET next = 0 WHERE consumer_group = ?1",
        "UPDATE log_positions SET next = 0 FROM {rows} WHERE consumer_group = r.t1",
        "UPDATE log_positions SET next = 0 FROM log_positions JOIN {rows} ON consumer_group = {t1}",
        HotKind.Text);

    /// <summary>
    /// Makes this process the owner of partitions of a group, in a transaction of its own or a larger one: whoever owned
    /// them can move nothing any more. Answers the positions to begin at, in the order of <paramref name="partitions"/>.
    /// </summary>
    public static (long Epoch, long[] Next) TakeOver(SqlSession sql, LogGroup group, IReadOnlyList<int> partitions)
    {
        if (partitions.Count == 0) return (0, []);

        // First the new epoch, then the look: the update waits for a window of the former owner that is being committed,
        // and everything it kept is seen; what it tries after that is refused.
        var add = AddOwner.Rows();
        foreach (var partition in partitions.Order()) add.Add(group.Name, (long)group.Topic, partition, 1L);
        sql.Run(add);

        var stored = Read(sql, group, partitions);
        var epoch = stored.Max(one => one.Epoch);
        var set = SetEpoch.Rows();
        foreach (var partition in partitions.Order()) set.Add(group.Name, (long)group.Topic, partition, epoch);
        sql.Run(set);
        return (epoch, Array.ConvertAll(stored, one => one.Next));
    }

    /// <summary>Where a group stands and whose it is, for each of <paramref name="partitions"/> and in their order.</summary>
    public static (long Next, long Epoch)[] Read(SqlSession sql, LogGroup group, IReadOnlyList<int> partitions)
    {
        var stored = new (long Next, long Epoch)[partitions.Count];
        if (partitions.Count == 0) return stored;

        var find = Find.Rows();
        foreach (var partition in partitions) find.Add(group.Name, (long)group.Topic, partition);
        var places = new Dictionary<int, int>();
        for (var i = 0; i < partitions.Count; i++) places[partitions[i]] = i;

        using var rows = sql.Read(find);
        while (rows.Step()) stored[places[rows.GetInt(0)]] = (rows.GetLong(1), rows.GetLong(2));
        return stored;
    }

    /// <summary>Where a group stands, in all partitions that anybody ever took over.</summary>
    public static IReadOnlyList<(Topic Topic, int Partition, long Next)> All(SqlSession sql, string group)
    {
        var all = new List<(Topic, int, long)>();
        using var rows = sql.Read(FindAll, group);
        while (rows.Step()) all.Add(((Topic)rows.GetInt(0), rows.GetInt(1), rows.GetLong(2)));
        return all;
    }

    /// <summary>Moves partitions of one group, each under the epoch it was taken over with. One that stays where it is only proves whose it is.</summary>
    /// <exception cref="FencedException">Somebody else moved one of them, or owns it now.</exception>
    public static void Move(SqlSession sql, LogGroup group, IReadOnlyList<PositionMove> moves)
    {
        if (moves.Count == 0) return;
        var rows = Move_.Rows();
        foreach (var move in moves) rows.Add(group.Name, (long)group.Topic, move.Partition, move.From, move.To, move.Epoch);
        if (sql.Run(rows) != moves.Count) throw new FencedException(group.Name, moves[0].Partition);
    }

    public static void Rewind(SqlSession sql, string group) => sql.Run(ToBegin, group);
}

/// <param name="From">The position as it is stored.</param>
/// <param name="To">The position behind the window.</param>
/// <param name="Epoch">Of the take-over by this process.</param>
internal readonly record struct PositionMove(int Partition, long From, long To, long Epoch);

/// <summary>This process no longer owns what it works on; nothing of the window was kept.</summary>
public sealed class FencedException(string group, int partition) : InvalidOperationException(
    $"Partition {partition} of group {group} was taken over by another process. This one stops: start only one on the same data.");
