using System.Collections.Frozen;

namespace Cpd.Web.Access;

/// <summary>What somebody is in a workspace.</summary>
public enum MemberRole
{
    Owner,
    Administrator,
    Marketer,
    Analyst,
    Developer,
}

/// <summary>What may be done in a workspace. Every command asks for one of them; see <see cref="Caller.Require"/>.</summary>
public enum Right
{
    /// <summary>All pages that only show.</summary>
    See,

    /// <summary>What people are: their attributes, the channel they prefer.</summary>
    EditPeople,

    /// <summary>Drafts and test runs.</summary>
    EditJourneys,

    /// <summary>Publish, pause, resume, stop; push people on.</summary>
    PublishJourneys,

    EditTemplates,

    /// <summary>Send tests of templates.</summary>
    SendMessages,

    /// <summary>The sandbox's phone: reply, misbehave; the demo's shoppers.</summary>
    UsePhone,

    /// <summary>Accounts of providers, senders, limits, quiet hours.</summary>
    ManageChannels,

    /// <summary>Dead letters, rebuilding the user view.</summary>
    Operate,

    ManageKeys,

    ManageMembers,

    SeeAudit,

    /// <summary>Erase somebody for good, take along all that is kept of them, and make keys that read people.</summary>
    GovernPeople,

    /// <summary>Name it, make another one, give ownership away.</summary>
    ManageWorkspace,
}

/// <summary>The one place that says what each role may do.</summary>
public static class Rights
{
    private static readonly FrozenDictionary<MemberRole, FrozenSet<Right>> Table = new Dictionary<MemberRole, FrozenSet<Right>>
    {
        [MemberRole.Owner] = [.. Enum.GetValues<Right>()],
        [MemberRole.Administrator] = [.. Enum.GetValues<Right>().Where(right => right is not Right.ManageWorkspace)],
        [MemberRole.Marketer] = Of(Right.EditPeople, Right.EditJourneys, Right.PublishJourneys, Right.EditTemplates, Right.SendMessages, Right.UsePhone),
        [MemberRole.Analyst] = Of(),
        [MemberRole.Developer] = Of(Right.EditJourneys, Right.EditTemplates, Right.UsePhone, Right.Operate, Right.ManageKeys),
    }.ToFrozenDictionary();

    public static bool May(this MemberRole role, Right right) => Table[role].Contains(right);

    /// <summary>"an administrator", as in a sentence.</summary>
    public static string Word(this MemberRole role) => role is MemberRole.Owner or MemberRole.Administrator or MemberRole.Analyst ? $"an {role.ToString().ToLowerInvariant()}" : $"a {role.ToString().ToLowerInvariant()}";

    /// <summary>Who may, for a refusal: "an owner or an administrator".</summary>
    public static string WhoMay(Right right) => string.Join(" or ", Table.Where(one => one.Value.Contains(right)).Select(one => one.Key).Order().Select(Word));

    /// <summary>"publish, pause or stop journeys", as in "You may not ...".</summary>
    public static string Words(Right right) => right switch
    {
        Right.See => "see this",
        Right.EditPeople => "change people",
        Right.EditJourneys => "edit journeys",
        Right.PublishJourneys => "publish, pause or stop journeys",
        Right.EditTemplates => "edit templates",
        Right.SendMessages => "send messages",
        Right.UsePhone => "use the phone",
        Right.ManageChannels => "change channels",
        Right.Operate => "replay dead letters or rebuild views",
        Right.ManageKeys => "manage keys",
        Right.ManageMembers => "manage members",
        Right.SeeAudit => "see the audit log",
        Right.GovernPeople => "erase people, export them or make keys that read them",
        Right.ManageWorkspace => "manage the workspace",
        _ => throw new ArgumentOutOfRangeException(nameof(right)),
    };

    private static FrozenSet<Right> Of(params Right[] more) => [Right.See, .. more];
}
