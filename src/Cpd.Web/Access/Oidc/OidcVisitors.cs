using System.Security.Claims;
using Cpd.Engine.Workspaces;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Cpd.Web.Access.Oidc;

/// <summary>
/// Tells which account somebody is for whom the provider vouches: by their email address, where the provider has verified it.
/// Who has none comes in by an invitation for that address, or where the administrator opened the door to its whole domain.
/// </summary>
internal sealed class OidcVisitors(UserManager<Account> accounts, Door door, Invitations invitations, IOptions<OidcOptions> options)
{
    private readonly OidcOptions _options = options.Value;

    /// <summary>Signs them in; else one of the codes of <see cref="OidcRefusal"/>.</summary>
    public async Task<string?> Enter(ClaimsPrincipal who, CancellationToken ct)
    {
        var email = who.FindFirstValue("email")?.Trim() ?? "";
        if (AccountRules.ProblemOfEmail(email) is not null) return OidcRefusal.NoEmail;
        if (!_options.TrustEmails && !IsVerified(who)) return OidcRefusal.Unverified;

        try
        {
            var account = await accounts.FindByEmailAsync(email) ?? await invitations.AcceptForAddress(accounts, email, NameOf(who, email), ct);
            if (account is null && _options.TakesIn(email)) account = await TakeIn(email, NameOf(who, email));
            if (account is null || account.Id == Account.DemoId) return OidcRefusal.Unknown;

            await door.Begin(account, ct, $"with {_options.Name}");
            return null;
        }
        catch (EmailIsTakenException)
        {
            return OidcRefusal.Stale;   // two of their windows came in at the same moment: one of them did
        }
        catch (NoWorkspaceException)
        {
            return OidcRefusal.NoWorkspace;
        }
    }

    private async Task<Account?> TakeIn(string email, string name)
    {
        var account = new Account { Id = Guid.NewGuid().ToString("N"), Email = email, Name = name };
        account.Along.Add(async (transaction, db) =>
        {
            if (!await db.Set<WorkspaceRow>().AnyAsync(row => row.Id == _options.Workspace)) throw new NoWorkspaceException();
            db.Add(new MemberRow { Workspace = _options.Workspace, Account = account.Id, Role = _options.RoleOfNew, Since = transaction.Now.ToUnixTimeMilliseconds() });
            await Audit.Add(transaction, _options.Workspace, account.Id, account.Name, "member.joined", email, after: _options.RoleOfNew.ToString());
        });
        return (await accounts.CreateAsync(account)).Succeeded ? account : null;
    }

    private static bool IsVerified(ClaimsPrincipal who) => bool.TryParse(who.FindFirstValue("email_verified"), out var verified) && verified;

    private static string NameOf(ClaimsPrincipal who, string email)
    {
        var name = who.FindFirstValue("name")?.Trim() is { Length: > 0 } given ? given : email[..email.IndexOf('@', StringComparison.Ordinal)];
        return name.Length > AccountRules.NameLength ? name[..AccountRules.NameLength] : name;
    }

    private sealed class NoWorkspaceException : Exception;
}
