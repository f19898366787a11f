using Cpd.Engine.Workspaces;
using Cpd.EventLog.Storage;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Cpd.Web.Access;

/// <summary>The first account of an installation: whoever makes it owns it.</summary>
public sealed class Setup(IDbContextFactory<CpdDb> databases)
{
    private volatile bool _isDone;

    /// <summary>True until an owner has an account. Once it is false it stays so.</summary>
    internal async ValueTask<bool> IsNeeded(CancellationToken ct)
    {
        if (_isDone) return false;
        await using var db = await databases.CreateDbContextAsync(ct);
        _isDone = await HasOwner(db, ct);
        return !_isDone;
    }

    /// <summary>Makes the owner and the first workspace, both or neither. Sentences where it cannot be done.</summary>
    internal async Task<(Account? Owner, IReadOnlyList<string> Problems)> Complete(
        UserManager<Account> accounts, string email, string name, string password, string workspaceName)
    {
        var owner = new Account { Id = Guid.NewGuid().ToString("N"), Email = email.Trim(), Name = name.Trim() };
        owner.Along.Add(async (transaction, db) =>
        {
            if (await HasOwner(db, CancellationToken.None)) throw new SetupIsDoneException();
            var now = transaction.Now.ToUnixTimeMilliseconds();
            var workspace = new WorkspaceRow { Id = await WorkspaceIds.Free(workspaceName, db), Name = workspaceName.Trim(), CreatedAt = now };
            db.Add(workspace);
            db.Add(new MemberRow { Workspace = workspace.Id, Account = owner.Id, Role = MemberRole.Owner, Since = now });
            await Audit.Add(transaction, workspace.Id, owner.Id, owner.Name, "workspace.created", workspace.Name, after: owner.Email);
            // What was there before belongs to them as well: the demo, or all that an installation without accounts has kept.
            foreach (var before in await db.Set<WorkspaceRow>().Select(row => row.Id).ToListAsync())
                db.Add(new MemberRow { Workspace = before, Account = owner.Id, Role = MemberRole.Owner, Since = now + 1 });
        });
        try
        {
            var result = await accounts.CreateAsync(owner, password);
            if (result.Succeeded) _isDone = true;
            return result.Succeeded ? (owner, []) : (null, [.. result.Errors.Select(error => error.Description)]);
        }
        catch (SetupIsDoneException)
        {
            return (null, ["Someone else has just set up this installation. Ask them to invite you."]);
        }
    }

    /// <summary>Also before: whoever the demo's visitor invited.</summary>
    internal async Task<bool> HasAccounts(CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return await db.Set<Account>().AnyAsync(account => account.Id != Account.DemoId, ct);
    }

    private static Task<bool> HasOwner(CpdDb db, CancellationToken ct) =>
        db.Set<MemberRow>().AnyAsync(member => member.Role == MemberRole.Owner && member.Account != Account.DemoId, ct);

    private sealed class SetupIsDoneException : Exception;
}
