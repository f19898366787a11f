using System.Buffers.Binary;
using Cpd.EventLog.Storage;
using Cpd.EventLog.Keeping;

namespace Cpd.Engine.UserView;

/// <summary>Lines of timelines. They are numbered as they came, so the oldest stand first and no index is kept for their age.</summary>
internal sealed class OldLines : IAges
{
    /// <summary>Before when, how many of the first are looked at.</summary>
    private static readonly HotStatement Oldest = new(
        "DELETE FROM timeline WHERE id IN (SELECT id FROM (SELECT id, at FROM timeline ORDER BY id LIMIT ?2) WHERE at < ?1)",
        """
        DELETE FROM timeline WHERE id IN (
          SELECT t.id FROM (SELECT id FROM timeline ORDER BY id LIMIT ($2::bigint[])[1]) first JOIN timeline t ON t.id = first.id
          WHERE t.at < ($1::bigint[])[1] ORDER BY t.id FOR UPDATE OF t SKIP LOCKED)
        """,
        """
        DELETE timeline FROM timeline WITH (READPAST) JOIN (
          SELECT f.id FROM {rows} CROSS APPLY (SELECT TOP (r.l2) id, at FROM timeline WITH (READPAST) ORDER BY id) f WHERE f.at < r.l1) AS old ON timeline.id = old.id
        """,
        HotKind.Number, HotKind.Number);

    public string What => "lines of timelines";

    public TimeSpan Stays(KeepOptions options) => options.Timeline;

    public int Take(SqlSession sql, DateTimeOffset before, int most) => sql.Run(Oldest, before.ToUnixTimeMilliseconds(), most);
}

/// <summary>What became of messages. Their ids begin with the time, so the primary key finds the oldest.</summary>
internal sealed class OldMessages : IAges
{
    private static readonly HotStatement Oldest = new(
        "DELETE FROM message_view WHERE message IN (SELECT message FROM message_view WHERE message < ?1 ORDER BY message LIMIT ?2)",
        """
        DELETE FROM message_view WHERE message IN (
          SELECT message FROM message_view WHERE message < ($1::uuid[])[1] ORDER BY message LIMIT ($2::bigint[])[1] FOR UPDATE SKIP LOCKED)
        """,
        """
        DELETE message_view FROM message_view WITH (READPAST) JOIN (
          SELECT f.message FROM {rows} CROSS APPLY (
            SELECT TOP (r.l1) message FROM message_view WITH (READPAST) WHERE message < r.i1 ORDER BY message) f) AS old ON message_view.message = old.message
        """,
        HotKind.Id, HotKind.Number);

    public string What => "messages";

    public TimeSpan Stays(KeepOptions options) => options.Messages;

    public int Take(SqlSession sql, DateTimeOffset before, int most) => sql.Run(Oldest, FirstOf(before), most);

    /// <summary>Smaller than every id of that millisecond.</summary>
    private static Guid FirstOf(DateTimeOffset moment)
    {
        Span<byte> id = stackalloc byte[16];
        id.Clear();
        BinaryPrimitives.WriteInt64BigEndian(id, moment.ToUnixTimeMilliseconds() << 16);
        return new Guid(id, bigEndian: true);
    }
}

/// <summary>Counts of minutes, workspace by workspace, as the primary key has them; never the counts since ever.</summary>
internal sealed class OldMinutes : IAges
{
    /// <summary>Behind which minute, before which, how many.</summary>
    private static readonly HotStatement Oldest = new(
        """
        DELETE FROM activity WHERE rowid IN (
          SELECT a.rowid FROM (SELECT DISTINCT workspace AS name FROM activity) w JOIN activity a ON a.workspace = w.name AND a.minute > ?1 AND a.minute < ?2 LIMIT ?3)
        """,
        """
        DELETE FROM activity WHERE ctid = ANY (ARRAY(
          SELECT ctid FROM activity WHERE minute > ($1::bigint[])[1] AND minute < ($2::bigint[])[1]
          ORDER BY workspace, minute, subject, name LIMIT ($3::bigint[])[1] FOR UPDATE SKIP LOCKED))
        """,
        """
        DELETE activity FROM activity WITH (READPAST) JOIN (
          SELECT f.workspace, f.minute, f.subject, f.name FROM {rows} CROSS APPLY (
            SELECT TOP (r.l3) workspace, minute, subject, name FROM activity WITH (READPAST) WHERE minute > r.l1 AND minute < r.l2 ORDER BY workspace, minute) f) AS old
        ON activity.workspace = old.workspace AND activity.minute = old.minute AND activity.subject = old.subject AND activity.name = old.name
        """,
        HotKind.Number, HotKind.Number, HotKind.Number);

    public string What => "counts of minutes";

    public TimeSpan Stays(KeepOptions options) => options.Activity;

    public int Take(SqlSession sql, DateTimeOffset before, int most) => sql.Run(Oldest, Activity.Ever, before.ToUnixTimeSeconds() / 60, most);
}
