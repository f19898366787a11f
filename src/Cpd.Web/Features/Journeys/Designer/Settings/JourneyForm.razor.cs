using System.Diagnostics;
using Cpd.Engine.Journeys;
using Cpd.Web.Features.Shared.Fields;
using Microsoft.AspNetCore.Components;

namespace Cpd.Web.Features.Journeys.Designer.Settings;

public sealed partial class JourneyForm
{
    private static readonly IReadOnlyList<Choice<ReentryKind>> Again =
    [
        new(ReentryKind.Never, "Never"), new(ReentryKind.AfterLeaving, "After leaving"), new(ReentryKind.After, "After leaving and a waiting time"),
        new(ReentryKind.Always, "Always"), new(ReentryKind.Keyed, "Once per value at a time"),
    ];

    private static readonly IReadOnlyList<Choice<bool>> WaysIn = [new(false, "An event"), new(true, "A reply")];

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
        Reentry.Never => "Each person can enter this journey once.",
        Reentry.AfterLeaving => "One run at a time. People can enter again after leaving.",
        Reentry.After => "One run at a time. People can enter again this long after their last entry.",
        Reentry.Always => "Every entry starts a new run, also in parallel.",
        _ => "One run at a time per value, such as a cart id. Without the value, people cannot enter.",
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
