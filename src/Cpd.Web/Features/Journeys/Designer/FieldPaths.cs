using System.Text.Json;
using Cpd.Engine.Conditions;
using Cpd.Engine.Journeys;
using Cpd.Engine.Journeys.Testing;
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

/// <summary>
/// All values there are at a place of a journey: what was really seen, what steps before leave behind, and what the journey itself
/// looks at already, which need not have come yet.
/// </summary>
public static class FieldPaths
{
    /// <summary>Where they lie, whether anybody has them or not.</summary>
    private static readonly string[] OfEverybody = ["firstName", "lastName", "email", "phone"];

    /// <param name="atHand">The events that <c>event.</c> may be here; none where no event is at hand.</param>
    /// <param name="step">The step that asks: its own result it cannot know.</param>
    public static IReadOnlyList<FieldPath> Of(EditorContext context, IReadOnlyList<string> atHand, string? step = null) =>
    [
        .. Distinct(atHand.SelectMany(name => context.Seen.Event(name)?.Properties ?? []), "event"),
        .. Distinct(context.Journey.Entries.SelectMany(entry => context.Seen.Event(entry.Event)?.Properties ?? []).Concat(OfReply(context.Journey)).Concat(LookedAt(context)), "entry"),
        .. Distinct(context.Seen.Attributes.Concat(Missing(context)), "person"),
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

    /// <summary>What is known of something people write to come in.</summary>
    private static IEnumerable<SeenValue> OfReply(Journey journey) =>
        journey.Entries.Any(entry => entry.Reply is not null) ? ReplyEntry.Fields.Select(name => new SeenValue(name, SeenTypes.Text, [])) : [];

    /// <summary>What the journey wants of its entry and no such event brought yet, with values to try it with.</summary>
    private static IEnumerable<SeenValue> LookedAt(EditorContext context)
    {
        if (context.Journey.Entries.Count == 0) return [];
        var seen = context.Journey.Entries.SelectMany(entry => context.Seen.Event(entry.Event)?.Properties ?? []).Select(value => value.Path).ToHashSet(StringComparer.Ordinal);
        return Sample.OfEntry(context.Journey, context.Journey.Entries[0]).Parse().EnumerateObject()
            .Where(property => property.Value.ValueKind is JsonValueKind.String or JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False)
            .Where(property => !seen.Contains(property.Name) && ValuePath.TryParse($"entry.{property.Name}", out _, out _))
            .Select(property => new SeenValue(property.Name, TypeOf(property.Value.ValueKind), [property.Value.GetRawText()]));
    }

    private static IEnumerable<SeenValue> Missing(EditorContext context) => OfEverybody
        .Where(name => context.Seen.Attributes.All(seen => seen.Path != name)).Select(name => new SeenValue(name, SeenTypes.Text, []));

    private static SeenTypes TypeOf(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Number => SeenTypes.Number,
        JsonValueKind.String => SeenTypes.Text,
        _ => SeenTypes.Truth,
    };

    private static IEnumerable<FieldPath> Distinct(IEnumerable<SeenValue> values, string root) => values
        .GroupBy(value => value.Path, StringComparer.Ordinal)
        .Select(group => new FieldPath(
            group.First().Under(root), group.Aggregate(SeenTypes.None, (types, value) => types | value.Types), [.. group.SelectMany(value => value.Samples).Distinct(StringComparer.Ordinal)]));
}
