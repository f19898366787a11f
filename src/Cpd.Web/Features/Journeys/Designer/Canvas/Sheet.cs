using System.Collections.Immutable;
using Cpd.Engine.Journeys;
using Cpd.Web.Features.Journeys.Picture;

namespace Cpd.Web.Features.Journeys.Designer.Canvas;

/// <summary>A journey as one draws on it: its steps by id, who leads to whom, and where everything stands.</summary>
internal static class Sheet
{
    private const string NotePrefix = "note:";

    public static JourneyStep? Step(this Journey journey, string id) => journey.Steps.FirstOrDefault(step => step.Id == id);

    /// <summary>The ways out of a card, the entry's single one as well.</summary>
    public static IReadOnlyList<StepExit> ExitsOf(this Journey journey, string card) =>
        card == CardShape.Entry ? [new StepExit("next", journey.First.Length == 0 ? null : journey.First, "first")] : journey.Step(card)?.Exits() ?? [];

    /// <summary>The step that a way out leads to; null for the end, and for a step that is not there.</summary>
    public static string? Aim(this Journey journey, string card, int exit) =>
        journey.ExitsOf(card).ElementAtOrDefault(exit)?.To is { } to && journey.Step(to) is not null ? to : null;

    public static Journey Lead(this Journey journey, string card, int exit, string? to) =>
        card == CardShape.Entry ? journey with { First = to ?? "" }
        : journey.Step(card) is { } step && exit >= 0 && exit < step.Exits().Count ? journey.With(step.Lead(exit, to))
        : journey;

    /// <summary>The step of the same id is replaced.</summary>
    public static Journey With(this Journey journey, JourneyStep step) =>
        journey with { Steps = [.. journey.Steps.Select(other => other.Id == step.Id ? step : other)] };

    public static JourneyCanvas Looks(this Journey journey) => journey.Canvas ?? JourneyCanvas.Empty;

    public static CanvasPlace PlaceOf(this Journey journey, string card) =>
        card == CardShape.Entry ? journey.Looks().Entry ?? default
        : NoteOf(card) is { } note ? journey.Note(note)?.At ?? default
        : journey.Looks().Steps.GetValueOrDefault(card);

    public static Journey Put(this Journey journey, string card, CanvasPlace at)
    {
        var canvas = journey.Looks();
        return journey with
        {
            Canvas = card == CardShape.Entry ? canvas with { Entry = at }
                : NoteOf(card) is { } id ? canvas with { Notes = [.. canvas.Notes.Select(note => note.Id == id ? note with { At = at } : note)] }
                : canvas with { Steps = canvas.Steps.SetItem(card, at) },
        };
    }

    public static Box BoxOf(this Journey journey, string card) =>
        journey.Step(card) is { } step ? CardShape.Of(step, journey.PlaceOf(card)) : CardShape.EntryBox(journey.PlaceOf(card));

    public static IEnumerable<string> Cards(this Journey journey) => journey.Steps.Select(step => step.Id).Prepend(CardShape.Entry);

    public static Box BoxOf(CanvasNote note) => new(note.At.X, note.At.Y, note.Width, note.Height);

    /// <summary>Where a card of this size may stand without touching another one, beginning at a wish and going to the right.</summary>
    /// <param name="others">What it should not touch, either; cards may stand on notes.</param>
    public static CanvasPlace Free(this Journey journey, CanvasPlace wish, int width, int height, IEnumerable<Box>? others = null)
    {
        const int Distance = 24;
        var boxes = journey.Cards().Select(journey.BoxOf).Concat(others ?? []).ToList();
        var at = wish;
        for (var tries = 0; tries < 200; tries++)
        {
            var box = new Box(at.X - Distance + 1, at.Y - Distance + 1, width + 2 * (Distance - 1), height + 2 * (Distance - 1));
            if (boxes.FindIndex(box.Meets) is var hit && hit < 0) return at;
            at = at with { X = CardShape.Snap(boxes[hit].Right + Distance) };
        }
        return at;
    }

    /// <summary>As one reads them: from above to below, from left to right.</summary>
    public static IReadOnlyList<string> InReadingOrder(this Journey journey) =>
        [CardShape.Entry, .. journey.Steps.Select(step => step.Id).OrderBy(id => journey.PlaceOf(id).Y).ThenBy(id => journey.PlaceOf(id).X)];

    public static CanvasNote? Note(this Journey journey, string id) => journey.Looks().Notes.FirstOrDefault(note => note.Id == id);

    /// <summary>A note's name among the cards that can be chosen and moved.</summary>
    public static string CardOf(CanvasNote note) => NotePrefix + note.Id;

    /// <summary>The note's id where the card is one.</summary>
    public static string? NoteOf(string card) => card.StartsWith(NotePrefix, StringComparison.Ordinal) ? card[NotePrefix.Length..] : null;

    /// <summary>An id that no step has yet: the wish, or the wish with a number.</summary>
    public static string NewId(this Journey journey, string wish, IReadOnlySet<string>? taken = null)
    {
        var known = journey.Steps.Select(step => step.Id).ToHashSet(StringComparer.Ordinal);
        for (var number = 1; ; number++)
        {
            var id = number == 1 ? wish : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{wish}-{number}");
            if (!known.Contains(id) && taken?.Contains(id) is not true) return id;
        }
    }

    /// <summary>What others may rely on: every id once, every card with a place, no places of cards that are gone.</summary>
    public static Journey Tidy(this Journey journey)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var steps = journey.Steps.Select(step => seen.Add(step.Id) ? step : Renamed(step)).ToList();
        JourneyStep Renamed(JourneyStep step)
        {
            var id = journey.NewId(step.Id.Length == 0 ? "step" : step.Id, seen);
            seen.Add(id);
            return step with { Id = id };
        }
        return Arrangement.Complete(journey with { Steps = steps });
    }

    public static ImmutableDictionary<string, CanvasPlace> PlacesOf(IEnumerable<KeyValuePair<string, CanvasPlace>> places) =>
        JourneyCanvas.Empty.Steps.SetItems(places);
}
