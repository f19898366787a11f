using Cpd.Adapters.Infobip;
using Cpd.Adapters.Infobip.Email;
using Cpd.Adapters.Infobip.Sms;
using Cpd.Adapters.Sandbox.Chat;
using Cpd.Adapters.Sandbox.Email;
using Cpd.Adapters.Sandbox.Sms;
using Cpd.Contracts;
using Cpd.EventLog.Storage;
using static Cpd.Adapters.Sandbox.SandboxTables;

namespace Cpd.Adapters.Sandbox;

/// <summary>A message as it came in, with its fate.</summary>
/// <param name="Given">The caller named the id, so it may be a repeat.</param>
/// <param name="Status">What its channel says of one that is accepted, or why it is refused at once.</param>
/// <param name="Mail">See <see cref="StoredMail"/>, and <see cref="StoredChat"/> for chats; null for other channels.</param>
/// <param name="OutcomeAt">Null where it is refused.</param>
internal sealed record NewMessage(
    string Id, bool Given, string BulkId, string? Sender, string To, string Number, string Text, int Parts,
    long ReceivedAt, long SentAt, long VisibleAt, int Status, long? OutcomeAt, int OutcomeStatus, int OutcomeError,
    string? CallbackData, string? DeliveryUrl, string? Campaign, string? Entity, string? Application, int Phase, long? DueAt, bool Intermediate,
    Channel Channel = Channel.Sms, string? Mail = null, StoredSms? Sms = null, IReadOnlyList<NewFile>? Files = null);

/// <summary>A message as it stands at some moment.</summary>
internal sealed record StoredMessage(
    long Seq, string Id, string BulkId, string? Sender, string To, string Text, int Parts, long ReceivedAt, long SentAt, long? DoneAt,
    int Status, int Error, string? CallbackData, string? DeliveryUrl, string? Campaign, string? Entity, string? Application, int Tries, bool Intermediate, Channel Channel, StoredSms? Sms = null, string? Call = null);

/// <summary>Messages in the file: put in, read, counted.</summary>
internal static class SandboxMessages
{
    /// <summary>Binds now to <c>?1</c>. Read with <see cref="Read"/>.</summary>
    public const string Columns = $"""
        seq, message_id, bulk_id, sender, destination, text, parts, received_at, sent_at, CASE WHEN outcome_at <= ?1 THEN outcome_at END,
        {StatusNow}, CASE WHEN outcome_at <= ?1 THEN outcome_error ELSE 0 END,
        callback_data, delivery_url, campaign, entity, application, tries, intermediate, channel, sms, CASE WHEN channel = 6 THEN mail END
        """;

    /// <summary>How many they are: where a question asks for more, that begins here.</summary>
    public const int ColumnCount = 22;

    /// <summary>On the do-not-contact list; the same of every channel.</summary>
    private const int Blocklisted = 14;

    /// <summary>Takes the messages of one call and says the status of each.</summary>
    public static int[] Accept(SqliteSession db, IReadOnlyList<NewMessage> messages)
    {
        var totals = db.Prepare("SELECT received FROM totals");
        totals.Step();
        var seq = totals.GetLong(0);
        totals.Reset();

        var statuses = new int[messages.Count];
        int accepted = 0, known = 0, duplicates = 0;
        for (var i = 0; i < messages.Count; i++)
        {
            var message = messages[i];
            var earlier = message.Given ? Earlier(db, message.Id) : Seen.Never;
            if (earlier is not Seen.Never) known++;
            if (earlier is Seen.Accepted) duplicates++;

            statuses[i] = earlier is Seen.Accepted ? InfobipStatuses.DuplicateMessageId : message.Status;
            if (IsAccepted(statuses[i]) && BlocklistEndpoints.Has(db, message.Channel, message.Number)) statuses[i] = Blocklisted;
            if (IsAccepted(statuses[i])) accepted++;
            Insert(db, ++seq, message, statuses[i]);
            if (message.Files is { Count: > 0 } files) SandboxFiles.Insert(db, files, message.ReceivedAt);
            if (IsAccepted(statuses[i]) && message.SentAt > message.ReceivedAt) SandboxBulks.Note(db, message);
        }

        db.Prepare("UPDATE totals SET received = ?1, accepted = accepted + ?2, distinct_ids = distinct_ids + ?3, duplicates = duplicates + ?4")
            .Bind(1, seq).Bind(2, accepted).Bind(3, messages.Count - known).Bind(4, duplicates).Run();
        return statuses;
    }

    /// <summary>Of any channel: nothing that is refused has one of these.</summary>
    public static bool IsAccepted(int status) => status is SmsStatuses.Accepted or EmailStatuses.Enroute;

    /// <summary>An address in the one form in which it is looked for.</summary>
    public static string Place(Channel channel, string address) => channel switch
    {
        Channel.Email => address.Trim().ToLowerInvariant(),
        Channel.Push => address.Trim(),
        _ => SmsNumber.Digits(address),
    };

