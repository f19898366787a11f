using Cpd.Web.Features.Journeys.Picture;

namespace Cpd.Web.Features.Journeys.Designer.Canvas;

/// <summary>Where lines run already, so that the next one does not lie on one that leads elsewhere. Lines to one card may meet.</summary>
internal sealed class Lanes
{
    private const double Near = 5;

    private readonly Dictionary<(bool Upright, int At), List<(double At, double From, double To, string Aim)>> _lanes = [];

    public void Take(IReadOnlyList<Point> points, string aim)
    {
        for (var i = 1; i < points.Count; i++)
        {
            var (upright, at, from, to) = Stretch(points[i - 1], points[i]);
            if (!_lanes.TryGetValue((upright, Key(at)), out var lane)) _lanes[(upright, Key(at))] = lane = [];
            lane.Add((at, from, to, aim));
        }
    }

    /// <summary>How many lines to other cards a line would lie on.</summary>
    public int Overlaps(IReadOnlyList<Point> points, string aim)
    {
        var count = 0;
        for (var i = 1; i < points.Count; i++)
        {
            var (upright, at, from, to) = Stretch(points[i - 1], points[i]);
            for (var key = Key(at) - 1; key <= Key(at) + 1; key++)
                if (_lanes.TryGetValue((upright, key), out var lane))
                    count += lane.Count(other => other.Aim != aim && Math.Abs(other.At - at) < Near && other.From + Near < to && from + Near < other.To);
        }
        return count;
    }

    private static int Key(double at) => (int)Math.Floor(at / Near);

    private static (bool Upright, double At, double From, double To) Stretch(Point a, Point b) => Math.Abs(a.X - b.X) < 0.5
        ? (true, a.X, Math.Min(a.Y, b.Y), Math.Max(a.Y, b.Y))
        : (false, a.Y, Math.Min(a.X, b.X), Math.Max(a.X, b.X));
}
