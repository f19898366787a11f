using Cpd.Engine.Journeys;
using Cpd.Web.Features.Journeys.Picture;

namespace Cpd.Web.Features.Journeys.Designer.Canvas;

/// <summary>Puts cards where they read well: in layers from top to bottom, as the picture of a published journey is drawn.</summary>
internal static class Arrangement
{
    // Room around a card for its lines and the signs at its ports.
    private const double Above = 8;
    private const double Below = 24;
    private const double Beside = 8;

    /// <summary>All cards anew; notes stay where they are.</summary>
    public static Journey All(Journey journey)
    {
        var order = Order(journey);
        var nodes = order.Select(card => (Card: card, Box: journey.BoxOf(card)))
            .Select(card => new GraphNode(card.Card, card.Box.Width + 2 * Beside, card.Box.Height + Above + Below)).ToList();
        var edges = order.SelectMany(card => journey.ExitsOf(card)
                .Select((_, exit) => (To: journey.Aim(card, exit), Exit: exit)).Where(way => way.To is not null).DistinctBy(way => way.To)
                .Select(way => new GraphEdge(card, way.To!, null, Leaves(journey, card, way.Exit))))
            .ToList();

        var places = GraphLayout.Draw(nodes, edges).Nodes.ToDictionary(
            node => node.Id,
            node =>
            {
                var width = node.Box.Width - 2 * Beside;
                return new CanvasPlace(CardShape.Snap(node.Box.X + node.Box.Width / 2) - (int)width / 2, CardShape.Snap(node.Box.Y + Above));
            },
            StringComparer.Ordinal);
        Straighten(journey, order, places);
        places.Remove(CardShape.Entry, out var entry);
        return journey with { Canvas = journey.Looks() with { Entry = entry, Steps = Sheet.PlacesOf(places) } };
    }

    /// <summary>From above to below, a card that stands nearly under its port comes to stand right under it where nothing is in the way.</summary>
    private static void Straighten(Journey journey, IReadOnlyList<string> order, Dictionary<string, CanvasPlace> places)
    {
        const double Distance = 24;
        var boxes = order.ToDictionary(card => card, card => journey.BoxOf(card) with { X = places[card].X, Y = places[card].Y }, StringComparer.Ordinal);
        var ports = order.SelectMany(card => journey.ExitsOf(card).Select((_, exit) => (From: card, To: journey.Aim(card, exit), Exit: exit, Of: journey.ExitsOf(card).Count)))
            .Where(way => way.To is not null).ToLookup(way => way.To!, StringComparer.Ordinal);

        foreach (var card in order.OrderBy(card => boxes[card].Y))
        {
            var box = boxes[card];
            var above = ports[card].Where(way => boxes[way.From].Bottom < box.Y).Select(way => CardShape.Out(boxes[way.From], way.Exit, way.Of).X).ToList();
            if (above.Count == 0) continue;

            var middle = box.X + box.Width / 2;
            var moved = box with { X = CardShape.Snap(above.MinBy(port => Math.Abs(port - middle)) - box.Width / 2) };
            if (Math.Abs(moved.X - box.X) > (above.Count == 1 ? 2 * Distance + Beside : Distance)) continue;
            var around = new Box(moved.X - Distance, moved.Y, moved.Width + 2 * Distance, moved.Height);
            if (boxes.Any(other => other.Key != card && other.Value.Meets(around))) continue;

            boxes[card] = moved;
            places[card] = places[card] with { X = (int)moved.X };
        }
    }

    private static double Leaves(Journey journey, string card, int exit)
    {
        var box = journey.BoxOf(card);
        return (CardShape.Out(box, exit, journey.ExitsOf(card).Count).X - box.X + Beside) / (box.Width + 2 * Beside);
    }

    /// <summary>Gives a place to every card that has none yet, and leaves the others alone.</summary>
    public static Journey Complete(Journey journey)
    {
        var places = journey.Looks().Steps;
        var missing = journey.Steps.Where(step => !places.ContainsKey(step.Id)).Select(step => step.Id).ToList();
        if (missing.Count == journey.Steps.Count) return missing.Count == 0 && journey.Canvas?.Entry is not null ? journey : All(journey);

        var known = journey.Steps.Select(step => step.Id).ToHashSet(StringComparer.Ordinal);
        var done = journey with
        {
            Canvas = journey.Looks() with { Steps = Sheet.PlacesOf(places.Where(place => known.Contains(place.Key))), Entry = journey.Looks().Entry ?? AboveAll(places.Values) },
        };
        if (missing.Count == 0) return done;

        // Beside the picture that there is, in an order of its own.
        var arranged = All(journey);
        var right = CardShape.Snap(done.Steps.Except(done.Steps.Where(step => missing.Contains(step.Id))).Max(step => done.BoxOf(step.Id).Right) + 48);
        var left = missing.Min(step => arranged.PlaceOf(step).X);
        foreach (var step in missing)
        {
            var at = arranged.PlaceOf(step);
            done = done.Put(step, at with { X = at.X - left + right });
        }
        return done;
    }

    private static CanvasPlace AboveAll(IEnumerable<CanvasPlace> places)
    {
        var top = places.MinBy(place => place.Y);
        return top with { Y = top.Y - 120 };
    }

    /// <summary>Along the ways, first ways first: what is looked at first stands to the left.</summary>
    public static IReadOnlyList<string> Order(Journey journey)
    {
        var order = new List<string>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var exits = journey.Steps.DistinctBy(step => step.Id).ToDictionary(step => step.Id, step => step.Exits(), StringComparer.Ordinal);
        var open = new Stack<string>(journey.Steps.Select(step => step.Id).Reverse());
        if (exits.ContainsKey(journey.First)) open.Push(journey.First);

        order.Add(CardShape.Entry);
        while (open.TryPop(out var step))
        {
            if (!seen.Add(step)) continue;
            order.Add(step);
            foreach (var exit in exits[step].Reverse())
                if (exit.To is { } to && exits.ContainsKey(to) && !seen.Contains(to)) open.Push(to);
        }
        return order;
    }
}
