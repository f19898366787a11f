using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;

namespace Cpd.Web.Access;

/// <summary>What came of a try to sign in.</summary>
internal enum Entry
{
    In,
    Wrong,
    Locked,
}

/// <summary>Lets people in and out: while a request is answered, because a cookie goes with its answer.</summary>
internal sealed class Door(UserManager<Account> accounts, SignInManager<Account> manager, SignIns signIns, DemoSignIn demo)
{
    /// <summary>Of no account; made once, to be compared with where there is no other.</summary>
    private static readonly Lazy<string> NobodysHash = new(() => new PasswordHasher<Account>().HashPassword(new Account { Id = "", Email = "", Name = "" }, "nobody's password"));

    public async Task<Entry> SignIn(string email, string password, CancellationToken ct)
    {
        if (await accounts.FindByEmailAsync(email.Trim()) is not { PasswordHash: not null } account)
        {
            // As slow as with a wrong password: how long it takes tells nobody who has an account.
            accounts.PasswordHasher.VerifyHashedPassword(new Account { Id = "", Email = "", Name = "" }, NobodysHash.Value, password);
            return Entry.Wrong;
        }

        var result = await manager.CheckPasswordSignInAsync(account, password, lockoutOnFailure: true);
        if (result.IsLockedOut) return Entry.Locked;
        if (!result.Succeeded) return Entry.Wrong;

        await Begin(account, ct);
        return Entry.In;
    }

    /// <summary>False where the demo is not offered to this visitor.</summary>
    public async Task<bool> SignInToTheDemo(HttpContext http)
    {
        if (!await demo.IsOfferedTo(http)) return false;
        await Begin(await demo.Account(http.RequestAborted), http.RequestAborted);
        return true;
    }

    /// <param name="how">As the audit log says it; null: by a password, or a link.</param>
    public async Task Begin(Account account, CancellationToken ct, string? how = null) =>
        await manager.SignInWithClaimsAsync(account, new AuthenticationProperties { IsPersistent = true }, [new Claim(SignIns.Claim, await signIns.Begin(account, how, ct))]);

    public async Task SignOut(HttpContext http)
    {
        await signIns.End(http.User, CancellationToken.None);
        await http.SignOutAsync(IdentityConstants.ApplicationScheme);
    }
}
