using Cpd.EventLog.Storage;
using static Cpd.EventLog.Storage.HotKind;

namespace Cpd.Engine.Identities;

/// <summary>
/// The hot statements of identities, merges and addresses. Where many texts are looked up at once the rows are numbered,
/// and the number comes back instead of the text.
/// </summary>
internal static class IdentityStatements
{
    private static readonly HotTable Identities = new(
        "identities", [new("workspace", Text), new("kind", Number), new("value", Text)], new HotColumn("person", Id));

    private static readonly HotTable Merged = new("merged_people", [new("workspace", Text), new("person", Id)], new HotColumn("into_person", Id));

    private static readonly HotTable Addresses = new(
        "addresses", [new("workspace", Text), new("channel_group", Text), new("address", Text)], new HotColumn("person", Id));

    /// <summary>Number, workspace, kind, value; the number and the person.</summary>
    public static readonly HotStatement FindIds = new(
        "SELECT ?1, person FROM identities WHERE workspace = ?2 AND kind = ?3 AND value = ?4",
        "SELECT r.l1, i.person FROM {rows} JOIN identities i ON i.workspace = r.t1 AND i.kind = r.l2 AND i.value = r.t2",
        "SELECT r.l1, i.person FROM {rows} JOIN identities i ON i.workspace = {t1} AND i.kind = r.l2 AND i.value = {t2}",
        Number, Text, Number, Text);

    /// <summary>Workspace and person; those of them who have a user id.</summary>
    public static readonly HotStatement FindIdentified = new(
        "SELECT person FROM identities WHERE workspace = ?1 AND person = ?2 AND kind = 1 LIMIT 1",
        "SELECT r.i1 FROM {rows} WHERE EXISTS (SELECT 1 FROM identities i WHERE i.workspace = r.t1 AND i.person = r.i1 AND i.kind = 1)",
        "SELECT r.i1 FROM {rows} WHERE EXISTS (SELECT 1 FROM identities i WHERE i.workspace = {t1} AND i.person = r.i1 AND i.kind = 1)",
        Text, Id);

    /// <summary>Workspace and person. Waits until nobody else changes who they are, and keeps others waiting; in the order of the key.</summary>
    public static readonly HotStatement Lock = new(
        "SELECT 1 FROM identities WHERE workspace = ?1 AND person = ?2",
        """
        SELECT 1 FROM {rows} JOIN identities i ON i.workspace = r.t1 AND i.person = r.i1
        ORDER BY i.workspace, i.kind, i.value FOR UPDATE OF i
        """,
        """
        SELECT 1 FROM {rows} JOIN identities i WITH (UPDLOCK, HOLDLOCK, FORCESEEK) ON i.workspace = {t1} AND i.person = r.i1
        ORDER BY i.workspace, i.kind, i.value
        """,
        Text, Id);

    public static readonly HotStatement Link = Identities.Insert("workspace", "kind", "value", "person");
    public static readonly HotStatement MoveIds = Move("identities", "person");
    public static readonly HotStatement DropIds = Identities.Delete("workspace", "person");

    /// <summary>
    /// Number, workspace, person; the number and who they were merged into, of several the last one last. SQLite has one
    /// owner, who never leaves a chain.
    /// </summary>
    public static readonly HotStatement FindSurvivors = new(
        "SELECT ?1, into_person FROM merged_people WHERE workspace = ?2 AND person = ?3",
        $"WITH RECURSIVE {Way("r.t1")} SELECT n, person FROM way ORDER BY n, steps",
        $"WITH {Way("{t1}")} SELECT n, person FROM way ORDER BY n, steps OPTION (MAXRECURSION 100)",
        Number, Text, Id);

    /// <summary>Workspace and survivor; the survivor and each who was merged into them.</summary>
    public static readonly HotStatement FindAbsorbed = Merged.Find(["workspace", "into_person"], ["into_person", "person"]);

    public static readonly HotStatement InsertMerged = Merged.Insert("workspace", "person", "into_person");
    public static readonly HotStatement MoveMerged = Move("merged_people", "into_person");
    public static readonly HotStatement DropMerged = Merged.Delete("workspace", "into_person");

    /// <summary>Number, workspace, kind of address, address; the number and the person.</summary>
    public static readonly HotStatement FindAddresses = new(
        "SELECT ?1, person FROM addresses WHERE workspace = ?2 AND channel_group = ?3 AND address = ?4",
        "SELECT r.l1, a.person FROM {rows} JOIN addresses a ON a.workspace = r.t1 AND a.channel_group = r.t2 AND a.address = r.t3",
        "SELECT r.l1, a.person FROM {rows} JOIN addresses a ON a.workspace = {t1} AND a.channel_group = {t2} AND a.address = {t3}",
        Number, Text, Text, Text);

    public static readonly HotStatement SaveAddresses = Addresses.Upsert("person");
    public static readonly HotStatement DeleteAddresses = Addresses.Delete();
    public static readonly HotStatement MoveAddresses = Move("addresses", "person");
    public static readonly HotStatement DropAddresses = Addresses.Delete("workspace", "person");

    private static string Way(string workspace) =>
        $$"""
        way AS (
            SELECT r.l1 AS n, {{workspace}} AS workspace, m.into_person AS person, 1 AS steps
            FROM {rows} JOIN merged_people m ON m.workspace = {{workspace}} AND m.person = r.i1
            UNION ALL
            SELECT way.n, way.workspace, m.into_person, way.steps + 1
            FROM way JOIN merged_people m ON m.workspace = way.workspace AND m.person = way.person WHERE way.steps < 50)
        """;

    /// <summary>Workspace, from, to: whatever is the one's is the other's.</summary>
    private static HotStatement Move(string table, string column) => new(
        $"UPDATE {table} SET {column} = ?3 WHERE workspace = ?1 AND {column} = ?2",
        $"UPDATE {table} SET {column} = r.i2 FROM {{rows}} WHERE {table}.workspace = r.t1 AND {table}.{column} = r.i1",
        $"UPDATE {table} SET {column} = r.i2 FROM {table} JOIN {{rows}} ON {table}.workspace = {{t1}} AND {table}.{column} = r.i1",
        Text, Id, Id);
}
