using Cpd.Engine.Workspaces;
using Cpd.EventLog.Keeping;
using Cpd.Web.Access;
using Cpd.Web.Tests.Features;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cpd.Web.Tests.Access;

/// <summary>Commands of Ana, who is alone in her workspace, and what is kept of them.</summary>
public sealed class WhatMembersDo : PageTest
{
    [Fact]
    public async Task The_last_owner_stays_one()
    {
        var members = Services.GetRequiredService<MemberActions>();

        Assert.Equal("member.last-owner", (await members.ChangeRole("ana", MemberRole.Analyst, default))?.Code);
        Assert.Equal("member.last-owner", (await members.Remove("ana", default))?.Code);
        Assert.Empty(await Acts());
    }

    [Fact]
    public async Task An_administrator_makes_no_owners()
    {
        Role = MemberRole.Administrator;

        await Assert.ThrowsAsync<AccessDeniedException>(() => Invitations.Invite(Caller, "ben@example.com", MemberRole.Owner, default));
        Assert.Equal("member.owners-only", (await Services.GetRequiredService<MemberActions>().ChangeRole("ana", MemberRole.Owner, default))?.Code);
    }

    [Fact]
    public async Task An_invitation_lets_one_person_in_once()
    {
        var (token, _) = await Invitations.Invite(Caller, "ben@example.com", MemberRole.Developer, default);
        var (ben, cleo) = (await Account("ben"), await Account("cleo"));

        Assert.Null(await Invitations.Accept(token!, ben, default));
        Assert.Equal("invitation.gone", (await Invitations.Accept(token!, cleo, default))?.Code);

        Assert.Equal(["Ana Owner", "ben Developer"], (await Memberships.OfWorkspace(Workspace, default)).Select(member => $"{member.Name} {member.Role}"));
        Assert.Equal(["member.invited ben@example.com  Developer", "member.joined ben@example.com  Developer"], await Acts());
    }

    [Fact]
    public async Task An_invitation_that_was_withdrawn_leads_nowhere()
    {
        var (token, _) = await Invitations.Invite(Caller, "ben@example.com", MemberRole.Developer, default);

        await Invitations.Withdraw(Caller, Assert.Single(await Invitations.Open(Workspace, default)).Id, default);

        Assert.Null(await Invitations.Find(token!, default));
        Assert.Equal("invitation.gone", (await Invitations.Accept(token!, await Account("ben"), default))?.Code);
    }

    [Fact]
    public async Task A_key_is_kept_as_a_hash_and_said_without_it()
    {
        var keys = Services.GetRequiredService<KeyActions>();

        var (key, _) = await keys.Create("Shop", KeyScopes.Events | KeyScopes.Operations, null, default);

        var listed = Assert.Single(await keys.List(default));
        Assert.Equal(("Shop", "events, operations", "Ana"), (listed.Name, listed.Scopes.Words(), listed.MadeBy));
        Assert.DoesNotContain(key!, string.Join(' ', await Acts()), StringComparison.Ordinal);
        Assert.Null(await keys.Revoke(listed.Id, default));
        Assert.Empty(await keys.List(default));
        Assert.Equal(["key.created Shop  events, operations", "key.revoked Shop  "], await Acts());
    }

    [Fact]
    public async Task A_key_that_reaches_all_workspaces_is_made_by_those_who_do()
    {
        var keys = Services.GetRequiredService<KeyActions>();
        Assert.NotNull((await keys.Create("Rebuilder", KeyScopes.Rebuilding, null, default)).Key);
        await using (var db = await Services.GetRequiredService<IDbContextFactory<Cpd.EventLog.Storage.CpdDb>>().CreateDbContextAsync())
        {
            db.Add(new WorkspaceRow { Id = "bens", Name = "Ben's", CreatedAt = 0 });
            await db.SaveChangesAsync();
        }

        await Assert.ThrowsAsync<AccessDeniedException>(() => keys.Create("Another", KeyScopes.Operations | KeyScopes.Rebuilding, null, default));

        Assert.NotNull((await keys.Create("Of this workspace", KeyScopes.Operations, null, default)).Key);
    }

