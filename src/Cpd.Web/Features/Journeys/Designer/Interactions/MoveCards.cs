using Cpd.Engine.Journeys;
using Cpd.Web.Features.Journeys.Designer.Canvas;

namespace Cpd.Web.Features.Journeys.Designer.Interactions;

/// <summary>Moves cards and notes together.</summary>
internal static class MoveCards
{
    public static Change? Of(Journey journey, IReadOnlyCollection<string> cards, int dx, int dy, string? merge = null)
    {
        if ((dx, dy) == (0, 0)) return null;
        var known = cards.Where(card => card == CardShape.Entry || journey.Step(card) is not null || (Sheet.NoteOf(card) is { } note && journey.Note(note) is not null)).ToList();
        if (known.Count == 0) return null;

        var moved = known.Aggregate(journey, (moving, card) =>
        {
            var at = moving.PlaceOf(card);
            return moving.Put(card, new CanvasPlace(Math.Clamp(at.X + dx, -900_000, 900_000), Math.Clamp(at.Y + dy, -900_000, 900_000)));
        });
        return new Change("Move", moved, Merge: merge);
    }
}
