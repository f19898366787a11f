using Cpd.EventLog.Keeping;
using Cpd.EventLog.Storage;

namespace Cpd.EventLog.Files;

/// <summary>Files that somebody put there, and then saved nothing that names them.</summary>
internal sealed class UnsavedFiles : IAges
{
    /// <summary>Longer than a test that was sent of them may wait to go out.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    /// <summary>Before when, how many. There are few files: no index is kept for this.</summary>
    private static readonly HotStatement Old = new(
        "DELETE FROM files WHERE rowid IN (SELECT rowid FROM files WHERE unsaved_since < ?1 LIMIT ?2)",
        """
        DELETE FROM files WHERE ctid = ANY (ARRAY(
          SELECT ctid FROM files WHERE unsaved_since < ($1::bigint[])[1] LIMIT ($2::bigint[])[1] FOR UPDATE SKIP LOCKED))
        """,
        """
        DELETE files FROM files WITH (READPAST, READCOMMITTEDLOCK, ROWLOCK) JOIN (
          SELECT f.workspace, f.hash FROM {rows} CROSS APPLY (
            SELECT TOP (r.l2) workspace, hash FROM files WITH (UPDLOCK, READPAST, READCOMMITTEDLOCK, ROWLOCK) WHERE unsaved_since < r.l1) f) AS old
          ON files.workspace = old.workspace AND files.hash = old.hash
        """,
        HotKind.Number, HotKind.Number);

    public string What => "files that nothing was saved with";

    public TimeSpan Stays(KeepOptions options) => Kept;

    public int Take(SqlSession sql, DateTimeOffset before, int most) => sql.Run(Old, before.ToUnixTimeMilliseconds(), most);
}
