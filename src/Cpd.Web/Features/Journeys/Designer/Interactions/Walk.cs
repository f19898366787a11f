using Cpd.Engine.Journeys;
using Cpd.Web.Features.Journeys.Designer.Canvas;

namespace Cpd.Web.Features.Journeys.Designer.Interactions;

public enum Direction
{
    Up,
    Down,
    Left,
    Right,

    /// <summary>In the order in which the list shows them: everything is reached so.</summary>
    Next,
    Previous,
}

/// <summary>Goes from card to card along the lines: down to what comes next, up to where one comes from, aside to what else comes next there.</summary>
internal static class Walk
{
    /// <summary>The card it leads to; the same where it goes on no further.</summary>
    public static string From(Journey journey, string? card, Direction direction)
    {
        if (card is null || (card != CardShape.Entry && journey.Step(card) is null)) return CardShape.Entry;
        return direction switch
        {
            Direction.Next => InOrder(journey, card, 1),
            Direction.Previous => InOrder(journey, card, -1),
            Direction.Down => Next(journey, card).FirstOrDefault() ?? Nearest(journey, card, direction) ?? card,
            Direction.Up => Before(journey, card) ?? Nearest(journey, card, direction) ?? card,
            _ => Beside(journey, card, direction) ?? Nearest(journey, card, direction) ?? card,
        };
    }

    private static string InOrder(Journey journey, string card, int by)
    {
        var order = journey.InReadingOrder().ToList();
        return order[(order.IndexOf(card) + by + order.Count) % order.Count];
    }

    private static IEnumerable<string> Next(Journey journey, string card) =>
        journey.ExitsOf(card).Select((_, exit) => journey.Aim(card, exit)).OfType<string>().Distinct();

    /// <summary>The nearest above, of all that lead here.</summary>
    private static string? Before(Journey journey, string card)
    {
        var here = journey.BoxOf(card);
        return journey.Cards().Where(other => other != card && Next(journey, other).Contains(card))
            .MinBy(other => Math.Abs(journey.BoxOf(other).X - here.X) + (journey.BoxOf(other).Y < here.Y ? 0 : 100_000));
    }

    private static string? Beside(Journey journey, string card, Direction direction)
    {
        if (Before(journey, card) is not { } parent) return null;
        var children = Next(journey, parent).OrderBy(child => journey.BoxOf(child).X).ToList();
        var at = children.IndexOf(card) + (direction is Direction.Left ? -1 : 1);
        return at >= 0 && at < children.Count ? children[at] : null;
    }

    /// <summary>Cards that no line leads to are reached by where they stand.</summary>
    private static string? Nearest(Journey journey, string card, Direction direction)
    {
        var here = journey.BoxOf(card);
        var (x, y) = (here.X + here.Width / 2, here.Y + here.Height / 2);
        return journey.Cards().Where(other => other != card)
            .Select(other =>
            {
                var box = journey.BoxOf(other);
                var (dx, dy) = (box.X + box.Width / 2 - x, box.Y + box.Height / 2 - y);
                var (along, aside) = direction switch
                {
                    Direction.Up => (-dy, Math.Abs(dx)),
                    Direction.Down => (dy, Math.Abs(dx)),
                    Direction.Left => (-dx, Math.Abs(dy)),
                    _ => (dx, Math.Abs(dy)),
                };
                return (Card: other, Along: along, Distance: along + 2 * aside);
            })
            .Where(other => other.Along > 0)
            .OrderBy(other => other.Distance)
            .Select(other => other.Card)
            .FirstOrDefault();
    }
}
