using Cpd.Engine.Journeys;
using Microsoft.AspNetCore.Components;

namespace Cpd.Web.Features.Journeys.Designer.Steps;

public sealed partial class StepForm
{
    private FieldProblems _problems = FieldProblems.None;
    private IReadOnlyList<FieldPath> _results = [];
    private (Journey, JourneyStep)? _checked;

    [Parameter, EditorRequired]
    public JourneyStep Step { get; set; } = null!;

    [Parameter, EditorRequired]
    public EditorContext Context { get; set; } = null!;

    [Parameter]
    public EventCallback<JourneyStep> Changed { get; set; }

    protected override void OnParametersSet()
    {
        _results = [.. StepResults.Of(Step, Context.Seen)];
        if (_checked is var (journey, step) && ReferenceEquals(journey, Context.Journey) && ReferenceEquals(step, Step)) return;

        _checked = (Context.Journey, Step);
        _problems = FieldProblems.Of(Context.Journey, Step);
    }

    private Task Noted(string note) => Changed.InvokeAsync(Step with { Note = note.Length == 0 ? null : note });
}
