using Cpd.Engine.Journeys;
using Cpd.Engine.UserView.Seen;
using Cpd.Web.Features.Shared.Fields;

namespace Cpd.Web.Features.Journeys.Designer;

/// <summary>A value that a condition, a template or a key may look at.</summary>
/// <param name="Path">All of it: <c>entry.total</c>.</param>
/// <param name="Samples">As JSON.</param>
public sealed record FieldPath(string Path, SeenTypes Types, IReadOnlyList<string> Samples)
{
    public string Root => Path[..Math.Max(0, Path.IndexOfAny(['.', '[']))];

    public PickOption Option => new(Path, Detail: SeenWords.Types(Types));
}

/// <summary>All values there are at a place of a journey: what was really seen, and what steps before leave behind.</summary>
public static class FieldPaths
{
    /// <param name="atHand">The events that <c>event.</c> may be here; none where no event is at hand.</param>
    /// <param name="step">The step that asks: its own result it cannot know.</param>
    public static IReadOnlyList<FieldPath> Of(EditorContext context, IReadOnlyList<string> atHand, string? step = null) =>
    [
        .. Distinct(atHand.SelectMany(name => context.Seen.Event(name)?.Properties ?? []), "event"),
        .. Distinct(context.Journey.Entries.SelectMany(entry => context.Seen.Event(entry.Event)?.Properties ?? []), "entry"),
        .. Distinct(context.Seen.Attributes, "person"),
        .. context.Journey.Steps.Where(other => other.Id != step).SelectMany(other => StepResults.Of(other, context.Seen)),
    ];

    /// <summary>What <c>event.</c> may be for a step that hears nothing itself: the events people came with, and those waited for.</summary>
    public static IReadOnlyList<string> AtHand(Journey journey) =>
    [
        .. journey.Entries.Select(entry => entry.Event)
            .Concat(journey.Steps.OfType<JourneyStep.WaitForEvent>().SelectMany(wait => wait.Events.Select(awaited => awaited.Event))).Distinct(StringComparer.Ordinal),
    ];

    public static IReadOnlyList<PickOption> Events(EditorContext context) =>
        [.. context.Seen.Events.Select(seen => new PickOption(seen.Name, Detail: $"{Shared.Numbers.Text(seen.Count)} ×"))];

    private static IEnumerable<FieldPath> Distinct(IEnumerable<SeenValue> values, string root) => values
        .GroupBy(value => value.Path, StringComparer.Ordinal)
        .Select(group => new FieldPath(
            group.First().Under(root), group.Aggregate(SeenTypes.None, (types, value) => types | value.Types), [.. group.SelectMany(value => value.Samples).Distinct(StringComparer.Ordinal)]));
}
