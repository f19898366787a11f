using Cpd.EventLog.Storage;
using static Cpd.EventLog.Storage.HotKind;

namespace Cpd.Adapters.Dispatch;

/// <summary>The statements on the rows of calls, of webhook calls and of the processes they belong to.</summary>
internal static class CallStatements
{
    private static readonly HotTable Calls = new(
        "calls", [new("id", Number)], new("owner", Id), new("workspace", Text), new("account", Number), new("at", Number), new("items", Bytes));

    /// <summary>Id, owner, workspace, account, at, items.</summary>
    public static readonly HotStatement AddCall = Calls.Insert("id", "owner", "workspace", "account", "at", "items");

    /// <summary>Id, owner: id, items; nobody else touches the row until this transaction is over.</summary>
    public static readonly HotStatement HoldCall = new(
        "SELECT id, items FROM calls WHERE id = ?1 AND owner = ?2",
        "SELECT calls.id, calls.items FROM {rows} JOIN calls ON calls.id = r.l1 AND calls.owner = r.i1 ORDER BY calls.id FOR UPDATE OF calls",
        "SELECT calls.id, calls.items FROM {rows} JOIN calls WITH (UPDLOCK, ROWLOCK, FORCESEEK) ON calls.id = r.l1 AND calls.owner = r.i1",
        Number, Id);

    /// <summary>Id, items.</summary>
    public static readonly HotStatement SetItems = Calls.Update("items");

    /// <summary>Id, account, at, items.</summary>
    public static readonly HotStatement Renew = Calls.Update("account", "at", "items");

    /// <summary>Id.</summary>
    public static readonly HotStatement RemoveCall = Calls.Delete();

    /// <summary>Owner: makes all calls theirs whose owner is no living process; id, workspace, account, at, items of each.</summary>
    public static readonly HotStatement AdoptCalls = Adopt("calls", "id, workspace, account, at, items", butFor: "SELECT owner FROM adapter_processes");

    /// <summary>Owner: the same where no other process lives.</summary>
    public static readonly HotStatement AdoptAllCalls = Adopt("calls", "id, workspace, account, at, items", butFor: null);

    private static readonly HotTable WebhookCalls = new(
        "webhook_calls", [new("id", Number), new("owner", Id)],
        new("workspace", Text), new("partition", Number), new("position", Number), new("failures", Number), new("at", Number), new("subject", Id));

    /// <summary>Id, owner, workspace, partition, position, failures, at, subject.</summary>
    public static readonly HotStatement AddWebhook = WebhookCalls.Insert("id", "owner", "workspace", "partition", "position", "failures", "at", "subject");

    /// <summary>Subject: itself and the id of its newest call; no row where there is none.</summary>
    public static readonly HotStatement NewestOfSubject = new(
        "SELECT subject, max(id) FROM webhook_calls WHERE subject = ?1 GROUP BY subject",
        "SELECT r.i1, max(webhook_calls.id) FROM {rows} JOIN webhook_calls ON webhook_calls.subject = r.i1 GROUP BY r.i1",
        "SELECT r.i1, max(webhook_calls.id) FROM {rows} JOIN webhook_calls ON webhook_calls.subject = r.i1 GROUP BY r.i1",
        Id);

    /// <summary>Subject: id, owner, at of its calls, the oldest first; nobody else touches the rows until this transaction is over.</summary>
    public static readonly HotStatement HoldSubject = new(
        "SELECT id, owner, at FROM webhook_calls WHERE subject = ?1 ORDER BY id",
        "SELECT webhook_calls.id, webhook_calls.owner, webhook_calls.at FROM {rows} JOIN webhook_calls ON webhook_calls.subject = r.i1 ORDER BY webhook_calls.id FOR UPDATE OF webhook_calls",
        "SELECT webhook_calls.id, webhook_calls.owner, webhook_calls.at FROM {rows} JOIN webhook_calls WITH (UPDLOCK, ROWLOCK, FORCESEEK) ON webhook_calls.subject = r.i1 ORDER BY webhook_calls.id",
        Id);

    /// <summary>Id, owner, at, subject.</summary>
    public static readonly HotStatement BeginChange = WebhookCalls.Update("at", "subject");

    /// <summary>Id, owner: id; nobody else touches the row until this transaction is over.</summary>
    public static readonly HotStatement HoldWebhook = new(
        "SELECT id FROM webhook_calls WHERE id = ?1 AND owner = ?2",
        "SELECT webhook_calls.id FROM {rows} JOIN webhook_calls ON webhook_calls.id = r.l1 AND webhook_calls.owner = r.i1 ORDER BY webhook_calls.id FOR UPDATE OF webhook_calls",
        "SELECT webhook_calls.id FROM {rows} JOIN webhook_calls WITH (UPDLOCK, ROWLOCK, FORCESEEK) ON webhook_calls.id = r.l1 AND webhook_calls.owner = r.i1",
        Number, Id);

