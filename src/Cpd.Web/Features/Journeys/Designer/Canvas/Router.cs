using Cpd.Web.Features.Journeys.Picture;

namespace Cpd.Web.Features.Journeys.Designer.Canvas;

/// <summary>
/// Finds lines of right angles from below one card to above another that run through no card. Simple shapes are tried first:
/// straight down, one step aside, round a side. Where none is free, the shortest way through the gaps is looked for
/// (<see cref="Detour"/>).
/// </summary>
internal sealed class Router(IReadOnlyList<Box> cards)
{
    /// <summary>A line leaves and meets a card straight for this long.</summary>
    public const double Stub = 12;

    private const double Bend = 30;
    private const double Overlap = 400;
    private const double Blocked = 800;
    private const double Lane = 8;
    private const double Reach = 320;

    private readonly Obstacles _obstacles = new(cards);
    private readonly Lanes _lanes = new();

    /// <param name="aim">The card it leads to.</param>
    public IReadOnlyList<Point> Route(Point from, Point to, string aim)
    {
        var shapes = Candidates(from, to).Append(Corridor(from, to, Math.Max(from.X, to.X) + CardShape.Width / 2)).ToList();
        // Cards that lie on each other leave no way: then the least of what is in the way.
        var best = shapes.Where(IsFree).MinBy(points => Cost(points, aim))
            ?? Detour.Find(from, to, _obstacles, Reach)
            ?? shapes.MinBy(points => Cost(points, aim) + Blocked * InTheWay(points))!;
        var line = Straightened(best);
        _lanes.Take(line, aim);
        return line;
    }

    /// <summary>The middle of the longest stretch.</summary>
    public static Point Middle(IReadOnlyList<Point> points)
    {
        var longest = Enumerable.Range(1, points.Count - 1).MaxBy(i => Length(points[i - 1], points[i]));
        return new Point((points[longest - 1].X + points[longest].X) / 2, (points[longest - 1].Y + points[longest].Y) / 2);
    }

    private IEnumerable<Point[]> Candidates(Point from, Point to)
    {
        var room = to.Y - from.Y;
        if (Math.Abs(from.X - to.X) < 1 && room >= Lane) yield return [from, to];
        if (room >= 2 * Stub)
        {
            var middle = Math.Round((from.Y + to.Y) / 2);
            foreach (var y in new[] { middle, middle + Lane, middle - Lane, middle + 2 * Lane, middle - 2 * Lane, from.Y + Stub, to.Y - Stub })
                if (y >= from.Y + Stub && y <= to.Y - Stub) yield return [from, new(from.X, y), new(to.X, y), to];
        }

        var sides = _obstacles.Near(from, to, Reach / 2)
            .SelectMany(card => new[] { card.X - Lane / 2, card.Right + Lane / 2, card.X - 1.5 * Lane, card.Right + 1.5 * Lane })
            .Distinct()
            .OrderBy(x => Math.Abs(x - from.X) + Math.Abs(x - to.X))
            .Take(24);
        foreach (var x in sides) yield return Corridor(from, to, x);
    }

    private static Point[] Corridor(Point from, Point to, double x) =>
        [from, new(from.X, from.Y + Stub), new(x, from.Y + Stub), new(x, to.Y - Stub), new(to.X, to.Y - Stub), to];

    private bool IsFree(Point[] points) => InTheWay(points) == 0;

    /// <summary>How many stretches run through cards.</summary>
    private int InTheWay(Point[] points)
    {
        var count = 0;
        for (var i = 1; i < points.Length; i++)
        {
            var (a, b) = (points[i - 1], points[i]);
            // At its own cards a line is nearer than lines may be.
            if (i == 1) a = a with { Y = Math.Min(a.Y + Stub, b.Y) };
            if (i == points.Length - 1) b = b with { Y = Math.Max(b.Y - Stub, a.Y) };
            if (!_obstacles.IsFree(a, b)) count++;
        }
        return count;
    }

    private double Cost(Point[] points, string aim)
    {
        var line = Straightened(points);
        var length = 0.0;
        for (var i = 1; i < line.Count; i++) length += Length(line[i - 1], line[i]);
        return length + Bend * line.Count + Overlap * _lanes.Overlaps(line, aim);
    }

    /// <summary>Without corners that are none.</summary>
    private static List<Point> Straightened(Point[] points)
    {
        var line = new List<Point> { points[0] };
        for (var i = 1; i < points.Length; i++)
        {
            if (Length(line[^1], points[i]) < 0.5) continue;
            if (line.Count > 1 && IsStraight(line[^2], line[^1], points[i])) line[^1] = points[i];
            else line.Add(points[i]);
        }
        if (line.Count == 1) line.Add(points[^1]);
        return line;
    }

    private static bool IsStraight(Point a, Point b, Point c) =>
        (Math.Abs(a.X - b.X) < 0.5 && Math.Abs(b.X - c.X) < 0.5 && (b.Y - a.Y) * (c.Y - b.Y) > 0)
        || (Math.Abs(a.Y - b.Y) < 0.5 && Math.Abs(b.Y - c.Y) < 0.5 && (b.X - a.X) * (c.X - b.X) > 0);

    private static double Length(Point a, Point b) => Math.Abs(a.X - b.X) + Math.Abs(a.Y - b.Y);
}
