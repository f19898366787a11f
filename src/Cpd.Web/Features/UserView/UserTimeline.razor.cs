using Cpd.Contracts;
using Cpd.Engine.UserView;
using Cpd.Web.Shell;
using Microsoft.AspNetCore.Components;

namespace Cpd.Web.Features.UserView;

/// <summary>Which lines of a timeline one wants to see.</summary>
internal enum TimelineChoice
{
    Everything,
    Events,
    Journeys,
    Messages,
}

public sealed partial class UserTimeline(UserTimelines timelines, CurrentWorkspace workspace)
{
    private const int Page = 50;

    private readonly HashSet<long> _open = [];
    private TimelineChoice _choice;
    private int _count = Page;

    [Parameter, EditorRequired]
    public PersonId Person { get; set; }

    [Parameter]
    public JourneyNames Names { get; set; } = JourneyNames.Unknown;

    protected override object Subject => Person;

    protected override async Task<Shown> Ask(CancellationToken ct)
    {
        var entries = await timelines.Newest(workspace.Id, Person, _count + 1, Names, ct);
        return new Shown([.. entries.Take(_count).Where(Fits)], entries.Count > _count);
    }

    protected override IDisposable Watch(Func<Task> changed) => timelines.Watch(workspace.Id, Person, changed);

    private bool Fits(TimelineEntry entry) => _choice switch
    {
        TimelineChoice.Events => entry.Lines.Any(line => line.Tone is TimelineTone.Event or TimelineTone.Person),
        TimelineChoice.Journeys => entry.Kind.StartsWith("Journey", StringComparison.Ordinal) || entry.Kind is nameof(EnrolmentAsked) or nameof(RunPushAsked) or nameof(RunTakeOutAsked),
        TimelineChoice.Messages => entry.Kind.StartsWith("Message", StringComparison.Ordinal) || entry.Kind is "ReplyReceived"
            || entry.Lines.Any(line => line.Message is not null),
        _ => true,
    };

    private Task Choose(TimelineChoice choice)
    {
        _choice = choice;
        return Reload();
    }

    private Task ShowMore()
    {
        _count += Page;
        return Reload();
    }

    private void Toggle(long id)
    {
        if (!_open.Remove(id)) _open.Add(id);
    }

    /// <param name="HasMore">True where there is something earlier.</param>
    public sealed record Shown(IReadOnlyList<TimelineEntry> Entries, bool HasMore);
}
