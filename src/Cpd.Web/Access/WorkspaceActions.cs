using Cpd.Engine.Workspaces;
using Cpd.EventLog;
using Microsoft.EntityFrameworkCore;

namespace Cpd.Web.Access;

/// <summary>Makes workspaces and names them.</summary>
internal sealed class WorkspaceActions(IEventLog log, Caller caller)
{
    /// <summary>The new one's id; whoever makes it owns it.</summary>
    public async Task<(string? Workspace, NotDone? Problem)> Create(string name, CancellationToken ct)
    {
        await caller.Require(Right.ManageWorkspace, ct);
        if (WorkspaceIds.ProblemOfName(name) is { } problem) return (null, new NotDone("workspace.name", problem));

        return (await log.Write(async transaction =>
        {
            string id;
            await using (var db = transaction.OpenDb())
            {
                var now = transaction.Now.ToUnixTimeMilliseconds();
                id = await WorkspaceIds.Free(name, db);
                db.Add(new WorkspaceRow { Id = id, Name = name.Trim(), CreatedAt = now });
                db.Add(new MemberRow { Workspace = id, Account = caller.AccountId, Role = MemberRole.Owner, Since = now });
                await db.SaveChangesAsync(ct);
            }
            await Audit.Add(transaction, id, caller.AccountId, caller.Name, "workspace.created", name.Trim());
            return id;
        }, ct), null);
    }

    public async Task<NotDone?> Rename(string name, CancellationToken ct)
    {
        await caller.Require(Right.ManageWorkspace, ct);
        if (WorkspaceIds.ProblemOfName(name) is { } problem) return new NotDone("workspace.name", problem);

        await log.Write(async transaction =>
        {
            string before;
            await using (var db = transaction.OpenDb())
            {
                var row = await db.Set<WorkspaceRow>().SingleAsync(it => it.Id == caller.Workspace, ct);
                before = row.Name;
                row.Name = name.Trim();
                await db.SaveChangesAsync(ct);
            }
            await Audit.Add(transaction, caller, "workspace.renamed", caller.Workspace, before, name.Trim());
        }, ct);
        await caller.Refresh(ct);
        return null;
    }
}
