using System.Globalization;
using System.Text;

namespace Cpd.Web.Features.Journeys.Picture;

/// <summary>A line of right angles as an SVG path with round corners.</summary>
internal static class LinePath
{
    private const double Radius = 8;

    public static string Of(IReadOnlyList<Point> points)
    {
        var path = new StringBuilder();
        Append(path, 'M', points[0]);
        for (var i = 1; i < points.Count - 1; i++)
        {
            var (before, corner, after) = (points[i - 1], points[i], points[i + 1]);
            var radius = Math.Min(Radius, Math.Min(Distance(before, corner), Distance(corner, after)) / 2);
            Append(path, 'L', Towards(corner, before, radius));
            Append(path, 'Q', corner);
            Append(path, ' ', Towards(corner, after, radius));
        }
        Append(path, 'L', points[^1]);
        return path.ToString();
    }

    private static void Append(StringBuilder path, char command, Point point) =>
        path.Append(CultureInfo.InvariantCulture, $"{command}{point.X:0.#} {point.Y:0.#}");

    private static double Distance(Point a, Point b) => Math.Abs(a.X - b.X) + Math.Abs(a.Y - b.Y);

    private static Point Towards(Point from, Point to, double by)
    {
        var distance = Distance(from, to);
        return distance == 0 ? from : new Point(from.X + (to.X - from.X) / distance * by, from.Y + (to.Y - from.Y) / distance * by);
    }
}
