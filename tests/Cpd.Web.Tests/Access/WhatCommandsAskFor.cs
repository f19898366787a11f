using Cpd.Adapters.Accounts;
using Cpd.Adapters.Preferences;
using Cpd.Contracts;
using Cpd.Engine.Journeys;
using Cpd.Engine.Templates.Stored;
using Cpd.Engine.Workspaces;
using Cpd.EventLog.Storage;
using Cpd.Web.Access;
using Cpd.Web.Features.Channels;
using Cpd.Web.Features.Journeys;
using Cpd.Web.Features.Operations;
using Cpd.Web.Features.People;
using Cpd.Web.Features.Settings;
using Cpd.Web.Features.Templates;
using Cpd.Web.Tests.Features;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cpd.Web.Tests.Access;

/// <summary>
/// Each command by itself, as if no page had hidden its button: who may not is refused by the command, and nothing is written;
/// who may comes as far as what the command does.
/// </summary>
public sealed class WhatCommandsAskFor : PageTest
{
    private static readonly Journey Ready = JourneyJson.Read(JourneyGallery.All[0].Json).Journey!;

    /// <summary>What each answers: the code of a refusal, or nothing.</summary>
    private static readonly Dictionary<string, (Right Right, Func<IServiceProvider, Task<string?>> Give)> Commands = new()
    {
        ["publish a journey"] = (Right.PublishJourneys, all => Code(all.GetRequiredService<JourneyActions>().Publish(Ready, null))),
        ["pause a journey"] = (Right.PublishJourneys, all => Code(all.GetRequiredService<JourneyActions>().Change(Ready.Id, JourneyChange.Pause))),
        ["take people out"] = (Right.PublishJourneys, all => Code(all.GetRequiredService<JourneyActions>().TakeOut([]))),
        ["prefer a channel"] = (Right.EditPeople, all => Code(all.GetRequiredService<PersonActions>().Prefer(Person("ana"), new GivenIds("ana", null), null, Channel.Sms))),
        ["push people on"] = (Right.PublishJourneys, all => Code(all.GetRequiredService<JourneyActions>().PushOn([]))),
        ["save a draft"] = (Right.EditJourneys, all => Code(all.GetRequiredService<DraftActions>().Save(Ready, 0, 0))),
        ["begin a draft"] = (Right.EditJourneys, all => Code(all.GetRequiredService<DraftActions>().Begin(Ready))),
        ["discard a draft"] = (Right.EditJourneys, all => Code(all.GetRequiredService<DraftActions>().Discard(Ready.Id, 1))),
        ["make a template"] = (Right.EditTemplates, async all => (await all.GetRequiredService<TemplateActions>().Create("Hello", Channel.Sms, TemplateContent.Of("Hello"))).Refusal?.Code),
        ["archive a template"] = (Right.EditTemplates, async all => (await all.GetRequiredService<TemplateActions>().Archive("none", true)).Refusal?.Code),
        ["duplicate a template"] = (Right.EditTemplates, async all => (await all.GetRequiredService<TemplateActions>().Duplicate("none")).Refusal?.Code),
        ["attach a file"] = (Right.EditTemplates, async all => (await all.GetRequiredService<AttachmentActions>().Upload("terms.txt", 5, () => new MemoryStream("Terms"u8.ToArray()))).Refusal?.Code),
        ["fetch templates"] = (Right.EditTemplates, async all => (await all.GetRequiredService<MirrorActions>().FetchNow()).Refusal?.Code),
        ["send a test"] = (Right.SendMessages, async all => (await all.GetRequiredService<TemplateActions>().SendTest(Channel.Sms, "+385911234567", "Hello", null, new Dictionary<string, string>()))?.Code),
        ["set an account"] = (Right.ManageChannels, async all => (await all.GetRequiredService<ChannelActions>().SetAccount("https://abc123.api.infobip.com", "key"))?.Code),
        ["remove an account"] = (Right.ManageChannels, async all => (await all.GetRequiredService<ChannelActions>().RemoveAccount())?.Code),
        ["choose an account"] = (Right.ManageChannels, async all => (await all.GetRequiredService<ChannelActions>().Choose(AccountMode.Sandbox))?.Code),
        ["add a sender"] = (Right.ManageChannels, async all => (await all.GetRequiredService<ChannelActions>().AddSender(Channel.Sms, "Shop"))?.Code),
        ["set a rate"] = (Right.ManageChannels, async all => (await all.GetRequiredService<ChannelActions>().SetRate(Channel.Sms, 5))?.Code),
        ["check addresses"] = (Right.ManageChannels, async all => (await all.GetRequiredService<ChannelActions>().CheckEmail(true))?.Code),
        ["make new addresses"] = (Right.ManageChannels, async all => (await all.GetRequiredService<ChannelActions>().RotateSecret())?.Code),
        ["try an account"] = (Right.ManageChannels, async all => (await all.GetRequiredService<ChannelActions>().Denied())?.Code),
        ["list dead letters"] = (Right.Operate, all => Code(all.GetRequiredService<LettersOfWorkspace>().List(default))),
        ["make a key"] = (Right.ManageKeys, async all => (await all.GetRequiredService<KeyActions>().Create("Shop", KeyScopes.Events, null, default)).Problem?.Code),
        ["list keys"] = (Right.ManageKeys, all => Code(all.GetRequiredService<KeyActions>().List(default))),
        ["revoke a key"] = (Right.ManageKeys, async all => (await all.GetRequiredService<KeyActions>().Revoke("00", default))?.Code),
        ["see whether webhooks are signed"] = (Right.ManageKeys, all => Code(all.GetRequiredService<SigningActions>().State(default))),
        ["make a signing secret"] = (Right.ManageKeys, all => Code(all.GetRequiredService<SigningActions>().Make(default))),
        ["end the signing secret before"] = (Right.ManageKeys, async all => { await all.GetRequiredService<SigningActions>().EndFormer(default); return null; }),
        ["stop signing"] = (Right.ManageKeys, async all => { await all.GetRequiredService<SigningActions>().Stop(default); return null; }),
        ["invite somebody"] = (Right.ManageMembers, async all => (await all.GetRequiredService<Invitations>().Invite(Ana(all), "ben@example.com", MemberRole.Analyst, default)).Problem?.Code),
        ["change a role"] = (Right.ManageMembers, async all => (await all.GetRequiredService<MemberActions>().ChangeRole("ben", MemberRole.Analyst, default))?.Code),
        ["remove a member"] = (Right.ManageMembers, async all => (await all.GetRequiredService<MemberActions>().Remove("ben", default))?.Code),
        ["make a password link"] = (Right.ManageMembers, async all => (await all.GetRequiredService<PasswordResets>().Make(Ana(all), "ben", default)).Problem?.Code),
        ["see the audit log"] = (Right.SeeAudit, all => Code(all.GetRequiredService<AuditLog>().Page(Ana(all), null, null, default))),
        ["rename the workspace"] = (Right.ManageWorkspace, async all => (await all.GetRequiredService<WorkspaceActions>().Rename("Other", default))?.Code),
        ["set the look"] = (Right.ManageWorkspace, async all => (await all.GetRequiredService<LookActions>().Save(new PageLook(null, null), default))?.Code),
        ["make a workspace"] = (Right.ManageWorkspace, async all => (await all.GetRequiredService<WorkspaceActions>().Create("Other", default)).Problem?.Code),
    };

