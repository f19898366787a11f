using Cpd.EventLog.Keeping;
using Cpd.EventLog.Storage;
using Microsoft.Extensions.Options;

namespace Cpd.Adapters.Infobip.Chat;

/// <summary>What was asked so long ago that it would be asked again.</summary>
internal sealed class OldRcsCapabilities(IOptions<InfobipOptions> options) : IAges
{
    /// <summary>Before when, how many.</summary>
    private static readonly HotStatement Oldest = new(
        "DELETE FROM rcs_capabilities WHERE number_key IN (SELECT number_key FROM rcs_capabilities WHERE at < ?1 ORDER BY at LIMIT ?2)",
        """
        DELETE FROM rcs_capabilities WHERE number_key IN (
          SELECT number_key FROM rcs_capabilities WHERE at < ($1::bigint[])[1] ORDER BY at LIMIT ($2::bigint[])[1] FOR UPDATE SKIP LOCKED)
        """,
        """
        DELETE rcs_capabilities FROM rcs_capabilities WITH (READPAST, READCOMMITTEDLOCK, ROWLOCK) JOIN (
          SELECT f.number_key FROM {rows} CROSS APPLY (
            SELECT TOP (r.l2) number_key FROM rcs_capabilities WITH (UPDLOCK, READPAST, READCOMMITTEDLOCK, ROWLOCK) WHERE at < r.l1 ORDER BY at) f) AS old
          ON rcs_capabilities.number_key = old.number_key
        """,
        HotKind.Number, HotKind.Number);

    public string What => "answers about RCS";

    public TimeSpan Stays(KeepOptions keep) => options.Value.RcsCheckAge;

    public int Take(SqlSession sql, DateTimeOffset before, int most) => sql.Run(Oldest, before.ToUnixTimeMilliseconds(), most);
}
