using Bunit;
using Cpd.Engine.Workspaces;
using Cpd.EventLog.Storage;
using Cpd.Web.Access;
using Cpd.Web.Features.Settings;
using Cpd.Web.Tests.Features;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cpd.Web.Tests.Access;

/// <summary>Ana makes a link for Ben, who forgot his password.</summary>
public sealed class ForgottenPasswords : PageTest
{
    private const string Old = "the words before", New = "four words in a row";

    private UserManager<Account> Accounts => Services.GetRequiredService<UserManager<Account>>();

    private PasswordResets Resets => Services.GetRequiredService<PasswordResets>();

    private Caller Ana => Services.GetRequiredService<Caller>();

    [Fact]
    public async Task A_link_sets_a_password_once_and_ends_what_was_under_the_old_one()
    {
        var ben = await Member("ben", MemberRole.Analyst);
        await Accounts.SetLockoutEndDateAsync(ben, Now.AddYears(1));
        var link = LinkOf((await Resets.Make(Ana, ben.Id, default)).Path);
        Assert.Equal("ben@example.com", (await Resets.Find(link))?.Email);

        Assert.Null(await Resets.Use(link, New));

        var after = (await Accounts.FindByIdAsync(ben.Id))!;
        Assert.True(await Accounts.CheckPasswordAsync(after, New));
        Assert.NotEqual(ben.SecurityStamp, after.SecurityStamp);   // every cookie of before names the old one
        Assert.Null(after.LockedUntil);
        Assert.Null(await Resets.Find(link));
        Assert.Equal("reset.gone", (await Resets.Use(link, "other words in a row"))?.Code);
        Assert.Equal(["Ana password.reset-offered ben@example.com", "ben password.reset ben@example.com"], await Acts("password."));
    }