    public WhatCommandsAskFor() => AddChannels();

    public static TheoryData<string> All => [.. Commands.Keys];

    [Theory]
    [MemberData(nameof(All))]
    public async Task Whoever_may_not_is_refused_by_the_command_itself(string name)
    {
        var (right, give) = Commands[name];
        foreach (var role in Enum.GetValues<MemberRole>().Where(role => !role.May(right)))
        {
            Role = role;
            Assert.Equal((role, AccessDeniedException.Code), (role, await Said(give)));
        }
        Assert.Empty(Log.Appended);
        await using (var db = await Services.GetRequiredService<IDbContextFactory<CpdDb>>().CreateDbContextAsync()) Assert.Empty(await db.Set<AuditRow>().ToListAsync());

        foreach (var role in Enum.GetValues<MemberRole>().Where(role => role.May(right)))
        {
            Role = role;
            Assert.NotEqual((role, AccessDeniedException.Code), (role, await Said(give)));
        }
    }

    private static Caller Ana(IServiceProvider all) => all.GetRequiredService<Caller>();

    private async Task<string?> Said(Func<IServiceProvider, Task<string?>> give)
    {
        try
        {
            return await give(Services);
        }
        catch (AccessDeniedException)
        {
            return AccessDeniedException.Code;
        }
    }

    private static async Task<string?> Code<T>(Task<T> answer)
    {
        await answer;
        return null;
    }
}
