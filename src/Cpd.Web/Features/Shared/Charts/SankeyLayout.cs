using System.Globalization;

namespace Cpd.Web.Features.Shared.Charts;

/// <summary>Boxes in columns from left to right, as high as what comes through them, and ribbons between them. Plain arithmetic; links make no loop.</summary>
public sealed class SankeyLayout
{
    /// <summary>Between two columns, for what a box is called.</summary>
    public const double ForWords = 172;

    private const double ColumnWidth = 190;
    private const double BoxWidth = 8;
    private const double Gap = 26;
    private const double Room = 260;
    private const double Thinnest = 1.5;

    private SankeyLayout(IReadOnlyList<SankeyBox> boxes, IReadOnlyList<SankeyRibbon> ribbons, double width, double height) =>
        (Boxes, Ribbons, Width, Height) = (boxes, ribbons, width, height);

    public IReadOnlyList<SankeyBox> Boxes { get; }

    public IReadOnlyList<SankeyRibbon> Ribbons { get; }

    public double Width { get; }

    public double Height { get; }

    public static SankeyLayout Of(IReadOnlyList<(string From, string To, long Count)> links)
    {
        var columns = Columns(links);
        if (columns.Count == 0) return new SankeyLayout([], [], 0, 0);

        var through = columns.Keys.ToDictionary(node => node, node => Math.Max(
            links.Where(link => link.To == node).Sum(link => link.Count), links.Where(link => link.From == node).Sum(link => link.Count)));
        var most = columns.GroupBy(pair => pair.Value, pair => through[pair.Key]).Max(column => column.Sum());
        var scale = Room / Math.Max(1, most);

        var boxes = new Dictionary<string, SankeyBox>(StringComparer.Ordinal);
        foreach (var column in columns.GroupBy(pair => pair.Value, pair => pair.Key).OrderBy(column => column.Key))
        {
            var top = 14.0;
            // Beside what leads to them, so that ribbons cross as little as may be.
            foreach (var node in column.OrderBy(node => Middle(node, links, boxes)).ToList())
            {
                var height = Math.Max(Thinnest, through[node] * scale);
                boxes[node] = new SankeyBox(node, column.Key * ColumnWidth, top, BoxWidth, height, through[node]);
                top += height + Gap;
            }
        }
        return new SankeyLayout(
            [.. boxes.Values], [.. Draw(links, boxes, scale)], ((columns.Values.Max() + 1) * ColumnWidth) + BoxWidth, boxes.Values.Max(box => box.Top + box.Height) + 14);
    }

    /// <summary>Each as far to the right as the longest way there.</summary>
    private static Dictionary<string, int> Columns(IReadOnlyList<(string From, string To, long Count)> links)
    {
        var columns = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (from, to, _) in links) columns[from] = columns[to] = 0;
        for (var round = 0; round < columns.Count; round++)
        {
            var isDone = true;
            foreach (var (from, to, _) in links)
            {
                if (columns[to] > columns[from]) continue;
                columns[to] = columns[from] + 1;
                isDone = false;
            }
            if (isDone) break;
        }
        return columns;
    }

    private static double Middle(string node, IReadOnlyList<(string From, string To, long Count)> links, Dictionary<string, SankeyBox> boxes) =>
        links.Where(link => link.To == node && boxes.ContainsKey(link.From)).Select(link => boxes[link.From].Top).DefaultIfEmpty(0).Average();

    private static IEnumerable<SankeyRibbon> Draw(
        IReadOnlyList<(string From, string To, long Count)> links, Dictionary<string, SankeyBox> boxes, double scale)
    {
        var (left, right) = (new Dictionary<string, double>(StringComparer.Ordinal), new Dictionary<string, double>(StringComparer.Ordinal));
        foreach (var (from, to, count) in links.OrderBy(link => boxes[link.From].Top).ThenBy(link => boxes[link.To].Top))
        {
            var (source, target, thick) = (boxes[from], boxes[to], Math.Max(Thinnest, count * scale));
            var (y, z) = (source.Top + left.GetValueOrDefault(from), target.Top + right.GetValueOrDefault(to));
            left[from] = left.GetValueOrDefault(from) + (count * scale);
            right[to] = right.GetValueOrDefault(to) + (count * scale);
            var (x, end, bend) = (source.Left + source.Width, target.Left, (target.Left - source.Left - source.Width) / 2);
            yield return new SankeyRibbon(from, to, count, string.Create(
                CultureInfo.InvariantCulture,
                $"M{x:0.#} {y:0.#}C{x + bend:0.#} {y:0.#} {end - bend:0.#} {z:0.#} {end:0.#} {z:0.#}V{z + thick:0.#}C{end - bend:0.#} {z + thick:0.#} {x + bend:0.#} {y + thick:0.#} {x:0.#} {y + thick:0.#}z"));
        }
    }
}

public sealed record SankeyBox(string Node, double Left, double Top, double Width, double Height, long Count);

/// <param name="Path">Of an SVG.</param>
public sealed record SankeyRibbon(string From, string To, long Count, string Path);
