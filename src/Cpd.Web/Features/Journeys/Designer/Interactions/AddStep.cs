using Cpd.Engine.Journeys;
using Cpd.Web.Features.Journeys.Designer.Canvas;

namespace Cpd.Web.Features.Journeys.Designer.Interactions;

/// <summary>Puts a new step onto the canvas: alone, at the end of a way, or into a line that is there.</summary>
internal static class AddStep
{
    private const int Gap = 56;

    /// <param name="middle">Where its middle was dropped.</param>
    public static Change Alone(Journey journey, StepKind kind, CanvasPlace middle)
    {
        var step = kind.Make(journey.NewId(kind.IdWish));
        var (width, height) = CardShape.Size(step);
        var at = journey.Free(new CanvasPlace(CardShape.Snap(middle.X - width / 2.0), CardShape.Snap(middle.Y - height / 2.0)), width, height);
        var added = Added(journey, step, at);
        // The first step is what the journey begins with: what else should it be.
        if (journey.Aim(CardShape.Entry, 0) is null) added = added with { First = step.Id };
        return Done(added, kind, step);
    }

    /// <summary>The way goes on with it; where the way led somewhere, the new step leads there.</summary>
    public static Change? After(Journey journey, StepKind kind, string card, int exit)
    {
        if (exit < 0 || exit >= journey.ExitsOf(card).Count) return null;
        var step = kind.Make(journey.NewId(kind.IdWish));
        var next = journey.Aim(card, exit);
        var (room, at) = PlaceAfter(journey, step, card, exit);
        if (next is not null && step.Exits().Count > 0) step = step.Lead(0, next);
        return Done(Added(room, step, at).Lead(card, exit, step.Id), kind, step);
    }

    /// <summary>Where a step stands that comes into a way, and the journey after it made room.</summary>
    internal static (Journey Room, CanvasPlace At) PlaceAfter(Journey journey, JourneyStep step, string card, int exit)
    {
        var (width, height) = CardShape.Size(step);
        var from = journey.BoxOf(card);
        var port = CardShape.Out(from, exit, journey.ExitsOf(card).Count);

        var wish = new CanvasPlace(CardShape.Snap(port.X - width / 2.0), CardShape.Snap(from.Bottom + Gap));
        if (journey.Aim(card, exit) is { } next)
        {
            var below = journey.BoxOf(next);
            journey = MakeRoom(journey, card, next, (int)(wish.Y + height + Gap - below.Y), out var isMoved);
            // Where the next step stands elsewhere, such as above, nothing has to make room.
            if (isMoved && Math.Abs(below.X + below.Width / 2 - port.X) < width / 2.0) wish = wish with { X = CardShape.Snap(below.X + below.Width / 2 - width / 2.0) };
        }
        return (journey, journey.Free(wish, width, height));
    }

    /// <summary>As <see cref="After"/>, but it stands where it was dropped.</summary>
    public static Change? Into(Journey journey, StepKind kind, string card, int exit, CanvasPlace middle)
    {
        if (After(journey, kind, card, exit) is not { } change) return null;
        if (journey.Aim(card, exit) is not null) return change;

        var id = change.Choose!.Single();

        var (width, height) = CardShape.Size(change.After.Step(id)!);
        var at = journey.Free(new CanvasPlace(CardShape.Snap(middle.X - width / 2.0), CardShape.Snap(middle.Y - height / 2.0)), width, height);
        return change with { After = change.After.Put(id, at) };
    }

    /// <summary>Moves a step and everything after it down, but not what leads here.</summary>
    private static Journey MakeRoom(Journey journey, string card, string next, int by, out bool isMoved)
    {
        isMoved = journey.BoxOf(next).Y > journey.BoxOf(card).Y;
        if (by <= 0 || !isMoved) return journey;

        var top = journey.BoxOf(next).Y;
        var moved = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>([next]);
        while (open.TryPop(out var at))
        {
            if (at == card || journey.BoxOf(at).Y < top || !moved.Add(at)) continue;
            for (var exit = 0; exit < journey.ExitsOf(at).Count; exit++)
                if (journey.Aim(at, exit) is { } to) open.Push(to);
        }
        return moved.Aggregate(journey, (moving, id) =>
        {
            var place = moving.PlaceOf(id);
            return moving.Put(id, place with { Y = CardShape.Snap(place.Y + by) });
        });
    }

    private static Journey Added(Journey journey, JourneyStep step, CanvasPlace at) =>
        (journey with { Steps = [.. journey.Steps, step] }).Put(step.Id, at);

    private static Change Done(Journey after, StepKind kind, JourneyStep step) =>
        new($"Add {kind.Name}", after, [step.Id]);
}
