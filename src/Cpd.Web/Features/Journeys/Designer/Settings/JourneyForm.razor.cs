using System.Diagnostics;
using Cpd.Engine.Journeys;
using Cpd.Web.Features.Shared.Fields;
using Microsoft.AspNetCore.Components;

namespace Cpd.Web.Features.Journeys.Designer.Settings;

public sealed partial class JourneyForm
{
    private static readonly IReadOnlyList<Choice<ReentryKind>> Again =
    [
        new(ReentryKind.Never, "Nobody: once for good"), new(ReentryKind.AfterLeaving, "Who has left"), new(ReentryKind.After, "Who has left, and after a time"),
        new(ReentryKind.Always, "Everybody, each time"), new(ReentryKind.Keyed, "Once for each value at a time"),
    ];

    private static readonly IReadOnlyList<Choice<bool>> WaysIn = [new(false, "An event"), new(true, "Something they write")];

    private FieldProblems _problems = FieldProblems.None;
    private Journey? _checked;

    [Parameter, EditorRequired]
    public Journey Journey { get; set; } = null!;

    [Parameter, EditorRequired]
    public EditorContext Context { get; set; } = null!;

    [Parameter]
    public EventCallback<Journey> Changed { get; set; }

    private IReadOnlyList<PickOption> Events => FieldPaths.Events(Context);

    private IReadOnlyList<FieldPath> EntryPaths => [.. FieldPaths.Of(Context, [.. Journey.Entries.Select(entry => entry.Event)]).Where(path => path.Root is "event" or "person")];

    protected override void OnParametersSet()
    {
        if (ReferenceEquals(_checked, Journey)) return;
        _checked = Journey;
        _problems = FieldProblems.Of(Journey);
    }

    private Task Change(Journey journey) => Changed.InvokeAsync(journey);

    private IReadOnlyList<FieldPath> PathsOf(JourneyEntry entry) => [.. FieldPaths.Of(Context, [entry.Event]).Where(path => path.Root != "steps")];

    private Task AddEntry() => Change(Journey with { Entries = [.. Journey.Entries, new JourneyEntry("")] });

    private Task RemoveEntry(int index) => Change(Journey with { Entries = [.. Journey.Entries.Where((_, place) => place != index)] });

    private Task Put(int index, JourneyEntry entry) => Change(Journey with { Entries = [.. Journey.Entries.Select((other, place) => place == index ? entry : other)] });

    private Task AddRule() => Change(Journey with { ExitWhen = [.. Journey.ExitWhen, new ExitRule(null, null)] });

    private Task RemoveRule(int index) => Change(Journey with { ExitWhen = [.. Journey.ExitWhen.Where((_, place) => place != index)] });

    private Task Put(int index, ExitRule rule) => Change(Journey with { ExitWhen = [.. Journey.ExitWhen.Select((other, place) => place == index ? rule : other)] });

    private static ReentryKind AgainOf(Reentry reentry) => reentry switch
    {
        Reentry.Never => ReentryKind.Never,
        Reentry.AfterLeaving => ReentryKind.AfterLeaving,
        Reentry.After => ReentryKind.After,
        Reentry.Always => ReentryKind.Always,
        Reentry.Keyed => ReentryKind.Keyed,
        _ => throw new UnreachableException(),
    };

    private static Reentry ReentryOf(ReentryKind kind) => kind switch
    {
        ReentryKind.Never => new Reentry.Never(),
        ReentryKind.After => new Reentry.After(TimeSpan.FromDays(30)),
        ReentryKind.Always => new Reentry.Always(),
        ReentryKind.Keyed => new Reentry.Keyed(new PathText("")),
        _ => new Reentry.AfterLeaving(),
    };

    private static string Explained(Reentry reentry) => reentry switch
    {
        Reentry.Never => "A person goes through this journey one time in their life.",
        Reentry.AfterLeaving => "One run at a time; the next entry after the last run is over.",
        Reentry.After => "One run at a time, and the next not before this long after the last one began.",
        Reentry.Always => "Every entry is a run of its own, also beside others.",
        _ => "One run at a time for each value, such as a cart's id. An entry without the value lets nobody in.",
    };

    internal enum ReentryKind
    {
        Never,
        AfterLeaving,
        After,
        Always,
        Keyed,
    }
}
