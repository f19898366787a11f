using Cpd.Web.Features.Journeys.Picture;

namespace Cpd.Web.Features.Journeys.Designer.Canvas;

/// <summary>The shortest way with few corners between cards that stand close: along lines beside their edges, by Dijkstra.</summary>
internal static class Detour
{
    private const double Bend = 40;
    private const double Beside = 4;
    private const int MostLines = 90;

    /// <summary>Null where there is no way.</summary>
    public static Point[]? Find(Point source, Point aim, Obstacles obstacles, double reach)
    {
        var (start, goal) = (source with { Y = source.Y + Router.Stub }, aim with { Y = aim.Y - Router.Stub });
        var near = obstacles.Near(start, goal, reach);
        var xs = Lines(near.SelectMany(box => new[] { box.X - Beside, box.Right + Beside }), start.X, goal.X);
        var ys = Lines(near.SelectMany(box => new[] { box.Y - Beside, box.Bottom + Beside }), start.Y, goal.Y);
        var (first, last) = ((X: xs.IndexOf(start.X), Y: ys.IndexOf(start.Y)), (X: xs.IndexOf(goal.X), Y: ys.IndexOf(goal.Y)));

        // A state is a crossing and how one came there: upright or across.
        var cost = new Dictionary<(int X, int Y, bool Upright), double> { [(first.X, first.Y, true)] = 0 };
        var came = new Dictionary<(int X, int Y, bool Upright), (int X, int Y, bool Upright)>();
        var open = new PriorityQueue<(int X, int Y, bool Upright), double>();
        open.Enqueue((first.X, first.Y, true), 0);
        while (open.TryDequeue(out var at, out var spent))
        {
            if (spent > cost[at]) continue;
            if ((at.X, at.Y) == last) return [source, .. Way(came, at).Select(state => new Point(xs[state.X], ys[state.Y])), aim];
            foreach (var (dx, dy) in new[] { (1, 0), (-1, 0), (0, 1), (0, -1) })
            {
                var (x, y, upright) = (at.X + dx, at.Y + dy, dy != 0);
                if (x < 0 || y < 0 || x >= xs.Count || y >= ys.Count) continue;
                var (a, b) = (new Point(xs[at.X], ys[at.Y]), new Point(xs[x], ys[y]));
                var sum = spent + Math.Abs(a.X - b.X) + Math.Abs(a.Y - b.Y) + (upright == at.Upright ? 0 : Bend);
                if (cost.TryGetValue((x, y, upright), out var known) && known <= sum) continue;
                if (!obstacles.IsFree(a, b)) continue;
                cost[(x, y, upright)] = sum;
                came[(x, y, upright)] = at;
                open.Enqueue((x, y, upright), sum);
            }
        }
        return null;
    }

    private static List<double> Lines(IEnumerable<double> beside, double start, double goal) =>
        [.. beside.Distinct().OrderBy(line => Math.Min(Math.Abs(line - start), Math.Abs(line - goal))).Take(MostLines).Append(start).Append(goal).Distinct().Order()];

    private static List<(int X, int Y, bool Upright)> Way(
        Dictionary<(int X, int Y, bool Upright), (int X, int Y, bool Upright)> came, (int X, int Y, bool Upright) at)
    {
        var way = new List<(int X, int Y, bool Upright)> { at };
        while (came.TryGetValue(at, out var before)) way.Add(at = before);
        way.Reverse();
        return way;
    }
}
