using Cpd.EventLog.Storage;

namespace Cpd.EventLog.Keeping;

/// <summary>Dead letters that somebody has dealt with.</summary>
internal sealed class OldLetters : IAges
{
    /// <summary>Before when, how many. There are few letters: no index is kept for this.</summary>
    private static readonly HotStatement Oldest = new(
        "DELETE FROM dead_letters WHERE id IN (SELECT id FROM dead_letters WHERE replayed_at < ?1 OR (replayed_at IS NULL AND put_away_at < ?1) ORDER BY id LIMIT ?2)",
        """
        DELETE FROM dead_letters WHERE id IN (
          SELECT id FROM dead_letters WHERE replayed_at < ($1::bigint[])[1] OR (replayed_at IS NULL AND put_away_at < ($1::bigint[])[1])
          ORDER BY id LIMIT ($2::bigint[])[1] FOR UPDATE SKIP LOCKED)
        """,
        """
        DELETE dead_letters FROM dead_letters WITH (READPAST, READCOMMITTEDLOCK, ROWLOCK) JOIN (
          SELECT f.id FROM {rows} CROSS APPLY (
            SELECT TOP (r.l2) id FROM dead_letters WITH (UPDLOCK, READPAST, READCOMMITTEDLOCK, ROWLOCK)
            WHERE replayed_at < r.l1 OR (replayed_at IS NULL AND put_away_at < r.l1) ORDER BY id) f) AS old ON dead_letters.id = old.id
        """,
        HotKind.Number, HotKind.Number);

    public string What => "dead letters";

    public TimeSpan Stays(KeepOptions options) => options.DeadLetters;

    public int Take(SqlSession sql, DateTimeOffset before, int most) => sql.Run(Oldest, before.ToUnixTimeMilliseconds(), most);
}
