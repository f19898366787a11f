using Cpd.EventLog.Storage;
using static Cpd.EventLog.Storage.HotKind;

namespace Cpd.Engine.UserView.Seen;

internal static class SeenStatements
{
    private static readonly HotTable Table = new(
        "seen_shapes",
        [new("workspace", Text), new("event", Text)],
        new("version", Number), new("first_at", Number), new("last_at", Number), new("shape", Bytes));

    private const string Columns = "seen_shapes.workspace, seen_shapes.event, seen_shapes.version, seen_shapes.first_at, seen_shapes.last_at, seen_shapes.shape";

    /// <summary>Workspace, event: all columns.</summary>
    public static readonly HotStatement Find = Table.Find(["workspace", "event"], ["workspace", "event", "version", "first_at", "last_at", "shape"]);

    /// <summary>The same, held until the transaction ends, in the order in which everybody takes hold of them.</summary>
    public static readonly HotStatement Hold = new(
        "SELECT workspace, event, version, first_at, last_at, shape FROM seen_shapes WHERE workspace = ?1 AND event = ?2",
        $"SELECT {Columns} FROM {{rows}} JOIN seen_shapes ON seen_shapes.workspace = r.t1 AND seen_shapes.event = r.t2 ORDER BY seen_shapes.workspace, seen_shapes.event FOR UPDATE OF seen_shapes",
        $"SELECT {Columns} FROM {{rows}} JOIN seen_shapes WITH (UPDLOCK, ROWLOCK, FORCESEEK) ON seen_shapes.workspace = {{t1}} AND seen_shapes.event = {{t2}} ORDER BY seen_shapes.workspace, seen_shapes.event",
        Text, Text);

    /// <summary>Workspace, and the name that is none: how many names it has learned.</summary>
    public static readonly HotStatement CountNames = new(
        "SELECT count(*) FROM seen_shapes WHERE workspace = ?1 AND event <> ?2",
        "SELECT count(*) FROM seen_shapes WHERE workspace = ($1::text[])[1] AND event <> ($2::text[])[1]",
        "SELECT COUNT_BIG(*) FROM {rows} JOIN seen_shapes ON seen_shapes.workspace = {t1} AND seen_shapes.event <> {t2}",
        Text, Text);

    /// <summary>Workspace, event, version, first, last, shape.</summary>
    public static readonly HotStatement Add = Table.Insert("workspace", "event", "version", "first_at", "last_at", "shape");

    /// <summary>Workspace, event, the version that was read, the next one, first, last, shape.</summary>
    public static readonly HotStatement Change = new(
        "UPDATE seen_shapes SET version = ?4, first_at = ?5, last_at = max(last_at, ?6), shape = ?7 WHERE workspace = ?1 AND event = ?2 AND version = ?3",
        """
        UPDATE seen_shapes SET version = r.l2, first_at = r.l3, last_at = greatest(seen_shapes.last_at, r.l4), shape = r.b1
        FROM {rows} WHERE seen_shapes.workspace = r.t1 AND seen_shapes.event = r.t2 AND seen_shapes.version = r.l1
        """,
        """
        UPDATE seen_shapes SET version = r.l2, first_at = r.l3, last_at = CASE WHEN seen_shapes.last_at > r.l4 THEN seen_shapes.last_at ELSE r.l4 END, shape = r.b1
        FROM seen_shapes WITH (FORCESEEK) JOIN {rows} ON seen_shapes.workspace = {t1} AND seen_shapes.event = {t2} AND seen_shapes.version = r.l1
        """,
        Text, Text, Number, Number, Number, Number, Bytes);

    /// <summary>Workspace, event, last; whoever knows of a later time has said so.</summary>
    public static readonly HotStatement Again = new(
        "UPDATE seen_shapes SET last_at = ?3 WHERE workspace = ?1 AND event = ?2 AND last_at < ?3",
        "UPDATE seen_shapes SET last_at = r.l1 FROM {rows} WHERE seen_shapes.workspace = r.t1 AND seen_shapes.event = r.t2 AND seen_shapes.last_at < r.l1",
        "UPDATE seen_shapes SET last_at = r.l1 FROM seen_shapes WITH (FORCESEEK) JOIN {rows} ON seen_shapes.workspace = {t1} AND seen_shapes.event = {t2} AND seen_shapes.last_at < r.l1",
        Text, Text, Number);
}
