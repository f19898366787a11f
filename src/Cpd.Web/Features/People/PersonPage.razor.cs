using Cpd.Adapters.Infobip.Email;
using Cpd.Contracts;
using Cpd.Engine.People;
using Cpd.Engine.UserView;
using Cpd.Web.Features.Journeys;
using Cpd.Web.Features.Overview;
using Cpd.Web.Shell;
using Microsoft.AspNetCore.Components;

namespace Cpd.Web.Features.People;

public sealed partial class PersonPage(
    PeopleSearch people, UserTimelines timelines, IPeopleStore store, CheckedAddresses checks, JourneyWords words, OpenedPeople opened, CurrentWorkspace workspace,
    NavigationManager navigation)
{
    /// <summary>32 hex digits.</summary>
    [Parameter, EditorRequired]
    public string Id { get; set; } = "";

    /// <summary>Whom one asked from here to be erased: where nobody is any more it is said why.</summary>
    private string? _erased;

    protected override object Subject => Id;

    private PersonId Person => Ids.TryParse<PersonId>(Id, out var id) ? id : default;

    protected override async Task<Shown> Ask(CancellationToken ct)
    {
        var names = await words.Names(workspace.Id, ct);
        var person = await people.Find(workspace.Id, Person, ct);
        if (person is null && await people.MergedInto(Person, ct) is { } into && await people.Find(workspace.Id, into, ct) is not null)
        {
            navigation.NavigateTo($"/people/{into}", replace: true);   // an old link still leads to them
            return new Shown(null, null, names, IsElsewhere: true);
        }
        if (person is not null) opened.Note(workspace.Id);
        var state = person is null ? null : await store.Find(workspace.Id, person.Id, ct);
        var email = state is null ? person?.Email : state.Profile.Address(Channel.Email);
        return new Shown(person, state, names, Email: email is null ? null : await checks.Find(workspace.Id, email, ct));
    }

    protected override IDisposable Watch(Func<Task> changed) => timelines.Watch(workspace.Id, Person, changed);

    private static string Digits(string? phone) => string.Concat((phone ?? "").Where(char.IsAsciiDigit));

    /// <param name="State">What the engine decides with; null where it knows nothing of them any more.</param>
    /// <param name="IsElsewhere">They are one with somebody else, where the page goes on.</param>
    /// <param name="Email">What Infobip said of their e-mail address; null where it was not asked.</param>
    public sealed record Shown(PersonSummary? Person, PersonState? State, JourneyNames Names, bool IsElsewhere = false, AddressCheck? Email = null);
}
