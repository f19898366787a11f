using Cpd.Contracts;
using Cpd.EventLog.Storage;

namespace Cpd.Adapters.Sandbox;

/// <summary>
/// What was accepted for a later hour, by the id of its request: put off, held, called off. A bulk that went out at once is
/// none of these, and unknown here.
/// </summary>
internal static class SandboxBulks
{
    public const string Pending = "PENDING", Paused = "PAUSED", Processing = "PROCESSING", Canceled = "CANCELED", Finished = "FINISHED", Failed = "FAILED";

    private const int NotSent = 31, CancelledCall = 98, MessageCanceled = 4100;

    /// <summary>How far away a held message's hour is put: its row needs no other mark, and it is as far back when the bulk goes on.</summary>
    private const long Away = 100L * 365 * 24 * 60 * 60 * 1000;

    public static readonly string[] All = [Pending, Paused, Processing, Canceled, Finished, Failed];

    /// <summary>When it was to go out, also while it is held.</summary>
    public static long Hour(long sentAt) => sentAt > Away ? sentAt - Away : sentAt;

    public static void Note(SqliteSession db, NewMessage message) => db
        .Prepare("INSERT INTO bulks (channel, bulk_id, send_at) VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET send_at = min(send_at, ?3)")
        .Bind(1, (int)message.Channel).Bind(2, message.BulkId).Bind(3, message.SentAt).Run();

    /// <summary>When it goes out, and where it stands; null where there is none of that id.</summary>
    public static (long SendAt, string Status)? Find(SqliteSession db, Channel channel, string bulkId, long now)
    {
        var row = db.Prepare("SELECT send_at, status FROM bulks WHERE channel = ?1 AND bulk_id = ?2").Bind(1, (int)channel).Bind(2, bulkId);
        var found = row.Step() ? (SendAt: row.GetLong(0), Status: SandboxMessages.Text(row, 1)) : ((long SendAt, string? Status)?)null;
        row.Reset();
        if (found is not { } bulk) return null;
        if (bulk.Status is { } set) return (bulk.SendAt, set);
        if (now < bulk.SendAt) return (bulk.SendAt, Pending);

        var open = db.Prepare("SELECT count(*) FROM messages WHERE bulk_id = ?1 AND channel = ?2 AND outcome_at > ?3").Bind(1, bulkId).Bind(2, (int)channel).Bind(3, now);
        open.Step();
        var waiting = open.GetInt(0);
        open.Reset();
        return (bulk.SendAt, waiting > 0 ? Processing : Finished);
    }

    public static void Reschedule(SqliteSession db, Channel channel, string bulkId, long from, long sendAt, long now)
    {
        Move(db, channel, bulkId, sendAt - from, now);
        Set(db, channel, bulkId, sendAt, Keep(db, channel, bulkId));
    }

    public static void Hold(SqliteSession db, Channel channel, string bulkId, long sendAt, long now)
    {
        Move(db, channel, bulkId, Away, now);
        Set(db, channel, bulkId, sendAt, Paused);
    }

    /// <summary>What should have gone out meanwhile goes out now.</summary>
    public static long GoOn(SqliteSession db, Channel channel, string bulkId, long sendAt, long now)
    {
        var late = Math.Max(0, now - sendAt);
        Move(db, channel, bulkId, late - Away, now);
        Set(db, channel, bulkId, sendAt + late, null);
        return sendAt + late;
    }

    /// <summary>The report says so at once. Which status and error it has is ours: that is not published.</summary>
    public static void Cancel(SqliteSession db, Channel channel, string bulkId, long sendAt, long now)
    {
        db.Prepare("""
            UPDATE messages SET sent_at = ?3, outcome_at = ?3, outcome_status = ?4, outcome_error = ?5, intermediate = 0, due_at = CASE WHEN due_at IS NULL THEN NULL ELSE ?3 END
            WHERE bulk_id = ?1 AND channel = ?2 AND sent_at > ?3
            """)
            .Bind(1, bulkId).Bind(2, (int)channel).Bind(3, now)
            .Bind(4, channel is Channel.Voice ? CancelledCall : NotSent).Bind(5, channel is Channel.Sms ? MessageCanceled : 0).Run();
        Set(db, channel, bulkId, sendAt, Canceled);
    }

    private static void Move(SqliteSession db, Channel channel, string bulkId, long by, long now) => db
        .Prepare("UPDATE messages SET sent_at = sent_at + ?3, outcome_at = outcome_at + ?3, due_at = due_at + ?3 WHERE bulk_id = ?1 AND channel = ?2 AND sent_at > ?4")
        .Bind(1, bulkId).Bind(2, (int)channel).Bind(3, by).Bind(4, now).Run();

    private static string? Keep(SqliteSession db, Channel channel, string bulkId)
    {
        var row = db.Prepare("SELECT status FROM bulks WHERE channel = ?1 AND bulk_id = ?2").Bind(1, (int)channel).Bind(2, bulkId);
        var status = row.Step() ? SandboxMessages.Text(row, 0) : null;
        row.Reset();
        return status;
    }

    private static void Set(SqliteSession db, Channel channel, string bulkId, long sendAt, string? status) => db
        .Prepare("UPDATE bulks SET send_at = ?3, status = ?4 WHERE channel = ?1 AND bulk_id = ?2")
        .Bind(1, (int)channel).Bind(2, bulkId).Bind(3, sendAt).Bind(4, status).Run();
}
