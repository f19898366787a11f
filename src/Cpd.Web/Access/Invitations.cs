using System.Security.Cryptography;
using System.Text;
using Cpd.Engine.Workspaces;
using Cpd.EventLog;
using Cpd.EventLog.Storage;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Cpd.Web.Access;

/// <summary>A way into a team, for whoever has the link. The link itself is shown once and kept nowhere.</summary>
internal sealed class InvitationRow
{
    /// <summary>SHA-256 of the link's secret piece.</summary>
    public required string Id { get; init; }

    public required string Workspace { get; init; }

    public required string Email { get; init; }

    public MemberRole Role { get; init; }

    public required string InvitedBy { get; init; }

    public long CreatedAt { get; init; }

    public long ExpiresAt { get; init; }

    /// <summary>When somebody came in by it, or it was withdrawn; null while it is open.</summary>
    public long? ClosedAt { get; set; }
}

/// <param name="Id">Names it, and opens nothing.</param>
internal sealed record Invitation(string Id, string Workspace, string WorkspaceName, string Email, MemberRole Role, string InvitedBy, DateTimeOffset ExpiresAt);

/// <summary>Why something was not done.</summary>
/// <param name="Code">Stable, for programs.</param>
internal sealed record NotDone(string Code, string Sentence);

/// <summary>Invitations by a link that whoever invites passes on.</summary>
internal sealed class Invitations(IEventLog log, IDbContextFactory<CpdDb> databases, TimeProvider clock)
{
    public static readonly TimeSpan Good = TimeSpan.FromDays(7);

    private static readonly NotDone Gone = new("invitation.gone", "This invitation was used or withdrawn, or has expired. Ask for a new one.");

