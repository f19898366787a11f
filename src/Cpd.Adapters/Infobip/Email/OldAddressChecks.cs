using Cpd.EventLog.Keeping;
using Cpd.EventLog.Storage;
using Microsoft.Extensions.Options;

namespace Cpd.Adapters.Infobip.Email;

/// <summary>What was asked so long ago that it would be asked again.</summary>
internal sealed class OldAddressChecks(IOptions<InfobipOptions> options) : IAges
{
    /// <summary>Before when, how many.</summary>
    private static readonly HotStatement Oldest = new(
        "DELETE FROM email_checks WHERE address_key IN (SELECT address_key FROM email_checks WHERE at < ?1 ORDER BY at LIMIT ?2)",
        """
        DELETE FROM email_checks WHERE address_key IN (
          SELECT address_key FROM email_checks WHERE at < ($1::bigint[])[1] ORDER BY at LIMIT ($2::bigint[])[1] FOR UPDATE SKIP LOCKED)
        """,
        """
        DELETE email_checks FROM email_checks WITH (READPAST, READCOMMITTEDLOCK, ROWLOCK) JOIN (
          SELECT f.address_key FROM {rows} CROSS APPLY (
            SELECT TOP (r.l2) address_key FROM email_checks WITH (UPDLOCK, READPAST, READCOMMITTEDLOCK, ROWLOCK) WHERE at < r.l1 ORDER BY at) f) AS old
          ON email_checks.address_key = old.address_key
        """,
        HotKind.Number, HotKind.Number);

    public string What => "answers about e-mail addresses";

    public TimeSpan Stays(KeepOptions keep) => options.Value.EmailCheckAge;

    public int Take(SqlSession sql, DateTimeOffset before, int most) => sql.Run(Oldest, before.ToUnixTimeMilliseconds(), most);
}
