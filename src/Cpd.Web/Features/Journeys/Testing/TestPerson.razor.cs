using Cpd.Contracts;
using Cpd.Engine.Journeys.Testing;
using Cpd.Engine.People;
using Cpd.Engine.UserView;
using Cpd.Web.Shell;
using Microsoft.AspNetCore.Components;

namespace Cpd.Web.Features.Journeys.Testing;

public sealed partial class TestPerson(PeopleSearch people, IPeopleStore store, CurrentWorkspace workspace, TimeProvider clock)
{
    private const int Most = 6;

    private string _attributes = TimelineEntries.Pretty(TestPeople.Attributes.Utf8);
    private DateTime _startsAt = ThisMinute(clock.GetUtcNow().UtcDateTime);
    private bool _searches;
    private string _search = "";
    private IReadOnlyList<PersonSummary> _found = [];
    private PersonSummary? _known;
    private PersonState? _state;
    private string? _problem;

    /// <summary>The attributes that the journey looks at.</summary>
    [Parameter]
    public IReadOnlyList<string> Looks { get; set; } = [];

    [Parameter]
    public EventCallback<TestSubject> Changed { get; set; }

    private DateTimeOffset StartsAt => new(DateTime.SpecifyKind(_startsAt, DateTimeKind.Utc));

    protected override Task OnInitializedAsync() => Say();

    private Task Invent()
    {
        (_searches, _known, _state) = (false, null, null);
        _attributes = TimelineEntries.Pretty(TestPeople.Attributes.Utf8);
        return Say();
    }

    private async Task Search()
    {
        var asked = _search;
        var found = asked.Trim().Length == 0 ? [] : await people.Search(workspace.Id, asked, Most, CancellationToken.None);
        if (asked == _search) _found = found;   // typed on meanwhile
    }

    private async Task Choose(PersonSummary person)
    {
        if (await store.Find(workspace.Id, person.Id, CancellationToken.None) is not { } state)
        {
            _found = [.. _found.Where(found => found.Id != person.Id)];   // erased since they were found
            return;
        }
        (_searches, _known, _state) = (false, person, state);
        _attributes = TimelineEntries.Pretty(System.Text.Encoding.UTF8.GetBytes(state.Profile.Attributes.GetRawText()));
        await Say();
    }

    private Task Say()
    {
        _problem = TestPeople.Problem(_attributes);
        if (_problem is not null) return Task.CompletedTask;

        var attributes = RawJson.From(_attributes);
        return Changed.InvokeAsync(_state is null
            ? new TestSubject(TestPeople.Invent(workspace.Id, attributes, StartsAt), true, StartsAt)
            : new TestSubject(TestPeople.Changed(_state, attributes, StartsAt), false, StartsAt));
    }

    private static DateTime ThisMinute(DateTime now) => now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMinute));
}
