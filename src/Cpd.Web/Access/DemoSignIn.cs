using Cpd.Engine.Workspaces;
using Cpd.EventLog;
using Microsoft.EntityFrameworkCore;

namespace Cpd.Web.Access;

/// <summary>
/// The way in without a password, for whoever sits at this machine: into the demo workspace, as its owner. Of itself it is
/// there until somebody has set the installation up; <c>Cpd:DemoSignIn</c> keeps it beside that, or takes it away.
/// </summary>
public sealed class DemoSignIn(IEventLog log, Roles roles, Setup setup, IConfiguration configuration)
{
    internal async ValueTask<bool> IsOn(CancellationToken ct) =>
        configuration.GetValue<bool?>("Cpd:DemoSignIn") ?? (configuration.GetValue("Cpd:DemoKey", true) && !roles.IsShared && await setup.IsNeeded(ct));

    internal async ValueTask<bool> IsOfferedTo(HttpContext http) => FromHere.IsByItsOwnName(http) && await IsOn(http.RequestAborted);

    /// <summary>The demo's account, made where it is missing.</summary>
    internal Task<Account> Account(CancellationToken ct) => log.Write(async transaction =>
    {
        await using var db = transaction.OpenDb();
        var now = transaction.Now.ToUnixTimeMilliseconds();
        var account = await db.Set<Account>().SingleOrDefaultAsync(it => it.Id == Access.Account.DemoId, ct);
        if (account is null)
        {
            account = new Account
            {
                Id = Access.Account.DemoId,
                Email = "demo@localhost",
                NormalizedEmail = "DEMO@LOCALHOST",
                Name = "Demo",
                SecurityStamp = Guid.NewGuid().ToString("N"),
                CreatedAt = now,
            };
            db.Add(account);
        }
        if (!await db.Set<MemberRow>().AnyAsync(it => it.Account == account.Id && it.Workspace == DemoWorkspace.Id, ct))
            db.Add(new MemberRow { Workspace = DemoWorkspace.Id, Account = account.Id, Role = MemberRole.Owner, Since = now });
        await db.SaveChangesAsync(ct);
        return account;
    }, ct);
}
