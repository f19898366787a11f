using Cpd.EventLog.Storage;
using static Cpd.EventLog.Storage.HotKind;

namespace Cpd.Engine.UserView;

/// <summary>The statements that keep the figures of dashboards and reports.</summary>
internal static class FigureStatements
{
    /// <summary>Workspace, per, bucket, subject, name, how many more.</summary>
    public static readonly HotStatement CountActivity = new HotTable(
        "activity_spans",
        [new("workspace", Text), new("per", Number), new("bucket", Number), new("subject", Text), new("name", Text)],
        new HotColumn("count", Number)).AddTo("count");

    /// <summary>Workspace, per, bucket, journey, version, step, measure, how many more.</summary>
    public static readonly HotStatement CountJourney = new HotTable(
        "journey_spans",
        [
            new("workspace", Text), new("per", Number), new("bucket", Number), new("journey", Text), new("version", Number), new("step", Text),
            new("measure", Text),
        ],
        new HotColumn("count", Number)).AddTo("count");

    private static readonly HotTable RunTable = new(
        "run_view", [new("run", Id), new("version", Number)], new("arms", Text), new("goal", Number));

    /// <summary>Run: run, version, arms, goal.</summary>
    public static readonly HotStatement FindRun = RunTable.Find(["run"], ["run", "version", "arms", "goal"]);

    /// <summary>Run, version, arms, goal.</summary>
    public static readonly HotStatement AddRun = RunTable.Insert("run", "version", "arms", "goal");

    /// <summary>Run, the version that was read, the next one, arms, goal.</summary>
    public static readonly HotStatement ChangeRun = new(
        "UPDATE run_view SET version = ?3, arms = ?4, goal = ?5 WHERE run = ?1 AND version = ?2",
        "UPDATE run_view SET version = r.l2, arms = r.t1, goal = r.l3 FROM {rows} WHERE run_view.run = r.i1 AND run_view.version = r.l1",
        "UPDATE run_view SET version = r.l2, arms = r.t1, goal = r.l3 FROM run_view WITH (FORCESEEK) JOIN {rows} ON run_view.run = r.i1 AND run_view.version = r.l1",
        Id, Number, Number, Text, Number);

    /// <summary>Workspace, first minute that stays; a bounded number, so that nobody waits for it.</summary>
    public static readonly HotStatement PruneMinutes = new(
        $"""
        DELETE FROM activity WHERE rowid IN
            (SELECT rowid FROM activity WHERE workspace = ?1 AND minute > 0 AND minute < ?2 LIMIT {FigurePruning.Chunk})
        """,
        $$"""
        DELETE FROM activity WHERE ctid = ANY (ARRAY(
            SELECT a.ctid FROM {rows} JOIN activity a ON a.workspace = r.t1 AND a.minute > 0 AND a.minute < r.l1 LIMIT {{FigurePruning.Chunk}}
            FOR UPDATE OF a SKIP LOCKED))
        """,
        $$"""
        DELETE TOP ({{FigurePruning.Chunk}}) activity FROM activity WITH (READPAST, READCOMMITTEDLOCK, ROWLOCK)
        JOIN {rows} ON activity.workspace = {t1} AND activity.minute > 0 AND activity.minute < r.l1
        """,
        Text, Number);

    /// <summary>Workspace, per, first bucket that stays.</summary>
    public static readonly HotStatement PruneActivity = PruneSpans("activity_spans");

    /// <inheritdoc cref="PruneActivity"/>
    public static readonly HotStatement PruneJourneys = PruneSpans("journey_spans");

    private static HotStatement PruneSpans(string table) => new(
        $"""
        DELETE FROM {table} WHERE rowid IN
            (SELECT rowid FROM {table} WHERE workspace = ?1 AND per = ?2 AND bucket < ?3 LIMIT {FigurePruning.Chunk})
        """,
        $$"""
        DELETE FROM {{table}} WHERE ctid = ANY (ARRAY(
            SELECT s.ctid FROM {rows} JOIN {{table}} s ON s.workspace = r.t1 AND s.per = r.l1 AND s.bucket < r.l2 LIMIT {{FigurePruning.Chunk}}
            FOR UPDATE OF s SKIP LOCKED))
        """,
        $$"""
        DELETE TOP ({{FigurePruning.Chunk}}) {{table}} FROM {{table}} WITH (READPAST, READCOMMITTEDLOCK, ROWLOCK)
        JOIN {rows} ON {{table}}.workspace = {t1} AND {{table}}.per = r.l1 AND {{table}}.bucket < r.l2
        """,
        Text, Number, Number);
}
