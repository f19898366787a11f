using Cpd.Engine.Workspaces;
using Cpd.EventLog.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cpd.Web.Access;

/// <summary>Somebody in a workspace.</summary>
/// <param name="Account">Their account's id.</param>
/// <param name="Name">Theirs.</param>
public sealed record Membership(string Account, string Name, string Email, string Workspace, string WorkspaceName, MemberRole Role, DateTimeOffset Since);

/// <summary>Who is in which workspace.</summary>
public sealed class Memberships(IDbContextFactory<CpdDb> databases)
{
    /// <summary>In that workspace where they are a member of it, else in the one they came to first; null for a member of none.</summary>
    internal async Task<Membership?> Find(string account, string? workspace, CancellationToken ct)
    {
        var all = await OfAccount(account, ct);
        return all.FirstOrDefault(one => one.Workspace == workspace) ?? (all.Count > 0 ? all[0] : null);
    }

    internal async Task<Membership?> Of(string account, string workspace, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return await Query(db.Set<MemberRow>().Where(member => member.Account == account && member.Workspace == workspace), db).SingleOrDefaultAsync(ct);
    }

    /// <summary>The oldest first.</summary>
    internal async Task<IReadOnlyList<Membership>> OfAccount(string account, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return await Query(db.Set<MemberRow>().Where(member => member.Account == account).OrderBy(member => member.Since).ThenBy(member => member.Workspace), db).ToListAsync(ct);
    }

    internal async Task<IReadOnlyList<Membership>> OfWorkspace(string workspace, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return await Query(db.Set<MemberRow>().Where(member => member.Workspace == workspace).OrderBy(member => member.Since).ThenBy(member => member.Account), db).ToListAsync(ct);
    }

    /// <summary>What somebody may do in each workspace there is: with what belongs to the whole installation, such as the sandbox's phone.</summary>
    internal async Task<IReadOnlySet<Right>> Everywhere(string account, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var roles = await (from workspace in db.Set<WorkspaceRow>()
                           join member in db.Set<MemberRow>().Where(row => row.Account == account) on workspace.Id equals member.Workspace into members
                           from member in members.DefaultIfEmpty()
                           select member == null ? (MemberRole?)null : member.Role).Distinct().ToListAsync(ct);
        return roles.Count == 0 || roles.Contains(null) ? new HashSet<Right>() : Enum.GetValues<Right>().Where(right => roles.TrueForAll(role => role!.Value.May(right))).ToHashSet();
    }

    private static IQueryable<Membership> Query(IQueryable<MemberRow> members, CpdDb db) =>
        from member in members.AsNoTracking()
        join account in db.Set<Account>() on member.Account equals account.Id
        join workspace in db.Set<WorkspaceRow>() on member.Workspace equals workspace.Id
        select new Membership(account.Id, account.Name, account.Email, workspace.Id, workspace.Name, member.Role, DateTimeOffset.FromUnixTimeMilliseconds(member.Since));
}
