using Cpd.Adapters.Infobip.Chat;
using Cpd.Adapters.Sandbox.Sms;
using Cpd.Contracts;
using Cpd.EventLog.Storage;

namespace Cpd.Adapters.Sandbox.Chat;

internal sealed record StoredSeen(long Seq, Channel Channel, string MessageId, string Person, string Partner, long SentAt, long SeenAt, string? Url, int Tries);

/// <summary>That messages were read: noted once for each, and pushed until it is taken.</summary>
internal static class SandboxSeen
{
    /// <summary>All that arrived in a conversation and was not read yet; how many that were.</summary>
    public static int Read(SqliteSession db, Channel channel, string number, long now)
    {
        var unread = new List<(string Id, string To, string Partner, long SentAt, string? Chat)>();
        var rows = db.Prepare($"""
            SELECT message_id, destination, sender, sent_at, mail FROM messages
            WHERE number = ?2 AND channel = ?3 AND {SandboxTables.StatusNow} = 5 AND message_id NOT IN (SELECT message_id FROM seen)
            """).Bind(1, now).Bind(2, SmsNumber.Digits(number)).Bind(3, (int)channel);
        while (rows.Step()) unread.Add((rows.GetText(0), rows.GetText(1), SandboxMessages.Text(rows, 2) ?? "", rows.GetLong(3), SandboxMessages.Text(rows, 4)));
        foreach (var message in unread)
        {
            db.Prepare("INSERT INTO seen (channel, message_id, person, partner, sent_at, seen_at, url, phase, due_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 0, ?6)")
                .Bind(1, (int)channel).Bind(2, message.Id).Bind(3, SmsNumber.Digits(message.To)).Bind(4, message.Partner).Bind(5, message.SentAt).Bind(6, now)
                .Bind(7, StoredChat.Read(message.Chat).SeenUrl).Run();
        }
        return unread.Count;
    }

    public static List<StoredSeen> Due(SqliteSession db, int limit, long now)
    {
        var found = new List<StoredSeen>();
        var rows = db.Prepare("SELECT seq, channel, message_id, person, partner, sent_at, seen_at, url, tries FROM seen WHERE phase = 0 AND due_at <= ?1 ORDER BY due_at LIMIT ?2")
            .Bind(1, now).Bind(2, limit);
        while (rows.Step())
        {
            found.Add(new StoredSeen(
                rows.GetLong(0), (Channel)rows.GetInt(1), rows.GetText(2), rows.GetText(3), rows.GetText(4), rows.GetLong(5), rows.GetLong(6), SandboxMessages.Text(rows, 7), rows.GetInt(8)));
        }
        return found;
    }

    public static void Close(SqliteSession db, IEnumerable<StoredSeen> seen)
    {
        foreach (var one in seen) db.Prepare("UPDATE seen SET phase = 1 WHERE seq = ?1").Bind(1, one.Seq).Run();
    }

    public static void Postpone(SqliteSession db, IEnumerable<StoredSeen> seen, Func<int, long> until)
    {
        foreach (var one in seen) db.Prepare("UPDATE seen SET tries = tries + 1, due_at = ?2 WHERE seq = ?1").Bind(1, one.Seq).Bind(2, until(one.Tries)).Run();
    }

    public static ChatSeenReport Wire(StoredSeen seen) => new(
        seen.MessageId, seen.Person, seen.Partner, DateTimeOffset.FromUnixTimeMilliseconds(seen.SentAt), DateTimeOffset.FromUnixTimeMilliseconds(seen.SeenAt));
}
