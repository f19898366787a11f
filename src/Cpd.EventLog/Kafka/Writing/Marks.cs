using Cpd.EventLog.Storage;

namespace Cpd.EventLog.Kafka.Writing;

/// <summary>
/// How far each group has come with each source in each partition. Whoever publishes rows that may have been published
/// before repeats them in order, so what is not above the mark is a repeat. Marks move with the position. How old one is
/// the database's clock says: a process whose own is ahead would take away what others need.
/// </summary>
internal static class Marks
{
    private static readonly HotTable Table = new(
        "log_marks",
        [new("consumer_group", HotKind.Text), new("topic", HotKind.Number), new("partition", HotKind.Number), new("source", HotKind.Id)],
        new HotColumn("sequence", HotKind.Number));

    /// <summary>Group, topic, partition, source, sequence. Only the partition's owner writes them, so SQL Server need hold nothing that is not there.</summary>
    private static readonly HotStatement Upsert = new(
        """
        INSERT INTO log_marks (consumer_group, topic, partition, source, sequence, at) VALUES (?1, ?2, ?3, ?4, ?5, {now})
        ON CONFLICT (consumer_group, topic, partition, source) DO UPDATE SET sequence = excluded.sequence, at = excluded.at
        """,
        """
        INSERT INTO log_marks (consumer_group, topic, partition, source, sequence, at) SELECT r.t1, r.l1, r.l2, r.i1, r.l3, {now} FROM {rows}
        ON CONFLICT (consumer_group, topic, partition, source) DO UPDATE SET sequence = excluded.sequence, at = excluded.at
        """,
        """
        UPDATE log_marks SET sequence = r.l3, at = {now} FROM log_marks WITH (FORCESEEK) JOIN {rows}
        ON log_marks.consumer_group = {t1} AND log_marks.topic = r.l1 AND log_marks.partition = r.l2 AND log_marks.source = r.i1;
        INSERT INTO log_marks (consumer_group, topic, partition, source, sequence, at) SELECT r.t1, r.l1, r.l2, r.i1, r.l3, {now} FROM {rows}
        WHERE NOT EXISTS (SELECT 1 FROM log_marks WITH (FORCESEEK)
        WHERE log_marks.consumer_group = {t1} AND log_marks.topic = r.l1 AND log_marks.partition = r.l2 AND log_marks.source = r.i1) ORDER BY r.n
        """,
        HotKind.Text, HotKind.Number, HotKind.Number, HotKind.Id, HotKind.Number);

    private static readonly HotStatement Find = Table.Find(["consumer_group", "topic", "partition"], ["partition", "source", "sequence"]);
    private static readonly HotStatement DeleteOf = Table.Delete("consumer_group");

    /// <summary>Group, for how long.</summary>
    private static readonly HotStatement DeleteOld = new(
        "DELETE FROM log_marks WHERE consumer_group = ?1 AND at < {now} - ?2",
        "DELETE FROM log_marks USING {rows} WHERE log_marks.consumer_group = r.t1 AND log_marks.at < {now} - r.l1",
        "DELETE log_marks FROM log_marks JOIN {rows} ON log_marks.consumer_group = {t1} AND log_marks.at < {now} - r.l1",
        HotKind.Text, HotKind.Number);

    public static Dictionary<int, Dictionary<Guid, long>> Read(SqlSession sql, LogGroup group, IReadOnlyList<int> partitions)
    {
        var marks = partitions.ToDictionary(partition => partition, _ => new Dictionary<Guid, long>());
        if (partitions.Count == 0) return marks;

        var find = Find.Rows();
        foreach (var partition in partitions) find.Add(group.Name, (long)group.Topic, partition);
        using var rows = sql.Read(find);
        while (rows.Step()) marks[rows.GetInt(0)][rows.GetId(1)] = rows.GetLong(2);
        return marks;
    }

    public static void Write(SqlSession sql, LogGroup group, IReadOnlyDictionary<(int Partition, Guid Source), long> marks)
    {
        if (marks.Count == 0) return;
        var rows = Upsert.Rows();
        foreach (var ((partition, source), sequence) in marks)
            rows.Add(group.Name, (long)group.Topic, partition, source, sequence);
        sql.Run(rows);
    }

    /// <summary>For a group that begins again: what it had is new to it once more.</summary>
    public static void Forget(SqlSession sql, string group) => sql.Run(DeleteOf, group);

    /// <summary>Of sources that have not written for so long that nothing of theirs can still be on its way.</summary>
    public static void Prune(SqlSession sql, IEnumerable<LogGroup> groups, TimeSpan keep)
    {
        var rows = DeleteOld.Rows();
        foreach (var group in groups) rows.Add(group.Name, (long)keep.TotalMilliseconds);
        sql.Run(rows);
    }
}
