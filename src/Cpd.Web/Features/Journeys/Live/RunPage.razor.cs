using Cpd.Contracts;
using Cpd.Engine.Journeys;
using Cpd.Engine.Journeys.Publishing;
using Cpd.Engine.UserView;
using Cpd.Web.Shell;
using Microsoft.AspNetCore.Components;

namespace Cpd.Web.Features.Journeys.Live;

public sealed partial class RunPage(RunStories stories, PeopleSearch people, IJourneyLibrary library, CurrentWorkspace workspace)
{
    /// <summary>32 hex digits.</summary>
    [Parameter, EditorRequired]
    public string Person { get; set; } = "";

    /// <inheritdoc cref="Person"/>
    [Parameter, EditorRequired]
    public string Run { get; set; } = "";

    protected override object Subject => (Person, Run);

    private PersonId Whose => Ids.TryParse<PersonId>(Person, out var id) ? id : default;

    protected override async Task<Shown> Ask(CancellationToken ct)
    {
        var whose = Whose;
        var moves = Ids.TryParse<RunId>(Run, out var run) ? await stories.Of(workspace.Id, whose, run, ct) : [];
        if (moves.Count == 0 && await people.MergedInto(whose, ct) is { } into)
        {
            whose = into;   // what they did is shown at who they turned out to be
            moves = await stories.Of(workspace.Id, whose, run, ct);
        }
        if (moves is not [var first, ..] || await library.Find(workspace.Id, first.Moved.Journey, first.Moved.Version, ct) is not { } detail)
            return new Shown(null, [], "", JourneyNames.Unknown);

        var person = await people.Find(workspace.Id, whose, ct);
        return new Shown(detail.Definition, moves, person?.Called ?? "Someone", JourneyWords.Of(detail.Definition));
    }

    protected override IDisposable Watch(Func<Task> changed) => stories.Watch(workspace.Id, Whose, changed);

    public sealed record Shown(Journey? Journey, IReadOnlyList<RunMove> Moves, string Called, JourneyNames Names);
}
