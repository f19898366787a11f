using System.Security.Claims;
using Cpd.EventLog;
using Cpd.EventLog.Storage;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Cpd.Web.Access;

/// <summary>
/// Which browsers are signed in. A cookie proves who somebody was; whether that still counts is asked here, for every page
/// and every command, so that signing out, another password and leaving a team count at once.
/// </summary>
public sealed class SignIns(IEventLog log, IDbContextFactory<CpdDb> databases, DemoSignIn demo, TimeProvider clock)
{
    internal const string Claim = "cpd.sign-in";

    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    private static readonly string StampClaim = new ClaimsIdentityOptions().SecurityStampClaimType;

    internal static string? AccountOf(ClaimsPrincipal user) => user.FindFirstValue(ClaimTypes.NameIdentifier);

    internal async Task<string> Begin(Account account, string? how, CancellationToken ct)
    {
        var id = Guid.NewGuid().ToString("N");
        await log.Write(async transaction =>
        {
            await using var db = transaction.OpenDb();
            var now = transaction.Now.ToUnixTimeMilliseconds();
            var old = now - (long)Kept.TotalMilliseconds;
            await db.Set<SignInRow>().Where(row => row.Account == account.Id && row.BeganAt < old).ExecuteDeleteAsync(ct);
            db.Add(new SignInRow { Id = id, Account = account.Id, BeganAt = now });
            await Audit.AddEverywhere(transaction, db, account, "sign-in.succeeded", how);
            await db.SaveChangesAsync(ct);
        }, ct);
        return id;
    }

    /// <summary>Ends it; pages that are open under it stop, too.</summary>
    internal async Task End(ClaimsPrincipal user, CancellationToken ct)
    {
        if (user.FindFirstValue(Claim) is not { } id) return;
        await log.Write(async transaction =>
        {
            await using var db = transaction.OpenDb();
            if (await db.Set<SignInRow>().SingleOrDefaultAsync(row => row.Id == id, ct) is not { EndedAt: null } row) return;
            row.EndedAt = transaction.Now.ToUnixTimeMilliseconds();
            if (await db.Set<Account>().SingleOrDefaultAsync(it => it.Id == row.Account, ct) is { } account) await Audit.AddEverywhere(transaction, db, account, "sign-in.ended");
            await db.SaveChangesAsync(ct);
        }, ct);
    }

    internal async Task<bool> IsGood(ClaimsPrincipal user, CancellationToken ct)
    {
        if (AccountOf(user) is not { } account || user.FindFirstValue(Claim) is not { } id || user.FindFirstValue(StampClaim) is not { } stamp) return false;
        if (account == Account.DemoId && !await demo.IsOn(ct)) return false;

        var oldest = (clock.GetUtcNow() - Kept).ToUnixTimeMilliseconds();
        await using var db = await databases.CreateDbContextAsync(ct);
        return await db.Set<SignInRow>().AnyAsync(
            row => row.Id == id && row.Account == account && row.EndedAt == null && row.BeganAt >= oldest
                && db.Set<Account>().Any(one => one.Id == account && one.SecurityStamp == stamp),
            ct);
    }
}
