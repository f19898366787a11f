using System.Globalization;
using Cpd.Adapters.Infobip;
using Cpd.Adapters.Infobip.Sms;
using Cpd.Contracts;
using Cpd.EventLog.Storage;

namespace Cpd.Adapters.Sandbox.Reports;

/// <summary>Delivery reports in the file: fetched once, or pushed until they are taken.</summary>
internal static class SandboxReports
{
    /// <summary>Reports that nobody is told by webhook. Each is handed out once.</summary>
    public static List<StoredMessage> Fetch(
        SqliteSession db, Channel channel, string? bulkId, string? messageId, int limit, long now, string? entity = null, string? application = null, string? campaign = null)
    {
        var rows = db.Prepare($"""
            SELECT {SandboxMessages.Columns} FROM messages
            WHERE phase = 2 AND channel = ?6 AND due_at <= ?1 AND due_at > ?2 AND (?3 IS NULL OR bulk_id = ?3) AND (?4 IS NULL OR message_id = ?4)
                AND (?7 IS NULL OR entity = ?7) AND (?8 IS NULL OR application = ?8) AND (?9 IS NULL OR campaign = ?9)
            ORDER BY due_at LIMIT ?5
            """).Bind(1, now).Bind(2, now - SandboxLogs.Kept).Bind(3, bulkId).Bind(4, messageId).Bind(5, limit).Bind(6, (int)channel)
            .Bind(7, entity).Bind(8, application).Bind(9, campaign);
        var found = All(rows);
        Close(db, found);
        return found;
    }

    /// <summary>What is to be pushed now.</summary>
    public static List<StoredMessage> Due(SqliteSession db, int limit, long now) =>
        All(db.Prepare($"SELECT {SandboxMessages.Columns} FROM messages WHERE phase = 0 AND due_at <= ?1 ORDER BY due_at LIMIT ?2").Bind(1, now).Bind(2, limit));

    /// <summary>When there will be something to push; null: nothing in sight.</summary>
    public static long? NextDue(SqliteSession db)
    {
        var row = db.Prepare("""
            SELECT min(due) FROM (SELECT min(due_at) AS due FROM messages WHERE phase = 0 UNION ALL SELECT min(due_at) FROM inbound WHERE phase = 0
                UNION ALL SELECT min(due_at) FROM seen WHERE phase = 0)
            """);
        row.Step();
        long? due = row.IsNull(0) ? null : row.GetLong(0);
        row.Reset();
        return due;
    }

    public static void Close(SqliteSession db, IEnumerable<StoredMessage> messages)
    {
        foreach (var message in messages) Only(db.Prepare("UPDATE messages SET phase = 1 WHERE seq = ?1 AND message_id = ?2"), message).Run();
    }

    /// <summary>That it is on its way has been told; how it ends comes later.</summary>
    public static void AwaitOutcome(SqliteSession db, IEnumerable<StoredMessage> messages)
    {
        foreach (var message in messages)
            Only(db.Prepare("UPDATE messages SET intermediate = 0, tries = 0, due_at = max(outcome_at, due_at) WHERE seq = ?1 AND message_id = ?2"), message).Run();
    }

    public static void Postpone(SqliteSession db, IEnumerable<StoredMessage> messages, Func<int, long> until)
    {
        foreach (var message in messages)
            Only(db.Prepare("UPDATE messages SET tries = tries + 1, due_at = ?3 WHERE seq = ?1 AND message_id = ?2"), message).Bind(3, until(message.Tries)).Run();
    }

    /// <summary>Emptied meanwhile, the file begins to count anew: the same place is another message then.</summary>
    private static SqliteStatement Only(SqliteStatement statement, StoredMessage message) => statement.Bind(1, message.Seq).Bind(2, message.Id);

    public static SmsReport Report(StoredMessage message) => new(
        message.BulkId, Price, InfobipStatuses.Describe(Channel.Sms, IsOnTheWay(message) ? 3 : message.Status),
        InfobipStatuses.DescribeError(Channel.Sms, message.Intermediate ? 0 : message.Error), message.Id, message.To, message.Sender,
        At(message.SentAt), At(message.Intermediate ? message.SentAt : message.DoneAt ?? message.SentAt), message.Parts, Network(message.To), message.CallbackData,
        new InfobipPlatform(message.Entity, message.Application), message.Campaign);

    public static SmsLog LogLine(StoredMessage message) => new(
        message.Sender, message.To, message.BulkId, message.Id, At(message.SentAt), message.DoneAt is { } done ? At(done) : null, message.Parts,
        Price, InfobipStatuses.Describe(Channel.Sms, message.Status), InfobipStatuses.DescribeError(Channel.Sms, message.Error),
        new InfobipPlatform(message.Entity, message.Application), message.Sms?.Content ?? new SmsContent(message.Text), message.Campaign, Network(message.To));

    /// <summary>
    /// A report on a message that has not arrived yet says that it waits; it is not said in that word anywhere else. A report
    /// that was to come on the way says so however late it comes: how it ended is told by the next one.
    /// </summary>
    internal static bool IsOnTheWay(StoredMessage message) => message.Intermediate || SandboxMessages.IsAccepted(message.Status);

    internal static readonly MessagePrice Price = new(0.01m, "EUR");

    /// <summary>Some network of the number's country; which one is of no matter here.</summary>
    internal static string Network(string to) => to.TrimStart('+').StartsWith("385", false, CultureInfo.InvariantCulture) ? "21901" : "00101";

    private static DateTimeOffset At(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);

    private static List<StoredMessage> All(SqliteStatement rows)
    {
        var found = new List<StoredMessage>();
        while (rows.Step()) found.Add(SandboxMessages.Read(rows));
        return found;
    }
}