    /// <summary>Id, owner.</summary>
    public static readonly HotStatement RemoveWebhook = WebhookCalls.Delete();

    /// <summary>Id, owner, failures, at.</summary>
    public static readonly HotStatement Postpone = WebhookCalls.Update("failures", "at");

    /// <summary>Owner, after which id, how many: id, partition, position, failures, at, in the order in which they came.</summary>
    public static readonly HotStatement NextWebhooks = new(
        "SELECT id, partition, position, failures, at FROM webhook_calls WHERE owner = ?1 AND id > ?2 ORDER BY id LIMIT ?3",
        """
        SELECT id, partition, position, failures, at FROM webhook_calls
        WHERE owner = ($1::uuid[])[1] AND id > ($2::bigint[])[1] ORDER BY id LIMIT ($3::bigint[])[1]
        """,
        """
        SELECT f.id, f.partition, f.position, f.failures, f.at FROM {rows}
        CROSS APPLY (SELECT TOP (r.l2) * FROM webhook_calls WHERE owner = r.i1 AND id > r.l1 ORDER BY id) f ORDER BY f.id
        """,
        Id, Number, Number);

    /// <summary>Owner, as for calls: the id of each.</summary>
    public static readonly HotStatement AdoptWebhooks = Adopt("webhook_calls", "id", butFor: "SELECT owner FROM adapter_processes");

    /// <inheritdoc cref="AdoptAllCalls"/>
    public static readonly HotStatement AdoptAllWebhooks = Adopt("webhook_calls", "id", butFor: null);

    private static readonly HotTable Processes = new("adapter_processes", [new("owner", Id)], new("beat", Number), new("at", Number));

    /// <summary>Owner, beat, at.</summary>
    public static readonly HotStatement AddProcess = Processes.Insert("owner", "beat", "at");

    /// <summary>Owner, at: one beat more.</summary>
    public static readonly HotStatement Beat = new(
        "UPDATE adapter_processes SET beat = beat + 1, at = ?2 WHERE owner = ?1",
        "UPDATE adapter_processes SET beat = adapter_processes.beat + 1, at = r.l1 FROM {rows} WHERE adapter_processes.owner = r.i1",
        "UPDATE adapter_processes SET beat = adapter_processes.beat + 1, at = r.l1 FROM adapter_processes WITH (FORCESEEK) JOIN {rows} ON adapter_processes.owner = r.i1",
        Id, Number);

    /// <summary>Owner: a row if the process is taken for living, and then it is until this transaction is over.</summary>
    public static readonly HotStatement HoldProcess = new(
        "SELECT beat FROM adapter_processes WHERE owner = ?1",
        "SELECT adapter_processes.beat FROM {rows} JOIN adapter_processes ON adapter_processes.owner = r.i1 FOR KEY SHARE OF adapter_processes",
        "SELECT adapter_processes.beat FROM {rows} JOIN adapter_processes WITH (REPEATABLEREAD, ROWLOCK, FORCESEEK) ON adapter_processes.owner = r.i1",
        Id);

    public static readonly HotStatement AllProcesses = HotStatement.Plain("SELECT owner, beat FROM adapter_processes");

    /// <summary>Owner, beat: nothing where it has beaten since.</summary>
    public static readonly HotStatement Bury = new HotTable("adapter_processes", [new("owner", Id), new("beat", Number)]).Delete();

    /// <summary>Owner.</summary>
    public static readonly HotStatement RemoveProcess = Processes.Delete();

    private static HotStatement Adopt(string table, string returned, string? butFor)
    {
        string Others(string mine) => butFor is null ? $"{table}.owner <> {mine}" : $"{table}.owner NOT IN ({butFor})";
        return new HotStatement(
            $"UPDATE {table} SET owner = ?1 WHERE {Others("?1")} RETURNING {returned}",
            $"UPDATE {table} SET owner = r.i1 FROM {{rows}} WHERE {Others("r.i1")} RETURNING {string.Join(", ", returned.Split(", ").Select(column => $"{table}.{column}"))}",
            $"""
            UPDATE {table} SET owner = r.i1 OUTPUT {string.Join(", ", returned.Split(", ").Select(column => $"inserted.{column}"))}
            FROM {table} JOIN {"{rows}"} ON {Others("r.i1")}
            """,
            Id);
    }
}
