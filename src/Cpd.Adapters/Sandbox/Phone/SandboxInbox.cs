using Cpd.Adapters.Infobip.Sms;
using Cpd.Adapters.Sandbox.Chat;
using Cpd.Adapters.Sandbox.Reports;
using Cpd.Adapters.Sandbox.Sms;
using Cpd.Contracts;
using Cpd.EventLog.Storage;

namespace Cpd.Adapters.Sandbox.Phone;

/// <param name="Button">What stands behind the button that was pressed; null where somebody wrote.</param>
/// <param name="Answers">The id of the message it answers.</param>
/// <param name="OfTemplate">The button is one of a template's.</param>
/// <param name="OfList">It is a row of a list, with <paramref name="Detail"/> below its words.</param>
/// <param name="OfForm">Something was filled in: it is the <paramref name="Detail"/>, a JSON object.</param>
/// <param name="Media">By MMS the address of a picture or film that goes with it; by WhatsApp kind and id of what was sent, with a slash between. Null for words alone.</param>
internal sealed record StoredInbound(
    long Seq, string Id, string From, string To, string Text, long ReceivedAt, int Tries, Channel Channel = Channel.Sms, string? Button = null, string? Answers = null,
    bool OfTemplate = false, string? Media = null, bool OfList = false, string? Detail = null, bool OfForm = false);

/// <summary>What people write: pushed where there is an address, else fetched, each once.</summary>
internal static class SandboxInbox
{
    private const string Columns = "seq, message_id, sender, recipient, text, received_at, tries, channel, button, answers, of_template, media, detail";

    // What was pressed, as the column of_template says it.
    private const int Button = 0, ButtonOfTemplate = 1, RowOfList = 2, Form = 3;

    // Infobip cuts a configured keyword off the text; these are configured here.
    private static readonly string[] Keywords = ["STOP", "START", "HELP", "UNSTOP"];

    public static void Add(SqliteSession db, string id, string from, string to, string text, bool push, long now, Channel channel = Channel.Sms, PhoneAnswer? answer = null, string? media = null)
    {
        db.Prepare("""
            INSERT INTO inbound (message_id, sender, number, recipient, text, received_at, phase, due_at, channel, button, answers, of_template, media, detail)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?6, ?8, ?9, ?10, ?11, ?12, ?13)
            """)
            .Bind(1, id).Bind(2, from).Bind(3, SmsNumber.Digits(from)).Bind(4, to).Bind(5, text).Bind(6, now)
            .Bind(7, push ? SandboxTables.Push : SandboxTables.Pull)
            .Bind(8, (int)channel).Bind(9, answer?.Payload).Bind(10, answer?.Message).Bind(11, answer switch { { OfForm: true } => Form, { OfTemplate: true } => ButtonOfTemplate, { OfList: true } => RowOfList, _ => Button })
            .Bind(12, media).Bind(13, answer?.Detail).Run();
        db.Prepare("UPDATE totals SET inbound = inbound + 1").Run();
    }

    public static List<StoredInbound> Due(SqliteSession db, int limit, long now) =>
        All(db.Prepare($"SELECT {Columns} FROM inbound WHERE phase = 0 AND due_at <= ?1 ORDER BY due_at LIMIT ?2").Bind(1, now).Bind(2, limit));

    public static List<StoredInbound> Fetch(SqliteSession db, int limit, long now)
    {
        var found = All(db.Prepare($"SELECT {Columns} FROM inbound WHERE phase = 2 AND channel = 0 AND due_at <= ?1 AND due_at > ?2 ORDER BY due_at LIMIT ?3")
            .Bind(1, now).Bind(2, now - SandboxLogs.Kept).Bind(3, limit));
        Close(db, found);
        return found;
    }

    public static bool IsThere(SqliteSession db, string id)
    {
        var row = db.Prepare("SELECT count(*) FROM inbound WHERE message_id = ?1").Bind(1, id);
        row.Step();
        var there = row.GetInt(0) > 0;
        row.Reset();
        return there;
    }

    public static int Waiting(SqliteSession db)
    {
        var row = db.Prepare("SELECT count(*) FROM inbound WHERE phase = 2 AND channel = 0");
        row.Step();
        var count = row.GetInt(0);
        row.Reset();
        return count;
    }

    public static void Close(SqliteSession db, IEnumerable<StoredInbound> messages)
    {
        foreach (var message in messages) db.Prepare("UPDATE inbound SET phase = 1 WHERE seq = ?1").Bind(1, message.Seq).Run();
    }

    public static void Postpone(SqliteSession db, IEnumerable<StoredInbound> messages, Func<int, long> until)
    {
        foreach (var message in messages)
            db.Prepare("UPDATE inbound SET tries = tries + 1, due_at = ?2 WHERE seq = ?1").Bind(1, message.Seq).Bind(2, until(message.Tries)).Run();
    }

    public static SmsInbound Wire(StoredInbound message)
    {
        var text = message.Text.Trim();
        var end = text.IndexOf(' ', StringComparison.Ordinal);
        var first = end < 0 ? text : text[..end];
        var keyword = Keywords.FirstOrDefault(word => word.Equals(first, StringComparison.OrdinalIgnoreCase));
        return new SmsInbound(message.Id, message.From, message.To, message.Text, keyword is null ? message.Text : text[first.Length..].TrimStart(), keyword,
            DateTimeOffset.FromUnixTimeMilliseconds(message.ReceivedAt), SmsParts.Of(message.Text).Count, new MessagePrice(0, "EUR"), null);
    }

    private static List<StoredInbound> All(SqliteStatement rows)
    {
        var found = new List<StoredInbound>();
        while (rows.Step())
            found.Add(new StoredInbound(rows.GetLong(0), rows.GetText(1), rows.GetText(2), rows.GetText(3), rows.GetText(4), rows.GetLong(5), rows.GetInt(6),
                (Channel)rows.GetInt(7), SandboxMessages.Text(rows, 8), SandboxMessages.Text(rows, 9), rows.GetInt(10) == ButtonOfTemplate, SandboxMessages.Text(rows, 11),
                rows.GetInt(10) == RowOfList, SandboxMessages.Text(rows, 12), rows.GetInt(10) == Form));
        return found;
    }
}