    /// <summary>In the order in which they came; the place of a message is its number, so skipping costs nothing.</summary>
    public static IReadOnlyList<ReceivedMessage> List(SqliteSession db, long after, int limit, long now)
    {
        var found = new List<ReceivedMessage>();
        var rows = db.Prepare($"SELECT message_id, destination, sender, text, received_at, {StatusNow}, channel, mail FROM messages WHERE seq > ?2 ORDER BY seq LIMIT ?3")
            .Bind(1, now).Bind(2, after).Bind(3, limit);
        while (rows.Step())
        {
            var channel = (Channel)rows.GetInt(6);
            var mail = SandboxMails.Read(channel is Channel.Email ? Text(rows, 7) : null);
            found.Add(new ReceivedMessage(rows.GetText(0), channel.ToString().ToUpperInvariant(), rows.GetText(1), Text(rows, 2), rows.GetText(3),
                DateTimeOffset.FromUnixTimeMilliseconds(rows.GetLong(4)), InfobipStatuses.Describe(channel, rows.GetInt(5)).Name!, mail.Subject, mail.Html,
                mail.Files?.Select(file => new ReceivedFile(file.Name, file.Type, file.Size)).ToList()));
        }
        return found;
    }

    public static bool IsThere(SqliteSession db, string id)
    {
        var row = db.Prepare("SELECT count(*) FROM messages WHERE message_id = ?1").Bind(1, id);
        row.Step();
        var there = row.GetInt(0) > 0;
        row.Reset();
        return there;
    }

    public static SandboxCounts Count(SqliteSession db)
    {
        var row = db.Prepare("SELECT received, accepted, distinct_ids, duplicates, inbound FROM totals");
        row.Step();
        var counts = new SandboxCounts(row.GetLong(0), row.GetLong(1), row.GetLong(0) - row.GetLong(1), row.GetLong(2), row.GetLong(3), row.GetLong(4));
        row.Reset();
        return counts;
    }

    public static void Clear(SqliteSession db)
    {
        db.Prepare("DELETE FROM messages").Run();
        foreach (var more in new[] { "bulks", "suppressions", "files" }) db.Prepare($"DELETE FROM {more}").Run();
        db.Prepare("DELETE FROM inbound").Run();
        db.Prepare("DELETE FROM blocked").Run();
        db.Prepare("DELETE FROM seen").Run();
        db.Prepare("UPDATE totals SET received = 0, accepted = 0, distinct_ids = 0, duplicates = 0, inbound = 0").Run();
    }

    public static StoredMessage Read(SqliteStatement row) => new(
        row.GetLong(0), row.GetText(1), row.GetText(2), Text(row, 3), row.GetText(4), row.GetText(5), row.GetInt(6), row.GetLong(7), SandboxBulks.Hour(row.GetLong(8)),
        row.IsNull(9) ? null : row.GetLong(9), row.GetInt(10), row.GetInt(11), Text(row, 12), Text(row, 13), Text(row, 14), Text(row, 15), Text(row, 16),
        row.GetInt(17), row.GetInt(18) != 0, (Channel)row.GetInt(19), StoredSms.Read(Text(row, 20)), Text(row, 21));

    public static string? Text(SqliteStatement row, int column) => row.IsNull(column) ? null : row.GetText(column);

    private enum Seen { Never, Refused, Accepted }

    /// <summary>Only an accepted message takes its id; one that was refused may come again.</summary>
    private static Seen Earlier(SqliteSession db, string id)
    {
        var row = db.Prepare("SELECT max(status IN (7, 26)) FROM messages WHERE message_id = ?1").Bind(1, id);
        row.Step();
        var seen = row.IsNull(0) ? Seen.Never : row.GetInt(0) == 0 ? Seen.Refused : Seen.Accepted;
        row.Reset();
        return seen;
    }

    private static void Insert(SqliteSession db, long seq, NewMessage message, int status)
    {
        var accepted = IsAccepted(status);
        var row = db.Prepare("""
            INSERT INTO messages (seq, message_id, bulk_id, sender, destination, number, text, parts, received_at, sent_at, visible_at,
                status, outcome_at, outcome_status, outcome_error, callback_data, delivery_url, campaign, entity, application, phase, due_at, intermediate,
                channel, mail, sms)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26)
            """);
        row.Bind(1, seq).Bind(2, message.Id).Bind(3, message.BulkId).Bind(4, message.Sender).Bind(5, message.To).Bind(6, message.Number)
            .Bind(7, message.Text).Bind(8, message.Parts).Bind(9, message.ReceivedAt).Bind(10, message.SentAt).Bind(11, message.VisibleAt)
            .Bind(12, status).Bind(13, accepted ? message.OutcomeAt : null).Bind(14, message.OutcomeStatus).Bind(15, message.OutcomeError)
            .Bind(16, message.CallbackData).Bind(17, message.DeliveryUrl).Bind(18, message.Campaign).Bind(19, message.Entity).Bind(20, message.Application)
            .Bind(21, accepted ? message.Phase : Closed).Bind(22, accepted ? message.DueAt : null).Bind(23, message.Intermediate ? 1 : 0)
            .Bind(24, (int)message.Channel).Bind(25, message.Mail).Bind(26, StoredSms.Write(message.Sms))
            .Run();
    }
}