    /// <summary>The link's secret piece, or why there is none.</summary>
    public async Task<(string? Token, NotDone? Problem)> Invite(Caller caller, string email, MemberRole role, CancellationToken ct)
    {
        await caller.Require(role is MemberRole.Owner ? Right.ManageWorkspace : Right.ManageMembers, ct);
        if (AccountRules.ProblemOfEmail(email) is { } problem) return (null, new NotDone("email.invalid", problem));

        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(20));
        await log.Write(async transaction =>
        {
            await using (var db = transaction.OpenDb())
            {
                db.Add(new InvitationRow
                {
                    Id = IdOf(token),
                    Workspace = caller.Workspace,
                    Email = email.Trim(),
                    Role = role,
                    InvitedBy = caller.Name,
                    CreatedAt = transaction.Now.ToUnixTimeMilliseconds(),
                    ExpiresAt = (transaction.Now + Good).ToUnixTimeMilliseconds(),
                });
                await db.SaveChangesAsync(ct);
            }
            await Audit.Add(transaction, caller, "member.invited", email.Trim(), after: role.ToString());
        }, ct);
        return (token, null);
    }

    public async Task Withdraw(Caller caller, string id, CancellationToken ct)
    {
        await caller.Require(Right.ManageMembers, ct);
        await log.Write(async transaction =>
        {
            string email;
            await using (var db = transaction.OpenDb())
            {
                if (await db.Set<InvitationRow>().SingleOrDefaultAsync(it => it.Id == id && it.Workspace == caller.Workspace, ct) is not { ClosedAt: null } row) return;
                row.ClosedAt = transaction.Now.ToUnixTimeMilliseconds();
                email = row.Email;
                await db.SaveChangesAsync(ct);
            }
            await Audit.Add(transaction, caller, "invitation.withdrawn", email);
        }, ct);
    }

    public async Task<IReadOnlyList<Invitation>> Open(string workspace, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return await Query(db, it => it.Where(row => row.Workspace == workspace).OrderBy(row => row.CreatedAt)).ToListAsync(ct);
    }

    /// <summary>Null where nothing can be done with the link any more.</summary>
    public async Task<Invitation?> Find(string token, CancellationToken ct)
    {
        var id = IdOf(token);
        await using var db = await databases.CreateDbContextAsync(ct);
        return await Query(db, it => it.Where(row => row.Id == id)).SingleOrDefaultAsync(ct);
    }

    /// <summary>Somebody who has an account comes in.</summary>
    public Task<NotDone?> Accept(string token, Account account, CancellationToken ct) => log.Write<NotDone?>(async transaction =>
    {
        await using var db = transaction.OpenDb();
        return await Use(IdOf(token), account, transaction, db) ? null : Gone;
    }, ct);

    /// <summary>Somebody new comes in: account and membership, both or neither.</summary>
    public static async Task<(Account? Account, NotDone? Problem)> AcceptAsNew(UserManager<Account> accounts, string token, string email, string name, string password)
    {
        var account = new Account { Id = Guid.NewGuid().ToString("N"), Email = email, Name = name.Trim() };
        account.Along.Add(async (transaction, db) =>
        {
            if (!await Use(IdOf(token), account, transaction, db)) throw new InvitationIsGoneException();
        });
        try
        {
            var result = await accounts.CreateAsync(account, password);
            return result.Succeeded ? (account, null) : (null, new NotDone("account.refused", string.Join(' ', result.Errors.Select(error => error.Description))));
        }
        catch (InvitationIsGoneException)
        {
            return (null, Gone);
        }
        catch (EmailIsTakenException)
        {
            return (null, new NotDone("email.taken", "An account with this e-mail address already exists. Sign in and open the link again."));
        }
    }

    /// <summary>
    /// Somebody new comes in without the link, because others vouch for their address: by all invitations that are open for
    /// it. Null where there is none.
    /// </summary>
    public async Task<Account?> AcceptForAddress(UserManager<Account> accounts, string email, string name, CancellationToken ct)
    {
        List<string> ids;
        var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        await using (var db = await databases.CreateDbContextAsync(ct))
        {
            // Compared here: they are kept as they were typed, and databases differ about capitals.
            var open = await db.Set<InvitationRow>().Where(row => row.ClosedAt == null && row.ExpiresAt > now).OrderByDescending(row => row.CreatedAt).Select(row => new { row.Id, row.Email }).ToListAsync(ct);
            ids = [.. open.Where(row => string.Equals(row.Email, email, StringComparison.OrdinalIgnoreCase)).Select(row => row.Id)];
        }
        if (ids.Count == 0) return null;

        var account = new Account { Id = Guid.NewGuid().ToString("N"), Email = email, Name = name };
        account.Along.Add(async (transaction, db) =>
        {
            var used = 0;
            foreach (var id in ids)
                if (await Use(id, account, transaction, db)) used++;
            if (used == 0) throw new InvitationIsGoneException();
        });
        try
        {
            return (await accounts.CreateAsync(account)).Succeeded ? account : null;
        }
        catch (InvitationIsGoneException)
        {
            return null;
        }
    }

    /// <summary>Closes it and makes the member; a member stays what they are.</summary>
    private static async Task<bool> Use(string id, Account account, LogTransaction transaction, CpdDb db)
    {
        var now = transaction.Now.ToUnixTimeMilliseconds();
        // One statement, so that of two who use it at the same moment one comes too late.
        if (await db.Set<InvitationRow>().Where(row => row.Id == id && row.ClosedAt == null && row.ExpiresAt > now)
                .ExecuteUpdateAsync(row => row.SetProperty(it => it.ClosedAt, now)) == 0) return false;

        var row = await db.Set<InvitationRow>().AsNoTracking().SingleAsync(it => it.Id == id);
        if (!await db.Set<MemberRow>().AnyAsync(it => it.Workspace == row.Workspace && it.Account == account.Id))
            db.Add(new MemberRow { Workspace = row.Workspace, Account = account.Id, Role = row.Role, Since = now });
        await db.SaveChangesAsync();
        await Audit.Add(transaction, row.Workspace, account.Id, account.Name, "member.joined", account.Email, after: row.Role.ToString());
        return true;
    }

    private IQueryable<Invitation> Query(CpdDb db, Func<IQueryable<InvitationRow>, IQueryable<InvitationRow>> which)
    {
        var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        return from row in which(db.Set<InvitationRow>().AsNoTracking().Where(it => it.ClosedAt == null && it.ExpiresAt > now))
               join workspace in db.Set<WorkspaceRow>() on row.Workspace equals workspace.Id
               select new Invitation(row.Id, row.Workspace, workspace.Name, row.Email, row.Role, row.InvitedBy, DateTimeOffset.FromUnixTimeMilliseconds(row.ExpiresAt));
    }

    private static string IdOf(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    private sealed class InvitationIsGoneException : Exception;
}
