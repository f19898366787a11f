using Cpd.Contracts;
using Cpd.Engine.UserView;
using Cpd.Web.Features.Journeys;
using Cpd.Web.Shell;
using Microsoft.AspNetCore.Components;

namespace Cpd.Web.Features.Live;

public sealed partial class LivePage(LiveEvents live, PeopleSearch people, JourneyWords words, CurrentWorkspace workspace, NavigationManager navigation)
{
    private const int Most = 100;

    private static readonly (string Kind, string Name)[] Kinds =
    [
        ("EventTracked", "Events"),
        ("PersonIdentified", "Attributes"),
        ("JourneyMoved", "Journeys"),
        ("MessageSent", "Sent"),
        ("MessageFailed", "Not sent"),
        (LiveFilter.Failures, "Not sent or not delivered"),
        ("MessageReported", "Reports"),
        ("MessageReacted", "Read and clicked"),
        ("ReplyReceived", "Replies"),
        ("CommandRefused", "Refused"),
    ];

    private readonly HashSet<long> _open = [];
    private bool _paused;

    [SupplyParameterFromQuery]
    public string? Kind { get; set; }

    [SupplyParameterFromQuery]
    public string? Name { get; set; }

    [SupplyParameterFromQuery]
    public string? Person { get; set; }

    protected override object Subject => (Kind, Name, Person);

    protected override bool Follows => !_paused;

    private bool IsFiltered => (Kind, Name, Person) != (null, null, null);

    protected override async Task<Shown> Ask(CancellationToken ct)
    {
        var person = Ids.TryParse<PersonId>(Person, out var id) ? id : (PersonId?)null;
        var names = await words.Names(workspace.Id, ct);
        var entries = await live.Newest(workspace.Id, new LiveFilter(Kind, Name, person), Most, names, ct);
        var known = await people.Named(workspace.Id, entries.Select(entry => entry.Person).OfType<PersonId>().Concat(person is { } one ? [one] : []), ct);
        return new Shown(entries, known, person is { } asked ? known.GetValueOrDefault(asked) : null);
    }

    protected override IDisposable Watch(Func<Task> changed) => live.Watch(workspace.Id, changed);

    private Task Pause()
    {
        _paused = !_paused;
        return _paused ? Task.CompletedTask : Reload();
    }

    private void Named(string name) => Show("name", name);

    private void Chosen(ChangeEventArgs change) => Show("kind", change.Value as string);

    private void Everybody() => Show("person", null);

    private void Show(string filter, string? value) =>
        navigation.NavigateTo(navigation.GetUriWithQueryParameter(filter, string.IsNullOrEmpty(value) ? null : value), replace: true);

    private void Toggle(long id)
    {
        if (!_open.Remove(id)) _open.Add(id);
    }

    /// <param name="Person">Whom the page is narrowed to.</param>
    public sealed record Shown(IReadOnlyList<TimelineEntry> Entries, IReadOnlyDictionary<PersonId, PersonSummary> People, PersonSummary? Person)
    {
        public string? NameOf(TimelineEntry entry) => entry.Person is { } person ? People.GetValueOrDefault(person)?.Called : null;
    }
}