    [Fact]
    public async Task Of_two_who_use_it_at_the_same_moment_one_comes_too_late()
    {
        var link = LinkOf((await Resets.Make(Ana, (await Member("ben", MemberRole.Analyst)).Id, default)).Path);

        var said = await Task.WhenAll(Resets.Use(link, New), Resets.Use(link, "other words in a row"));

        Assert.Equal([null, "reset.gone"], said.Select(problem => problem?.Code).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_password_that_is_too_short_leaves_the_link_good()
    {
        var link = LinkOf((await Resets.Make(Ana, (await Member("ben", MemberRole.Analyst)).Id, default)).Path);

        Assert.Equal("password.refused", (await Resets.Use(link, "short"))?.Code);

        Assert.NotNull(await Resets.Find(link));
    }

    [Theory]
    [InlineData("")]
    [InlineData("nobody.AAAA")]
    [InlineData("ben.AAAA")]
    [InlineData("ben.???")]
    [InlineData("demo.AAAA")]
    [InlineData("a.b.c")]
    public async Task What_is_no_link_leads_nowhere(string link)
    {
        await Member("ben", MemberRole.Analyst);

        Assert.Null(await Resets.Find(link));
        Assert.Equal("reset.gone", (await Resets.Use(link, New))?.Code);
    }

    [Fact]
    public async Task A_link_of_one_opens_nobody_elses_account()
    {
        var (ben, cleo) = (await Member("ben", MemberRole.Analyst), await Member("cleo", MemberRole.Analyst));
        var link = LinkOf((await Resets.Make(Ana, ben.Id, default)).Path);

        Assert.Null(await Resets.Find(link.Replace(ben.Id, cleo.Id, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_link_is_good_for_a_day()
    {
        Services.Configure<DataProtectionTokenProviderOptions>(options =>
        {
            Assert.Equal(TimeSpan.FromDays(1), options.TokenLifespan);
            options.TokenLifespan = -TimeSpan.FromSeconds(1);   // as if it had passed: Identity looks at a clock of its own
        });
        var link = LinkOf((await Resets.Make(Ana, (await Member("ben", MemberRole.Analyst)).Id, default)).Path);

        Assert.Null(await Resets.Find(link));
    }

    [Fact]
    public async Task An_administrator_makes_none_for_an_owner_and_others_make_none()
    {
        var (ben, olga) = (await Member("ben", MemberRole.Analyst), await Member("olga", MemberRole.Owner));
        Change("ana", MemberRole.Administrator);

        Assert.Equal("reset.owners-only", (await Resets.Make(Ana, olga.Id, default)).Problem?.Code);
        Assert.NotNull((await Resets.Make(Ana, ben.Id, default)).Path);

        Change("ana", MemberRole.Developer);
        await Assert.ThrowsAsync<AccessDeniedException>(() => Resets.Make(Ana, ben.Id, default));
    }

    [Fact]
    public async Task Nobody_gets_by_a_link_into_a_workspace_that_they_do_not_manage()
    {
        var ben = await Member("ben", MemberRole.Analyst);
        await using (var db = await Database())
        {
            db.Add(new WorkspaceRow { Id = "bens", Name = "Ben's", CreatedAt = 0 });
            db.Add(new MemberRow { Workspace = "bens", Account = ben.Id, Role = MemberRole.Owner, Since = 1 });
            await db.SaveChangesAsync();
        }

        Assert.Equal("reset.elsewhere", (await Resets.Make(Ana, ben.Id, default)).Problem?.Code);
        Assert.Empty(await Acts("password."));
    }

    [Fact]
    public async Task There_is_none_for_oneself_nor_for_whoever_is_in_no_team_of_ours()
    {
        var stranger = await Somebody("stranger");

        Assert.Equal("reset.own", (await Resets.Make(Ana, "ana", default)).Problem?.Code);
        Assert.Equal("reset.demo", (await Resets.Make(Ana, Account.DemoId, default)).Problem?.Code);
        Assert.Equal("member.unknown", (await Resets.Make(Ana, stranger.Id, default)).Problem?.Code);
    }

    [Fact]
    public async Task The_page_of_members_shows_it_once_to_those_who_may()
    {
        await Member("ben", MemberRole.Analyst);
        var page = Render<MembersPage>();

        await page.Click("button[aria-label='Password link for ben']");

        await page.WaitForAssertionAsync(() => Assert.StartsWith("http://localhost/reset/", page.Find(".copy-line pre").TextContent, StringComparison.Ordinal));
        Assert.Contains(page.FindAll("[role=status]"), told => told.TextContent.Contains("Send this link only to ben", StringComparison.Ordinal));
        Assert.Single(page.FindAll("button[aria-label^='Password link']"));   // not for herself
        Change("ana", MemberRole.Analyst);
        await Ana.Refresh(default);
        Assert.Empty(Render<MembersPage>().FindAll("button[aria-label^='Password link']"));
    }

    private static string LinkOf(string? path) => path!["/reset/".Length..];

    private async Task<Account> Somebody(string name)
    {
        var account = new Account { Id = name, Email = $"{name}@example.com", Name = name };
        Assert.True((await Accounts.CreateAsync(account, Old)).Succeeded);
        return account;
    }

    private async Task<Account> Member(string name, MemberRole role)
    {
        var account = await Somebody(name);
        await using var db = await Database();
        db.Add(new MemberRow { Workspace = Workspace, Account = account.Id, Role = role, Since = 1 });
        await db.SaveChangesAsync();
        return account;
    }

    private void Change(string account, MemberRole role)
    {
        using var db = Services.GetRequiredService<IDbContextFactory<CpdDb>>().CreateDbContext();
        db.Set<MemberRow>().Where(row => row.Account == account).ExecuteUpdate(row => row.SetProperty(it => it.Role, role));
    }

    private Task<CpdDb> Database() => Services.GetRequiredService<IDbContextFactory<CpdDb>>().CreateDbContextAsync();

    private async Task<IReadOnlyList<string>> Acts(string which)
    {
        await using var db = await Database();
        return [.. (await db.Set<AuditRow>().Where(row => row.Act.StartsWith(which)).OrderBy(row => row.Id).ToListAsync()).Select(row => $"{row.Who} {row.Act} {row.Subject}")];
    }
}
