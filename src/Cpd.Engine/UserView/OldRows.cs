using System.Buffers.Binary;
using Cpd.EventLog.Storage;
using Cpd.EventLog.Keeping;

namespace Cpd.Engine.UserView;

/// <summary>Lines of timelines. They are numbered as they came, so the oldest stand first and no index is kept for their age.</summary>
internal sealed class OldLines : IAges
{
    /// <summary>Before when, how many of the first are looked at.</summary>
    public static readonly HotStatement Oldest = new(
        "DELETE FROM timeline WHERE id IN (SELECT id FROM (SELECT id, at FROM timeline ORDER BY id LIMIT ?2) WHERE at < ?1)",
        """
        DELETE FROM timeline WHERE id IN (
          SELECT t.id FROM (SELECT id FROM timeline ORDER BY id LIMIT ($2::bigint[])[1]) first JOIN timeline t ON t.id = first.id
          WHERE t.at < ($1::bigint[])[1] ORDER BY t.id FOR UPDATE OF t SKIP LOCKED)
        """,
        """
        DELETE timeline FROM timeline WITH (READPAST, READCOMMITTEDLOCK, ROWLOCK) JOIN (
          SELECT f.id FROM {rows} CROSS APPLY (
            SELECT TOP (r.l2) id, at FROM timeline WITH (UPDLOCK, READPAST, READCOMMITTEDLOCK, ROWLOCK) ORDER BY id) f WHERE f.at < r.l1) AS old
          ON timeline.id = old.id
        """,
        HotKind.Number, HotKind.Number);

    public string What => "lines of timelines";

    public TimeSpan Stays(KeepOptions options) => options.Timeline;

    public int Take(SqlSession sql, DateTimeOffset before, int most) => sql.Run(Oldest, before.ToUnixTimeMilliseconds(), most);
}

/// <summary>What became of messages.</summary>
internal sealed class OldMessages : IAges
{
    public static readonly HotStatement Oldest = OldIds.Of("message_view", "message");

    public string What => "messages";

    public TimeSpan Stays(KeepOptions options) => options.Messages;

    public int Take(SqlSession sql, DateTimeOffset before, int most) => sql.Run(Oldest, OldIds.First(before), most);
}

/// <summary>The ways that runs took at splits, by when they began.</summary>
internal sealed class OldRuns : IAges
{
    public static readonly HotStatement Oldest = OldIds.Of("run_view", "run");

    public string What => "runs";

    public TimeSpan Stays(KeepOptions options) => options.Runs;

    public int Take(SqlSession sql, DateTimeOffset before, int most) => sql.Run(Oldest, OldIds.First(before), most);
}

/// <summary>Rows whose ids begin with the time, so that the primary key finds the oldest.</summary>
internal static class OldIds
{
    /// <summary>Before which id, how many.</summary>
    public static HotStatement Of(string table, string id) => new(
        $"DELETE FROM {table} WHERE {id} IN (SELECT {id} FROM {table} WHERE {id} < ?1 ORDER BY {id} LIMIT ?2)",
        $"""
        DELETE FROM {table} WHERE {id} IN (
          SELECT {id} FROM {table} WHERE {id} < ($1::uuid[])[1] ORDER BY {id} LIMIT ($2::bigint[])[1] FOR UPDATE SKIP LOCKED)
        """,
        $$"""
        DELETE {{table}} FROM {{table}} WITH (READPAST, READCOMMITTEDLOCK, ROWLOCK) JOIN (
          SELECT f.{{id}} FROM {rows} CROSS APPLY (
            SELECT TOP (r.l1) {{id}} FROM {{table}} WITH (UPDLOCK, READPAST, READCOMMITTEDLOCK, ROWLOCK) WHERE {{id}} < r.i1 ORDER BY {{id}}) f) AS old
          ON {{table}}.{{id}} = old.{{id}}
        """,
        HotKind.Id, HotKind.Number);

    /// <summary>Smaller than every id of that millisecond.</summary>
    public static Guid First(DateTimeOffset moment)
    {
        Span<byte> id = stackalloc byte[16];
        id.Clear();
        BinaryPrimitives.WriteInt64BigEndian(id, moment.ToUnixTimeMilliseconds() << 16);
        return new Guid(id, bigEndian: true);
    }
}
