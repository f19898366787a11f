using Cpd.EventLog.Keeping;
using Cpd.EventLog.Storage;

namespace Cpd.Web.Access;

/// <summary>What was done so long ago that nobody asks who did it. Ids begin with the time, so the primary key finds the oldest.</summary>
internal sealed class OldAudit : IAges
{
    /// <summary>Before which id, how many.</summary>
    private static readonly HotStatement Oldest = new(
        "DELETE FROM audit WHERE id IN (SELECT id FROM audit WHERE id < ?1 ORDER BY id LIMIT ?2)",
        """
        DELETE FROM audit WHERE id IN (
          SELECT id FROM audit WHERE id < ($1::text[])[1] ORDER BY id LIMIT ($2::bigint[])[1] FOR UPDATE SKIP LOCKED)
        """,
        """
        DELETE audit FROM audit WITH (READPAST, READCOMMITTEDLOCK, ROWLOCK) JOIN (
          SELECT f.id FROM {rows} CROSS APPLY (
            SELECT TOP (r.l1) id FROM audit WITH (UPDLOCK, READPAST, READCOMMITTEDLOCK, ROWLOCK) WHERE id < {t1} ORDER BY id) f) AS old ON audit.id = old.id
        """,
        HotKind.Text, HotKind.Number);

    public string What => "lines of the audit log";

    public TimeSpan Stays(KeepOptions options) => options.Audit;

    public int Take(SqlSession sql, DateTimeOffset before, int most) => sql.Run(Oldest, Audit.FirstId(before), most);
}
