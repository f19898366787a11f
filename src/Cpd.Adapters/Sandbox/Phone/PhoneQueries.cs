using Cpd.Adapters.Infobip;
using Cpd.Adapters.Infobip.Sms;
using Cpd.Adapters.Sandbox.Chat;
using Cpd.Adapters.Sandbox.Email;
using Cpd.Adapters.Sandbox.Mms;
using Cpd.Contracts;
using Cpd.EventLog.Storage;

namespace Cpd.Adapters.Sandbox.Phone;

/// <summary>The file as a telephone shows it.</summary>
internal static class PhoneQueries
{
    /// <summary>How far back the list of conversations looks, so that it costs the same however much there is.</summary>
    private const int LookBack = 5000;

    private const string NoSender = "InfoSMS";

    public static IReadOnlyList<PhoneConversation> Conversations(SqliteSession db, int most)
    {
        var found = new Dictionary<(string, Channel), PhoneConversation>();
        Collect(db.Prepare("SELECT number, sender, text, received_at, channel FROM messages WHERE channel NOT IN (1, 6) ORDER BY seq DESC LIMIT ?1"), fromPerson: false);
        Collect(db.Prepare("SELECT number, sender, text, received_at, 0 FROM messages WHERE channel = 6 ORDER BY seq DESC LIMIT ?1"), fromPerson: false, isCall: true);
        Collect(db.Prepare("SELECT number, recipient, CASE WHEN text = '' AND media IS NOT NULL THEN '(a file)' ELSE text END, received_at, channel FROM inbound ORDER BY seq DESC LIMIT ?1"), fromPerson: true);
        return [.. found.Values.OrderByDescending(one => one.LastAt).Take(most)];

        void Collect(SqliteStatement rows, bool fromPerson, bool isCall = false)
        {
            rows.Bind(1, LookBack);
            var fresh = 0;
            while (fresh < most && rows.Step())
            {
                var (number, channel) = (rows.GetText(0), (Channel)rows.GetInt(4));
                var at = DateTimeOffset.FromUnixTimeMilliseconds(rows.GetLong(3));
                if (found.TryGetValue((number, channel), out var known) && known.LastAt >= at) continue;
                if (known is null || known.FromPerson != fromPerson) fresh++;
                // Nobody writes an answer to a call: it goes to whom they wrote with before.
                var partner = isCall && known is not null ? known.Partner : SandboxMessages.Text(rows, 1) ?? NoSender;
                found[(number, channel)] = new PhoneConversation(number, partner, rows.GetText(2), fromPerson, at, isCall, channel);
            }
            rows.Reset();
        }
    }

    public static IReadOnlyList<PhoneMessage> Messages(SqliteSession db, Channel channel, string number, int most, long now)
    {
        var found = new List<PhoneMessage>();
        var sent = db.Prepare($"""
            SELECT seq, sender, text, received_at, {SandboxTables.StatusNow}, CASE WHEN outcome_at <= ?1 THEN outcome_error ELSE 0 END, parts,
                message_id, mail, message_id IN (SELECT message_id FROM seen)
            FROM messages WHERE number = ?2 AND channel = ?4 ORDER BY seq DESC LIMIT ?3
            """).Bind(1, now).Bind(2, number).Bind(3, most).Bind(4, (int)channel);
        while (sent.Step()) found.Add(Sent(sent, channel));

        var written = db.Prepare("SELECT seq, recipient, text, received_at, media FROM inbound WHERE number = ?1 AND channel = ?3 ORDER BY seq DESC LIMIT ?2").Bind(1, number).Bind(2, most).Bind(3, (int)channel);
        while (written.Step())
        {
            var media = SandboxMessages.Text(written, 4);
            found.Add(new PhoneMessage(
                $"in{written.GetLong(0)}", true, written.GetText(1), written.GetText(2), At(written.GetLong(3)), null, null, channel.IsRich() ? 1 : SmsParts.Of(written.GetText(2)).Count,
                media is null ? null
                : channel is Channel.Mms ? PhoneChat.Of(SandboxMms.Stored(null, [new StoredMedia(media)]), "", seen: false)
                : new PhoneChat("", null, "sent from here", media.Split('/')[0], null, null, [], Seen: false)));
        }

        return [.. found.OrderBy(message => message.At).TakeLast(most)];
    }

    public static string? LastSender(SqliteSession db, string number, Channel channel = Channel.Sms)
    {
        // By text messages nobody answers a call; but who was only called writes to whom called.
        var row = db.Prepare("SELECT sender FROM messages WHERE number = ?1 AND (channel = ?2 OR (?2 = 0 AND channel IN (1, 6))) ORDER BY channel = 6, seq DESC LIMIT 1")
            .Bind(1, SandboxMessages.Place(channel, number)).Bind(2, (int)channel);
        var sender = row.Step() ? SandboxMessages.Text(row, 0) ?? NoSender : null;
        row.Reset();
        return sender;
    }

    private static PhoneMessage Sent(SqliteStatement row, Channel channel)
    {
        var status = InfobipStatuses.Describe(channel, row.GetInt(4));
        var error = InfobipStatuses.DescribeError(channel, row.GetInt(5));
        var problem = status.GroupId is InfobipStatuses.Pending or InfobipStatuses.Delivered ? null : error.Id == 0 ? status.Description : error.Description;
        return new PhoneMessage($"out{row.GetLong(0)}", false, SandboxMessages.Text(row, 1) ?? NoSender, row.GetText(2), At(row.GetLong(3)), status.Name, problem, row.GetInt(6),
            channel.IsRich() ? PhoneChat.Of(StoredChat.Read(SandboxMessages.Text(row, 8)), row.GetText(7), row.GetInt(9) != 0) : null,
            SandboxMails.Read(SandboxMessages.Text(row, 8)).ClicksTo is not null ? SandboxLinks.Of(row.GetText(7)) : null);
    }

    private static DateTimeOffset At(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
}
