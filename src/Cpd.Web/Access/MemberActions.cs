using Cpd.Engine.Workspaces;
using Cpd.EventLog;
using Cpd.EventLog.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cpd.Web.Access;

/// <summary>What is done with those who are in a workspace. It always keeps an owner.</summary>
internal sealed class MemberActions(IEventLog log, Caller caller)
{
    private static readonly NotDone NoMember = new("member.unknown", "They are no longer a member of this workspace.");
    private static readonly NotDone LastOwner = new("member.last-owner", "A workspace needs an owner, and this is the last one. Make someone else an owner first.");
    private static readonly NotDone OwnersOnly = new("member.owners-only", "Only owners may add or remove owners.");

    public async Task<NotDone?> ChangeRole(string account, MemberRole role, CancellationToken ct)
    {
        await caller.Require(Right.ManageMembers, ct);
        return await Change(account, (db, row) => row.Role = role, "member.role-changed", role, ct);
    }

    /// <summary>Their open pages stop within seconds; what they did stays.</summary>
    public async Task<NotDone?> Remove(string account, CancellationToken ct)
    {
        if (account != caller.AccountId) await caller.Require(Right.ManageMembers, ct);
        return await Change(account, (db, row) => db.Remove(row), "member.removed", null, ct);
    }

    private Task<NotDone?> Change(string account, Action<CpdDb, MemberRow> change, string act, MemberRole? to, CancellationToken ct) => log.Write(async transaction =>
    {
        var workspace = caller.Workspace;
        MemberRole before;
        string email;
        await using (var db = transaction.OpenDb())
        {
            // Two owners who take each other out at the same moment come one after the other.
            await db.Set<WorkspaceRow>().Where(row => row.Id == workspace).ExecuteUpdateAsync(row => row.SetProperty(it => it.Name, it => it.Name), ct);
            var members = await db.Set<MemberRow>().Where(row => row.Workspace == workspace).ToListAsync(ct);
            if (members.Find(row => row.Account == account) is not { } row) return NoMember;
            if ((row.Role is MemberRole.Owner || to is MemberRole.Owner) && row.Role != to)
            {
                if (!caller.May(Right.ManageWorkspace)) return OwnersOnly;
                if (row.Role is MemberRole.Owner && members.Count(one => one.Role is MemberRole.Owner) == 1) return LastOwner;
            }
            if (row.Role == to) return null;

            before = row.Role;
            email = await db.Set<Account>().Where(it => it.Id == account).Select(it => it.Email).SingleAsync(ct);
            change(db, row);
            await db.SaveChangesAsync(ct);
        }
        await Audit.Add(transaction, caller, act, email, before.ToString(), to?.ToString());
        return null;
    }, ct);
}
