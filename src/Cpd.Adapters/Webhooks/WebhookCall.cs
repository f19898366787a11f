using Cpd.Contracts;
using Cpd.EventLog;

namespace Cpd.Adapters.Webhooks;

/// <summary>A call to a company's server that is still to be made.</summary>
internal sealed class WebhookCall(long id, int partition, long position)
{
    public long Id { get; } = id;

    public int Partition { get; } = partition;

    public long Position { get; } = position;

    /// <summary>Null after a restart, until it is read from the log.</summary>
    public LogRecord? Record { get; set; }

    public int Failures { get; set; }
}

/// <summary>The statements on the rows of webhook calls.</summary>
internal static class WebhookRows
{
    public static void Insert(LogTransaction transaction, long id, LogRecord record) =>
        transaction.Sqlite.Prepare("INSERT INTO webhook_calls (id, workspace, partition, position, failures, at) VALUES (?1, ?2, ?3, ?4, 0, ?5)")
            .Bind(1, id).Bind(2, record.Workspace).Bind(3, record.Partition).Bind(4, record.Position).Bind(5, transaction.Now.ToUnixTimeMilliseconds())
            .Run();

    /// <summary>Puts the outcome on the log, once: where the row was still there.</summary>
    public static bool Answer(LogTransaction transaction, WebhookCall call, WebhookAnswered answered)
    {
        if (transaction.Sqlite.Prepare("DELETE FROM webhook_calls WHERE id = ?1").Bind(1, call.Id).Run() != 1) return false;

        var request = call.Record!;
        transaction.Append(new LogRecord
        {
            // Of the call and not of the clock: told twice, the outcome has one id.
            Id = Ids.Derive<RecordId>(request.At, nameof(WebhookAnswered), answered.Call.Value),
            Workspace = request.Workspace,
            Key = request.Key,
            Person = request.Person,
            At = transaction.Now,
            Body = answered,
            Cause = request.Id,
            Trace = request.Trace,
        });
        return true;
    }

    /// <summary>The call's record is no longer on the log, so nobody can be told anything.</summary>
    public static void Drop(LogTransaction transaction, long id) =>
        transaction.Sqlite.Prepare("DELETE FROM webhook_calls WHERE id = ?1").Bind(1, id).Run();

    public static void Postpone(LogTransaction transaction, long id, int failures, DateTimeOffset until) =>
        transaction.Sqlite.Prepare("UPDATE webhook_calls SET failures = ?2, at = ?3 WHERE id = ?1")
            .Bind(1, id).Bind(2, failures).Bind(3, until.ToUnixTimeMilliseconds())
            .Run();

    /// <summary>The calls after a row, in the order in which they came.</summary>
    public static List<(WebhookCall Call, DateTimeOffset Due)> After(LogTransaction transaction, long id, int most)
    {
        var calls = new List<(WebhookCall, DateTimeOffset)>();
        var row = transaction.Sqlite.Prepare("SELECT id, partition, position, failures, at FROM webhook_calls WHERE id > ?1 ORDER BY id LIMIT ?2")
            .Bind(1, id).Bind(2, most);
        while (row.Step())
        {
            calls.Add((
                new WebhookCall(row.GetLong(0), row.GetInt(1), row.GetLong(2)) { Failures = row.GetInt(3) },
                DateTimeOffset.FromUnixTimeMilliseconds(row.GetLong(4))));
        }
        return calls;
    }
}
