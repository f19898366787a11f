using System.Text.Json;
using Cpd.Adapters.Infobip;
using Cpd.Adapters.Infobip.Email;
using Cpd.Adapters.Infobip.Sms;
using Cpd.Adapters.Sandbox.Phone;
using Cpd.Contracts;
using Cpd.EventLog.Storage;

namespace Cpd.Adapters.Sandbox.Email;

/// <summary>What an e-mail has that a text message has not; of a text message only where its links are told about.</summary>
/// <param name="Unsubscribe">Where the head says that one unsubscribes.</param>
/// <param name="ClicksTo">Where it is told that a link was followed; null where nobody wants to know.</param>
/// <param name="OpensTo">The same for its opening.</param>
/// <param name="Files">Its attachments; null for none.</param>
internal sealed record StoredMail(
    string? Subject, string? Html, string? ReplyTo, string? Unsubscribe = null, string? ClicksTo = null, string? OpensTo = null, IReadOnlyList<Attachment>? Files = null);

/// <summary>E-mails in the file: their reports, their lines in the log, and the mailboxes they lie in.</summary>
internal static class SandboxMails
{
    /// <summary>How far back the list of mailboxes looks, so that it costs the same however much there is.</summary>
    private const int LookBack = 2000;

    private static readonly MessagePrice Price = new(0, "UNKNOWN");

    public static string Write(StoredMail mail) => JsonSerializer.Serialize(mail, SandboxJson.Default.StoredMail);

    /// <summary>From the head's own line; null where there is none that a click can follow.</summary>
    public static string? UnsubscribeOf(string? headers)
    {
        try
        {
            var line = headers is null ? null : JsonSerializer.Deserialize(headers, InfobipJson.Wire.EmailHeaders)?.ListUnsubscribe;
            return Uri.TryCreate(line?.Trim().TrimStart('<').TrimEnd('>'), UriKind.Absolute, out var way) && way.Scheme is "http" or "https" ? way.AbsoluteUri : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public static StoredMail Read(string? json) => json is null ? new(null, null, null) : JsonSerializer.Deserialize(json, SandboxJson.Default.StoredMail)!;

    public static EmailReport Report(StoredMessage message) => new(
        message.BulkId, Price, Status(message), Error(message), message.Id, message.To, At(message.SentAt), Done(message), 1, message.CallbackData,
        "192.0.2.7", new SmtpAnswer(Said(message)), 1, 140, message.Entity, message.Application, message.Campaign);

    public static EmailPulledReport Pulled(StoredMessage message) => new(
        message.BulkId, Price, Status(message), Error(message), message.Id, message.To, message.Sender, At(message.SentAt), Done(message), 1, message.CallbackData,
        new InfobipPlatform(message.Entity, message.Application), message.Campaign, 1, 140);

    public static EmailLog LogLine(StoredMessage message) => new(
        message.Text, message.Sender, message.To, message.BulkId, message.Id, At(message.SentAt), message.DoneAt is { } done ? At(done) : null, 1, Price,
        InfobipStatuses.Describe(Channel.Email, message.Status), InfobipStatuses.DescribeError(Channel.Email, message.Error),
        new InfobipPlatform(message.Entity, message.Application), message.Campaign);

    /// <summary>Those that got mail last first.</summary>
    public static IReadOnlyList<PhoneMailbox> Mailboxes(SqliteSession db, int most)
    {
        var found = new Dictionary<string, PhoneMailbox>(StringComparer.Ordinal);
        var rows = db.Prepare($"SELECT number, sender, mail, received_at FROM messages WHERE channel = {(int)Channel.Email} ORDER BY seq DESC LIMIT ?1").Bind(1, LookBack);
        while (rows.Step())
        {
            var address = rows.GetText(0);
            if (found.TryGetValue(address, out var known)) found[address] = known with { Mails = known.Mails + 1 };
            else if (found.Count < most)
                found[address] = new PhoneMailbox(address, SandboxMessages.Text(rows, 1) ?? "", Read(SandboxMessages.Text(rows, 2)).Subject ?? "", 1, At(rows.GetLong(3)));
        }
        return [.. found.Values];
    }

    /// <summary>The newest first.</summary>
    public static IReadOnlyList<PhoneMail> Mails(SqliteSession db, string address, int most, long now)
    {
        var found = new List<PhoneMail>();
        var rows = db.Prepare($"""
            SELECT message_id, sender, mail, text, received_at, {SandboxTables.StatusNow}, CASE WHEN outcome_at <= ?1 THEN outcome_error ELSE 0 END
            FROM messages WHERE number = ?2 AND channel = {(int)Channel.Email} ORDER BY seq DESC LIMIT ?3
            """).Bind(1, now).Bind(2, SandboxMessages.Place(Channel.Email, address)).Bind(3, most);
        while (rows.Step())
        {
            var mail = Read(SandboxMessages.Text(rows, 2));
            var (status, error) = (InfobipStatuses.Describe(Channel.Email, rows.GetInt(5)), InfobipStatuses.DescribeError(Channel.Email, rows.GetInt(6)));
            var problem = status.GroupId is InfobipStatuses.Pending or InfobipStatuses.Delivered ? null : error.Id == 0 ? status.Description : error.Description;
            found.Add(new PhoneMail(
                rows.GetText(0), SandboxMessages.Text(rows, 1) ?? "", mail.Subject ?? "", SandboxLinks.Tracked(rows.GetText(0), mail), rows.GetText(3), mail.ReplyTo, At(rows.GetLong(4)), status.Name!, problem, mail.Unsubscribe)
            {
                Files = mail.Files ?? [],
            });
        }
        return found;
    }

    private static MessageStatus Status(StoredMessage message) =>
        InfobipStatuses.Describe(Channel.Email, message.Intermediate || SandboxMessages.IsAccepted(message.Status) ? 3 : message.Status);

    private static MessageError Error(StoredMessage message) => InfobipStatuses.DescribeError(Channel.Email, message.Intermediate ? 0 : message.Error);

    private static DateTimeOffset Done(StoredMessage message) => At(message.Intermediate ? message.SentAt : message.DoneAt ?? message.SentAt);

    private static string Said(StoredMessage message) => message.Error switch
    {
        0 => "250 2.0.0 OK",
        EmailStatuses.HardBounce => "550 5.1.1 unknown user",
        EmailStatuses.SoftBounce => "450 4.2.1 try again later",
        _ => "554 5.7.1 refused",
    };

    private static DateTimeOffset At(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
}
