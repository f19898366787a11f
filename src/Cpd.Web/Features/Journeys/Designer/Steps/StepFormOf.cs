using Cpd.Engine.Journeys;
using Microsoft.AspNetCore.Components;

namespace Cpd.Web.Features.Journeys.Designer.Steps;

/// <summary>A form for one kind of step. It answers with a changed copy, and keeps what it does not edit.</summary>
public abstract class StepFormOf<TStep> : ComponentBase where TStep : JourneyStep
{
    [Parameter, EditorRequired]
    public TStep Step { get; set; } = null!;

    [Parameter, EditorRequired]
    public EditorContext Context { get; set; } = null!;

    [Parameter]
    public EventCallback<JourneyStep> Changed { get; set; }

    /// <summary>What the rules say about the step, by the place in its JSON.</summary>
    [Parameter]
    public FieldProblems Problems { get; set; } = FieldProblems.None;

    /// <summary>The values that may be used here.</summary>
    protected IReadOnlyList<FieldPath> Paths => FieldPaths.Of(Context, FieldPaths.AtHand(Context.Journey), Step.Id);

    protected Task Change(TStep step) => Changed.InvokeAsync(step);

    protected static IReadOnlyList<T> With<T>(IReadOnlyList<T> items, int index, T item) => [.. items.Select((other, place) => place == index ? item : other)];

    protected static IReadOnlyList<T> Without<T>(IReadOnlyList<T> items, int index) => [.. items.Where((_, place) => place != index)];

    /// <summary>One place up or down; as it was where there is no such place.</summary>
    protected static IReadOnlyList<T> Moved<T>(IReadOnlyList<T> items, int index, int by)
    {
        if (index + by < 0 || index + by >= items.Count) return items;
        var moved = items.ToList();
        (moved[index], moved[index + by]) = (moved[index + by], moved[index]);
        return moved;
    }

    protected static string? NullIfBlank(string text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