    [Fact]
    public async Task A_key_that_reads_people_is_made_by_those_who_may_take_their_data_along()
    {
        var keys = Services.GetRequiredService<KeyActions>();
        Assert.NotNull((await keys.Create("Warehouse", KeyScopes.People, null, default)).Key);
        Role = MemberRole.Developer;

        await Assert.ThrowsAsync<AccessDeniedException>(() => keys.Create("Another", KeyScopes.Events | KeyScopes.People, null, default));

        Assert.Equal(["key.created Warehouse  people"], await Acts());
    }

    [Fact]
    public async Task Whoever_lost_the_right_meanwhile_is_refused_and_nothing_is_kept()
    {
        var keys = Services.GetRequiredService<KeyActions>();
        await keys.List(default);
        Role = MemberRole.Marketer;

        await Assert.ThrowsAsync<AccessDeniedException>(() => keys.Create("Shop", KeyScopes.Events, null, default));

        Assert.Empty(await Acts());
    }

    [Fact]
    public async Task The_audit_log_is_its_workspaces_and_can_be_searched()
    {
        await Services.GetRequiredService<WorkspaceActions>().Create("Other", default);
        await Invitations.Invite(Caller, "ben@example.com", MemberRole.Analyst, default);
        await Invitations.Invite(Caller, "cleo@example.com", MemberRole.Analyst, default);
        var log = Services.GetRequiredService<AuditLog>();

        Assert.Equal(["cleo@example.com", "ben@example.com"], (await log.Page(Caller, null, null, default)).Select(entry => entry.Subject));
        var ben = Assert.Single(await log.Page(Caller, "ben@", null, default));
        Assert.Equal(("Ana", "member.invited", "Analyst"), (ben.Who, ben.Act, ben.After));
        Assert.Empty(await log.Page(Caller, null, ben.Id, default));
    }

    [Fact]
    public async Task What_is_old_goes_from_the_audit_log_and_invitations_that_ran_out_go()
    {
        for (var i = 0; i < 3; i++) await Invitations.Invite(Caller, $"ben-{i}@example.com", MemberRole.Analyst, default);
        Task<int> Take(IAges table, DateTimeOffset before) => Log.Write(transaction => Task.FromResult(table.Take(transaction.Sql, before, most: 2)), default);

        Assert.Equal((0, 0), (await Take(new OldAudit(), Now), await Take(new OldInvitations(), Now + Good)));
        Assert.Equal((3, 3), ((await Acts()).Count, (await Invitations.Open(Workspace, default)).Count));

        var later = Now.AddMinutes(2);
        Assert.Equal((2, 1, 0), (await Take(new OldAudit(), later), await Take(new OldAudit(), later), await Take(new OldAudit(), later)));
        Assert.Equal((2, 1), (await Take(new OldInvitations(), later + Good), await Take(new OldInvitations(), later + Good)));
        Assert.Equal((0, 0), ((await Acts()).Count, (await Invitations.Open(Workspace, default)).Count));
    }

    private static readonly TimeSpan Good = Cpd.Web.Access.Invitations.Good;

    private Caller Caller => Services.GetRequiredService<Caller>();

    private Invitations Invitations => Services.GetRequiredService<Invitations>();

    private Memberships Memberships => Services.GetRequiredService<Memberships>();

    private async Task<Account> Account(string name)
    {
        var account = new Account { Id = name, Email = $"{name}@example.com", NormalizedEmail = name, Name = name };
        await using var db = await Services.GetRequiredService<IDbContextFactory<Cpd.EventLog.Storage.CpdDb>>().CreateDbContextAsync();
        db.Add(account);
        await db.SaveChangesAsync();
        return account;
    }

    private async Task<IReadOnlyList<string>> Acts()
    {
        await using var db = await Services.GetRequiredService<IDbContextFactory<Cpd.EventLog.Storage.CpdDb>>().CreateDbContextAsync();
        return [.. (await db.Set<AuditRow>().OrderBy(row => row.Id).ToListAsync()).Select(row => $"{row.Act} {row.Subject} {row.Before} {row.After}")];
    }
}
