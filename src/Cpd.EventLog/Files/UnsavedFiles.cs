using Cpd.EventLog.Keeping;
using Cpd.EventLog.Storage;

namespace Cpd.EventLog.Files;

/// <summary>Files that somebody put there, and then saved nothing that names them.</summary>
internal sealed class UnsavedFiles : IAges
{
    /// <summary>Longer than a test that was sent of them may wait to go out.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    /// <summary>Before when. There are few files: no index is kept for this.</summary>
    private static readonly HotStatement Old = new(
        "DELETE FROM files WHERE unsaved_since < ?1",
        "DELETE FROM files WHERE unsaved_since < ($1::bigint[])[1]",
        "DELETE files FROM {rows} JOIN files ON files.unsaved_since < r.l1",
        HotKind.Number);

    public string What => "files that nothing was saved with";

    public TimeSpan Stays(KeepOptions options) => Kept;

    public int Take(SqlSession sql, DateTimeOffset before, int most) => sql.Run(Old, before.ToUnixTimeMilliseconds());
}
