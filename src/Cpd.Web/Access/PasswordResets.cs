using System.Text;
using Cpd.EventLog;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;

namespace Cpd.Web.Access;

/// <summary>
/// A way back in for somebody who forgot their password: by a link that an administrator makes and passes on, as there may be
/// no mail. The link is Identity's own token, signed and kept nowhere: the next password ends it, whichever way it came.
/// </summary>
internal sealed class PasswordResets(UserManager<Account> accounts, Memberships memberships, IEventLog log)
{
    public static readonly TimeSpan Good = TimeSpan.FromDays(1);

    private static readonly NotDone Gone = new("reset.gone", "This link was already used or has expired. Ask for a new one.");
    private static readonly NotDone NoMember = new("member.unknown", "They are no longer a member of this workspace.");
    private static readonly NotDone Own = new("reset.own", "This is your own password. Change it under your name in the bottom corner of the page.");
    private static readonly NotDone Demo = new("reset.demo", "The demo visitor cannot have a password.");
    private static readonly NotDone OwnersOnly = new("reset.owners-only", "Only an owner can create this link for an owner.");
    private static readonly NotDone Elsewhere = new("reset.elsewhere",
        "They are also a member of a workspace whose members you may not manage, and the link would give access to it. Ask someone who may, or ask whoever runs the server to create it with cpd accounts reset-link.");

    /// <summary>The path of a link, or why there is none.</summary>
    /// <remarks>Whoever has it can be that person everywhere. So it takes the right over members in each workspace they are in.</remarks>
    public async Task<(string? Path, NotDone? Problem)> Make(Caller caller, string account, CancellationToken ct)
    {
        await caller.Require(Right.ManageMembers, ct);
        if (account == caller.AccountId) return (null, Own);
        if (account == Account.DemoId) return (null, Demo);

        var theirs = await memberships.OfAccount(account, ct);
        if (theirs.All(one => one.Workspace != caller.Workspace) || await accounts.FindByIdAsync(account) is not { } person) return (null, NoMember);

        var own = (await memberships.OfAccount(caller.AccountId, ct)).ToDictionary(one => one.Workspace, one => one.Role);
        if (theirs.FirstOrDefault(one => !Manages(own, one)) is { } beyond) return (null, beyond.Workspace == caller.Workspace ? OwnersOnly : Elsewhere);

        var path = await PathFor(person);
        await log.Write(async transaction =>
        {
            foreach (var one in theirs) await Audit.Add(transaction, one.Workspace, caller.AccountId, caller.Name, "password.reset-offered", person.Email);
        }, ct);
        return (path, null);
    }

    /// <summary>A link without asking who wants it: for whoever has the installation's data anyway.</summary>
    public async Task<string> PathFor(Account account) =>
        $"/reset/{account.Id}.{WebEncoders.Base64UrlEncode(Encoding.UTF8.GetBytes(await accounts.GeneratePasswordResetTokenAsync(account)))}";

    /// <summary>Whose password the link sets; null where nothing can be done with it any more.</summary>
    /// <param name="link">What stands behind <c>/reset/</c>.</param>
    public async Task<Account?> Find(string link) =>
        Read(link) is var (id, token) && id != Account.DemoId && await accounts.FindByIdAsync(id) is { } account
            && await accounts.VerifyUserTokenAsync(account, accounts.Options.Tokens.PasswordResetTokenProvider, UserManager<Account>.ResetPasswordTokenPurpose, token)
            ? account
            : null;

    /// <summary>Sets the password and ends every sign-in under the old one; an account that wrong passwords locked is open again.</summary>
    public async Task<NotDone?> Use(string link, string password)
    {
        if (await Find(link) is not { } account) return Gone;
        if (AccountRules.ProblemOfPassword(password, account.Email) is { } problem) return new NotDone("password.refused", problem);

        var (id, stamp) = (account.Id, account.SecurityStamp);
        (account.LockedUntil, account.FailedTries) = (null, 0);
        account.Along.Add(async (transaction, db) =>
        {
            // One statement, so that of two who use it at the same moment one comes too late.
            if (await db.Set<Account>().Where(row => row.Id == id && row.SecurityStamp == stamp).ExecuteUpdateAsync(row => row.SetProperty(it => it.FailedTries, 0)) == 0)
                throw new LinkIsGoneException();
            await Audit.AddEverywhere(transaction, db, account, "password.reset");
        });
        try
        {
            var result = await accounts.ResetPasswordAsync(account, Read(link)!.Value.Token, password);
            return result.Succeeded ? null : new NotDone("password.refused", string.Join(' ', result.Errors.Select(error => error.Description)));
        }
        catch (LinkIsGoneException)
        {
            return Gone;
        }
    }

    private static bool Manages(Dictionary<string, MemberRole> own, Membership theirs) =>
        own.TryGetValue(theirs.Workspace, out var role) && role.May(theirs.Role is MemberRole.Owner ? Right.ManageWorkspace : Right.ManageMembers);

    private static (string Account, string Token)? Read(string link)
    {
        if (link.Split('.') is not [var account, var token]) return null;
        try
        {
            return (account, Encoding.UTF8.GetString(WebEncoders.Base64UrlDecode(token)));
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private sealed class LinkIsGoneException : Exception;
}
