using System.Security.Claims;
using Cpd.Engine.Workspaces;
using Cpd.Tests;
using Cpd.Web.Access;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Cpd.Web.Tests.Features;

/// <summary>Ana, who is signed in and alone in her workspace.</summary>
internal static class Team
{
    private const string Id = "ana", Stamp = "stamp", SignIn = "sign-in";

    private static readonly ClaimsIdentityOptions Types = new();

    public static ClaimsPrincipal Ana { get; } = new(new ClaimsIdentity(
        [new(Types.UserIdClaimType, Id), new(Types.SecurityStampClaimType, Stamp), new(SignIns.Claim, SignIn)], "test"));

    public static void Begin(TestDatabase database, string workspace)
    {
        using var db = database.OpenDb();
        db.Add(new WorkspaceRow { Id = workspace, Name = "Demo", CreatedAt = 0 });
        db.Add(new Account { Id = Id, Email = "ana@example.com", NormalizedEmail = "ANA@EXAMPLE.COM", Name = "Ana", SecurityStamp = Stamp });
        db.Add(new SignInRow { Id = SignIn, Account = Id, BeganAt = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds() });
        db.Add(new MemberRow { Workspace = workspace, Account = Id, Role = MemberRole.Owner, Since = 0 });
        db.SaveChanges();
    }

    public static void Change(TestDatabase database, string workspace, MemberRole role)
    {
        using var db = database.OpenDb();
        db.Set<MemberRow>().Where(member => member.Workspace == workspace).ExecuteUpdate(member => member.SetProperty(it => it.Role, role));
    }
}
