using Cpd.EventLog.Keeping;
using Cpd.EventLog.Storage;

namespace Cpd.Web.Access;

/// <summary>Invitations that nobody can come in by any more.</summary>
internal sealed class OldInvitations : IAges
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    /// <summary>Before when, how many. There are few: no index is kept for this.</summary>
    private static readonly HotStatement Oldest = new(
        "DELETE FROM invitations WHERE id IN (SELECT id FROM invitations WHERE expires_at < ?1 ORDER BY id LIMIT ?2)",
        """
        DELETE FROM invitations WHERE id IN (
          SELECT id FROM invitations WHERE expires_at < ($1::bigint[])[1] ORDER BY id LIMIT ($2::bigint[])[1] FOR UPDATE SKIP LOCKED)
        """,
        """
        DELETE invitations FROM invitations WITH (READPAST, READCOMMITTEDLOCK, ROWLOCK) JOIN (
          SELECT f.id FROM {rows} CROSS APPLY (
            SELECT TOP (r.l2) id FROM invitations WITH (UPDLOCK, READPAST, READCOMMITTEDLOCK, ROWLOCK) WHERE expires_at < r.l1 ORDER BY id) f) AS old ON invitations.id = old.id
        """,
        HotKind.Number, HotKind.Number);

    public string What => "invitations";

    public TimeSpan Stays(KeepOptions options) => Kept;

    public int Take(SqlSession sql, DateTimeOffset before, int most) => sql.Run(Oldest, before.ToUnixTimeMilliseconds(), most);
}
