using Cpd.EventLog.Storage;
using static Cpd.EventLog.Storage.HotKind;

namespace Cpd.Engine.Journeys.Running;

/// <summary>The hot statements of people and their runs.</summary>
internal static class PeopleStatements
{
    private static readonly HotTable People = new(
        "people", [new("person", Id)], new("workspace", Text), new("profile", Bytes), new("memory", Bytes), new("merged_into", Id));

    private static readonly HotTable Runs = new(
        "runs", [new("id", Number)],
        new("person", Id), new("partition", Number), new("journey", Text), new("version", Number), new("step", Text), new("place", Number), new("wake_at", Number), new("state", Bytes));

    public static readonly HotStatement FindPeople = People.Find(["person"], ["person", "workspace", "profile", "memory", "merged_into"]);
    public static readonly HotStatement SavePeople = People.UpsertAlone("workspace", "profile", "memory", "merged_into");

    /// <summary>A person's runs in the order in which they began.</summary>
    public static readonly HotStatement FindRuns = Runs.Find(["person"], ["person", "id", "journey", "state", "wake_at"], "id");

    public static readonly HotStatement InsertRuns = Runs.Insert("person", "partition", "journey", "version", "step", "place", "wake_at", "state");
    public static readonly HotStatement UpdateRuns = Runs.Update("version", "step", "place", "wake_at", "state");
    public static readonly HotStatement WakeRunsAt = Runs.Update("wake_at");
    public static readonly HotStatement DeleteRuns = Runs.Delete();
    public static readonly HotStatement DropRuns = Runs.Delete("person");

    /// <summary>Person, and before when none of their runs is to be woken.</summary>
    public static readonly HotStatement Postpone = new(
        "UPDATE runs SET wake_at = ?2 WHERE person = ?1 AND (wake_at IS NULL OR wake_at < ?2)",
        "UPDATE runs SET wake_at = r.l1 FROM {rows} WHERE runs.person = r.i1 AND (wake_at IS NULL OR wake_at < r.l1)",
        "UPDATE runs SET wake_at = r.l1 FROM runs JOIN {rows} ON runs.person = r.i1 AND (wake_at IS NULL OR wake_at < r.l1)",
        Id, Number);

    /// <summary>Partition, now, how many of the partition: person and when, the earliest first within each partition.</summary>
    public static readonly HotStatement Due = new(
        "SELECT person, wake_at FROM runs WHERE partition = ?1 AND wake_at <= ?2 ORDER BY wake_at LIMIT ?3",
        """
        SELECT due.person, due.wake_at FROM {rows} CROSS JOIN LATERAL (
            SELECT person, wake_at FROM runs WHERE partition = r.l1 AND wake_at <= r.l2 ORDER BY wake_at LIMIT r.l3) due
        """,
        """
        SELECT due.person, due.wake_at FROM {rows} CROSS APPLY (
            SELECT TOP (r.l3) person, wake_at FROM runs WHERE partition = r.l1 AND wake_at <= r.l2 AND wake_at IS NOT NULL ORDER BY wake_at) due
        """,
        Number, Number, Number);

    /// <summary>Partition; when the next of it is due, or null.</summary>
    public static readonly HotStatement NextWake = new(
        "SELECT min(wake_at) FROM runs WHERE partition = ?1 AND wake_at IS NOT NULL",
        "SELECT (SELECT min(wake_at) FROM runs WHERE partition = r.l1 AND wake_at IS NOT NULL) FROM {rows}",
        "SELECT (SELECT min(wake_at) FROM runs WHERE partition = r.l1 AND wake_at IS NOT NULL) FROM {rows}",
        Number);

    /// <summary>After which row, and how many: row, partition, person, journey, version, when.</summary>
    public static readonly HotStatement RunsAfter = new(
        "SELECT id, partition, person, journey, version, wake_at FROM runs WHERE id > ?1 ORDER BY id LIMIT ?2",
        "SELECT id, partition, person, journey, version, wake_at FROM runs WHERE id > ($1::bigint[])[1] ORDER BY id LIMIT ($2::bigint[])[1]",
        """
        SELECT f.id, f.partition, f.person, f.journey, f.version, f.wake_at FROM {rows} CROSS APPLY (
            SELECT TOP (r.l2) id, partition, person, journey, version, wake_at FROM runs WHERE id > r.l1 ORDER BY id) f ORDER BY f.id
        """,
        Number, Number);
}
