using Cpd.Web.Features.Journeys.Picture;

namespace Cpd.Web.Features.Journeys.Designer.Canvas;

/// <summary>The cards a line must not run through, found by where they are.</summary>
internal sealed class Obstacles
{
    /// <summary>Lines keep this far from cards.</summary>
    public const double Clearance = 8;

    private const double Cell = 256;

    private readonly List<Box> _boxes;
    private readonly Dictionary<(int X, int Y), List<int>> _cells = [];

    public Obstacles(IEnumerable<Box> cards)
    {
        _boxes = [.. cards.Select(card => new Box(card.X - Clearance, card.Y - Clearance, card.Width + 2 * Clearance, card.Height + 2 * Clearance))];
        for (var i = 0; i < _boxes.Count; i++)
            foreach (var cell in CellsOf(_boxes[i]))
            {
                if (!_cells.TryGetValue(cell, out var there)) _cells[cell] = there = [];
                there.Add(i);
            }
    }

    public bool IsFree(Point a, Point b)
    {
        var stretch = Around(a, b, 0);
        foreach (var cell in CellsOf(stretch))
            if (_cells.TryGetValue(cell, out var there))
                foreach (var i in there)
                    if (Crosses(_boxes[i], stretch)) return false;
        return true;
    }

    /// <summary>Cards, with the distance lines keep from them, that are near the way between two points.</summary>
    public IReadOnlyList<Box> Near(Point a, Point b, double reach)
    {
        var area = Around(a, b, reach);
        var found = new HashSet<int>();
        foreach (var cell in CellsOf(area))
            if (_cells.TryGetValue(cell, out var there))
                foreach (var i in there)
                    if (_boxes[i].Meets(area)) found.Add(i);
        return [.. found.Order().Select(i => _boxes[i])];
    }

    private static Box Around(Point a, Point b, double reach) => new(
        Math.Min(a.X, b.X) - reach, Math.Min(a.Y, b.Y) - reach, Math.Abs(a.X - b.X) + 2 * reach, Math.Abs(a.Y - b.Y) + 2 * reach);

    /// <summary>Also where the stretch has no width.</summary>
    private static bool Crosses(Box box, Box stretch) =>
        stretch.X < box.Right && stretch.Right > box.X && stretch.Y < box.Bottom && stretch.Bottom > box.Y;

    private static IEnumerable<(int X, int Y)> CellsOf(Box box)
    {
        for (var x = (int)Math.Floor(box.X / Cell); x <= (int)Math.Floor(box.Right / Cell); x++)
            for (var y = (int)Math.Floor(box.Y / Cell); y <= (int)Math.Floor(box.Bottom / Cell); y++)
                yield return (x, y);
    }
}
