using Cpd.EventLog.Storage;

namespace Cpd.EventLog.Kafka.Writing;

/// <summary>Records that are committed and, as far as the database knows, not on Kafka yet; and the runs of processes that wrote them.</summary>
internal static class OutboxStatements
{
    private static readonly HotTable Outbox = new(
        "log_outbox",
        [new("source", HotKind.Id), new("sequence", HotKind.Number)],
        new("topic", HotKind.Number), new("partition", HotKind.Number), new("at", HotKind.Number), new("payload", HotKind.Bytes));

    private static readonly HotTable Processes = new("log_processes", [new("id", HotKind.Id)], new("beat", HotKind.Number), new("at", HotKind.Number));

    private const string EachSource = "SELECT source, min(sequence), max(sequence) FROM log_outbox GROUP BY source";

    public static readonly HotStatement Insert = Outbox.Insert("source", "sequence", "topic", "partition", "at", "payload");

    /// <summary>
    /// Of a source, from a sequence to a sequence. Where it begins matters: what was taken away before lies there until the
    /// server cleans up, and whoever looked for the first row would come by all of it.
    /// </summary>
    public static readonly HotStatement Delete = new(
        "DELETE FROM log_outbox WHERE source = ?1 AND sequence >= ?2 AND sequence <= ?3",
        "DELETE FROM log_outbox USING {rows} WHERE log_outbox.source = r.i1 AND log_outbox.sequence >= r.l1 AND log_outbox.sequence <= r.l2",
        "DELETE log_outbox FROM log_outbox JOIN {rows} ON log_outbox.source = r.i1 AND log_outbox.sequence >= r.l1 AND log_outbox.sequence <= r.l2",
        HotKind.Id, HotKind.Number, HotKind.Number);

    /// <summary>Source, first and last sequence of all that waits.</summary>
    /// <remarks>PostgreSQL goes from source to source by the key: read whole, the table costs what was ever in it since it was cleaned.</remarks>
    public static readonly HotStatement Waiting = new(
        EachSource,
        """
        WITH RECURSIVE sources AS (
          (SELECT source FROM log_outbox ORDER BY source LIMIT 1)
          UNION ALL
          SELECT (SELECT o.source FROM log_outbox o WHERE o.source > s.source ORDER BY o.source LIMIT 1) FROM sources s WHERE s.source IS NOT NULL)
        SELECT s.source,
          (SELECT o.sequence FROM log_outbox o WHERE o.source = s.source ORDER BY o.sequence LIMIT 1),
          (SELECT o.sequence FROM log_outbox o WHERE o.source = s.source ORDER BY o.sequence DESC LIMIT 1)
        FROM sources s WHERE s.source IS NOT NULL
        """,
        EachSource);

    /// <summary>Sequence, topic and payload of what waits of a source behind a sequence, up to so many, in order.</summary>
    public static readonly HotStatement Read = new(
        "SELECT sequence, topic, payload FROM log_outbox WHERE source = ?1 AND sequence > ?2 ORDER BY sequence LIMIT ?3",
        "SELECT sequence, topic, payload FROM log_outbox WHERE source = ($1::uuid[])[1] AND sequence > ($2::bigint[])[1] ORDER BY sequence LIMIT ($3::bigint[])[1]",
        """
        SELECT f.sequence, f.topic, f.payload FROM {rows}
        CROSS APPLY (SELECT TOP (r.l2) sequence, topic, payload FROM log_outbox WHERE source = r.i1 AND sequence > r.l1 ORDER BY sequence) f ORDER BY f.sequence
        """,
        HotKind.Id, HotKind.Number, HotKind.Number);

    /// <summary>Id and beat; when is the database's to say, here and below, as one process judges others by it.</summary>
    public static readonly HotStatement Register = new(
        "INSERT INTO log_processes (id, beat, at) VALUES (?1, ?2, {now})",
        "INSERT INTO log_processes (id, beat, at) SELECT r.i1, r.l1, {now} FROM {rows}",
        "INSERT INTO log_processes (id, beat, at) SELECT r.i1, r.l1, {now} FROM {rows}",
        HotKind.Id, HotKind.Number);

    public static readonly HotStatement Retire = Processes.Delete();
    public static readonly HotStatement FindProcess = Processes.Find(["id"], ["beat"]);

    /// <summary>Id, the beat it must be at, the one it comes to.</summary>
    public static readonly HotStatement Beat = new(
        "UPDATE log_processes SET beat = ?3, at = {now} WHERE id = ?1 AND beat = ?2",
        "UPDATE log_processes SET beat = r.l2, at = {now} FROM {rows} WHERE log_processes.id = r.i1 AND log_processes.beat = r.l1",
        "UPDATE log_processes SET beat = r.l2, at = {now} FROM log_processes JOIN {rows} ON log_processes.id = r.i1 AND log_processes.beat = r.l1",
        HotKind.Id, HotKind.Number, HotKind.Number);

    /// <summary>Those not heard of for so long.</summary>
    public static readonly HotStatement ForgetProcesses = new(
        "DELETE FROM log_processes WHERE at < {now} - ?1",
        "DELETE FROM log_processes USING {rows} WHERE log_processes.at < {now} - r.l1",
        "DELETE log_processes FROM log_processes JOIN {rows} ON log_processes.at < {now} - r.l1",
        HotKind.Number);

    /// <summary>The beats of all.</summary>
    public static readonly HotStatement Beats = HotStatement.Plain("SELECT id, beat FROM log_processes");
}
