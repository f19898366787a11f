using Cpd.Contracts;
using Cpd.Engine.Journeys;
using Cpd.Engine.Journeys.Drafts;
using Cpd.Engine.Journeys.Publishing;
using Cpd.Engine.Templates.Stored;
using Cpd.Engine.UserView;
using Cpd.Web.Access;

namespace Cpd.Web.Shell.Palette;

/// <summary>What the command palette lists: of the caller's workspace, and what their role may see and do.</summary>
public sealed class PaletteSearch(
    Caller caller, Places places, Memberships memberships, IJourneyLibrary library, IJourneyDrafts drafts, MessageTemplates templates, PeopleSearch people,
    RecentlyOpened opened)
{
    /// <summary>Fewer letters are in nearly every name.</summary>
    public const int FewestLetters = 2;

    /// <summary>Of each kind; whoever looks for another types one letter more.</summary>
    public const int Most = 6;

    /// <summary>What costs no question: actions and pages by the beginnings of their words.</summary>
    public IReadOnlyList<PaletteGroup> Fixed(string text) =>
    [
        .. Group("Actions", Actions().Where(action => Begins(text, action.Name))),
        .. Group("Pages", places.All.Where(place => Begins(text, $"{place.Name} {place.Within}")).Select(place => new PaletteEntry(place.Path, place.Icon, place.Name, place.Within))),
    ];

    /// <summary>The names that are looked through with every letter; asked once while the palette is open.</summary>
    /// <exception cref="AccessDeniedException">Signed out, or no longer a member.</exception>
    public async Task<Named> Names(CancellationToken ct)
    {
        await caller.Require(Right.See, ct);
        var workspace = caller.Workspace;
        var published = await library.List(workspace, ct);
        var known = published.Select(journey => journey.Id).ToHashSet(StringComparer.Ordinal);
        return new Named(
            [
                .. published.Select(journey => new NamedThing(journey.Id, new($"/journeys/{Uri.EscapeDataString(journey.Id)}", "journeys", journey.Name, Word(journey.Status)))),
                .. (await drafts.List(workspace, ct)).Where(draft => !known.Contains(draft.Id)).Select(draft => new NamedThing(
                    draft.Id, new($"/journeys/{Uri.EscapeDataString(draft.Id)}/edit", "journeys", draft.Name.Length == 0 ? draft.Id : draft.Name, "Draft"))),
            ],
            [
                .. (await templates.Names(workspace, ct)).OrderBy(template => template.IsArchived).Select(template => new NamedThing(
                    template.Id, new($"/templates/{Uri.EscapeDataString(template.Id)}", "templates", template.Name, $"{ChannelNames.Of(template.Channel)}{(template.IsArchived ? ", archived" : "")}"))),
            ],
            [.. (await memberships.OfAccount(caller.AccountId, ct)).Where(one => one.Workspace != workspace)]);
    }

    /// <summary>Where else the caller is a member.</summary>
    public static IReadOnlyList<PaletteGroup> Workspaces(string text, Named named) => Group("Workspaces", named.Others
        .Select(one => new PaletteEntry(WorkspaceAddress.Of(one.Workspace), "open", $"Switch to {one.WorkspaceName}"))
        .Where(one => Begins(text, $"{one.Name} workspace")));

    /// <summary>Journeys and templates with the text in their name or id.</summary>
    public static IReadOnlyList<PaletteGroup> Find(string text, Named named) =>
    [
        .. Group("Journeys", Holding(text, named.Journeys).Take(Most)),
        .. Group("Templates", Shortened([.. Holding(text, named.Templates).Take(Most + 1)], () => new($"/templates?q={Uri.EscapeDataString(text)}", "templates", $"All templates with “{text}”"))),
    ];

    /// <summary>As the page People finds them.</summary>
    /// <exception cref="AccessDeniedException">Signed out, or no longer a member.</exception>
    public async Task<IReadOnlyList<PaletteGroup>> FindPeople(string text, CancellationToken ct)
    {
        await caller.Require(Right.See, ct);
        var found = await people.Search(caller.Workspace, text, Most + 1, ct);
        return Group("People", Shortened([.. found.Select(Entry)], () => new($"/people?q={Uri.EscapeDataString(text)}", "people", $"All people with “{text}”")));
    }

    /// <summary>What the caller opened last, but for where they are.</summary>
    public async Task<IReadOnlyList<PaletteGroup>> Recent(Named named, Opened? here, CancellationToken ct)
    {
        var last = opened.Of(caller.AccountId, caller.Workspace).Where(one => one != here).Take(Most - 1).ToList();
        var seen = await people.Named(caller.Workspace, last.Select(PersonOf).OfType<PersonId>(), ct);
        return Group("Recently opened", last.Select(one => one.Kind switch
        {
            "journeys" => named.Journeys.FirstOrDefault(journey => journey.Id == one.Id)?.Entry,
            "templates" => named.Templates.FirstOrDefault(template => template.Id == one.Id)?.Entry,
            _ => PersonOf(one) is { } id && seen.TryGetValue(id, out var person) ? Entry(person) : null,
        }).OfType<PaletteEntry>());
    }

    private IEnumerable<PaletteEntry> Actions()
    {
        if (caller.May(Right.EditJourneys)) yield return new("/journeys?new", "plus", "New journey");
        if (caller.May(Right.EditTemplates)) yield return new("/templates/new", "plus", "New template");
        if (caller.May(Right.ManageMembers)) yield return new("/settings/members?invite", "plus", "Invite a member");
        yield return new("/sign-out", "person", "Sign out");
    }

    private static PersonId? PersonOf(Opened one) => one.Kind == "people" && Ids.TryParse<PersonId>(one.Id, out var id) ? id : null;

    private static PaletteEntry Entry(PersonSummary person) => new(
        $"/people/{person.Id}", "person", person.Called, string.Join(" · ", new[] { person.UserId, person.Email, person.Phone }.Where(one => one is not null && one != person.Called)));

    private static IEnumerable<PaletteEntry> Shortened(IReadOnlyList<PaletteEntry> found, Func<PaletteEntry> all) => found.Count > Most ? [.. found.Take(Most), all()] : found;

    /// <summary>What begins with it before what has it in the middle.</summary>
    private static IEnumerable<PaletteEntry> Holding(string text, IReadOnlyList<NamedThing> things) => things
        .Where(thing => thing.Entry.Name.Contains(text, StringComparison.CurrentCultureIgnoreCase) || thing.Id.Contains(text, StringComparison.OrdinalIgnoreCase))
        .OrderBy(thing => thing.Entry.Name.StartsWith(text, StringComparison.CurrentCultureIgnoreCase) ? 0 : 1)
        .Select(thing => thing.Entry);

    private static bool Begins(string text, string name)
    {
        var words = name.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return text.Split(' ', StringSplitOptions.RemoveEmptyEntries).All(part => words.Any(word => word.StartsWith(part, StringComparison.CurrentCultureIgnoreCase)));
    }

    private static PaletteGroup[] Group(string name, IEnumerable<PaletteEntry> entries) => entries.ToList() is { Count: > 0 } some ? [new(name, some)] : [];

    private static string Word(JourneyStatus status) => status switch
    {
        JourneyStatus.Active => "Active",
        JourneyStatus.Paused => "Paused",
        _ => "Stopped",
    };
}

/// <summary>The names there are in a workspace, and the other workspaces of whoever asks.</summary>
public sealed record Named(IReadOnlyList<NamedThing> Journeys, IReadOnlyList<NamedThing> Templates, IReadOnlyList<Membership> Others);

public sealed record NamedThing(string Id, PaletteEntry Entry);
