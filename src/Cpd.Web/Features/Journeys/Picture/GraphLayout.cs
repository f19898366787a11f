namespace Cpd.Web.Features.Journeys.Picture;

/// <summary>
/// Places boxes in layers from top to bottom and draws the lines between them in right angles. Labels stand in layers of
/// their own between the boxes, and a line that passes a layer has a slot there like everything else; so nothing
/// overlaps. A line from a box to itself runs beside it. The same graph gives the same picture.
/// </summary>
public static class GraphLayout
{
    public const double LabelHeight = 20;

    private const double PassageWidth = 10;
    private const double ChannelEdge = 12;
    private const double TrackHeight = 12;
    private const double Margin = 16;

    public static GraphPicture Draw(IReadOnlyList<GraphNode> nodes, IReadOnlyList<GraphEdge> edges)
    {
        if (nodes.Count == 0) return new GraphPicture(0, 0, [], []);

        var drawn = edges.Where(edge => edge.From != edge.To).ToList();
        var loops = edges.Where(edge => edge.From == edge.To).ToLookup(edge => edge.From, StringComparer.Ordinal);
        var (layers, lines) = Fill(nodes, drawn, loops, new Layers(nodes, drawn));
        Crossings.Reduce(layers);
        Columns.Place(layers);
        Ports(layers);
        var height = Rows(layers);
        return Picture(layers, lines, loops, height);
    }

    /// <summary>About what a label takes in the pages' font of 12 px.</summary>
    public static double LabelWidth(string label) => Math.Ceiling(label.Length * 6.8 + 14);

    private static (List<List<Slot>> Layers, List<Line> Lines) Fill(
        IReadOnlyList<GraphNode> nodes, List<GraphEdge> edges, ILookup<string, GraphEdge> loops, Layers rank)
    {
        // Boxes in even layers, labels in odd ones.
        var layers = Enumerable.Range(0, nodes.Max(node => rank.Of(node.Id)) * 2 + 1).Select(_ => new List<Slot>()).ToList();
        Slot Add(Slot slot)
        {
            layers[slot.Layer].Add(slot);
            return slot;
        }

        // Room for loops on both sides, so that the box stays in the middle of its slot.
        var boxes = nodes.ToDictionary(
            node => node.Id,
            node => Add(new Slot(rank.Of(node.Id) * 2, node.Width + 2 * Loops.Room(loops[node.Id]), node.Height, node)),
            StringComparer.Ordinal);
        var lines = new List<Line>();
        foreach (var edge in edges)
        {
            var backwards = rank.IsBackwards(edge);
            var (upper, lower) = backwards ? (boxes[edge.To], boxes[edge.From]) : (boxes[edge.From], boxes[edge.To]);
            var labelLayer = backwards ? lower.Layer - 1 : upper.Layer + 1;
            var line = new Line(edge, backwards);
            var at = upper;
            for (var layer = upper.Layer + 1; layer <= lower.Layer; layer++)
            {
                var isLabel = layer == labelLayer && edge.Label is not null;
                var next = layer == lower.Layer ? lower
                    : Add(new Slot(layer, isLabel ? LabelWidth(edge.Label!) : PassageWidth, isLabel ? LabelHeight : 0));
                if (isLabel) line.Label = next;
                var piece = new Piece(at, next) { Leaves = at == upper && !backwards ? edge.Leaves : null };
                at.Below.Add(piece);
                next.Above.Add(piece);
                line.Pieces.Add(piece);
                at = next;
            }
            lines.Add(line);
        }
        return (layers, lines);
    }

    /// <summary>Lines leave and meet a box side by side, in the order of where they go.</summary>
    private static void Ports(List<List<Slot>> layers)
    {
        foreach (var slot in layers.SelectMany(layer => layer))
        {
            foreach (var piece in slot.Below) piece.FromX = slot.PortX(slot.Below, piece, other => other.Lower.Order);
            foreach (var piece in slot.Above) piece.ToX = slot.PortX(slot.Above, piece, other => other.Upper.Order);
        }
    }

    private static double Rows(List<List<Slot>> layers)
    {
        var y = 0.0;
        foreach (var layer in layers)
        {
            var height = layer.Count == 0 ? 0 : layer.Max(slot => slot.Height);
            foreach (var slot in layer) slot.Y = y + (slot.IsPassage ? (height - slot.Height) / 2 : 0);
            y += height;

            var pieces = layer.SelectMany(slot => slot.Below).ToList();
            if (pieces.Count == 0) continue;
            var tracks = Tracks.Assign(pieces);
            foreach (var piece in pieces) piece.TrackY = y + ChannelEdge + piece.Track * TrackHeight;
            y += 2 * ChannelEdge + Math.Max(0, tracks - 1) * TrackHeight;
        }
        return y;
    }

    private static GraphPicture Picture(List<List<Slot>> layers, List<Line> lines, ILookup<string, GraphEdge> loops, double height)
    {
        var slots = layers.SelectMany(layer => layer).ToList();
        var nodes = slots.Where(slot => slot.Node is not null).Select(slot => new PlacedNode(slot.Node!.Id, BoxOf(slot))).ToList();
        var edges = lines.Select(line => new PlacedEdge(line.Edge, line.Points(Margin), line.Label is { } label ? BoxOf(label) : null))
            .Concat(nodes.SelectMany(node => Loops.Draw([.. loops[node.Id]], node.Box)))
            .ToList();
        var width = slots.Max(slot => slot.X + slot.Width / 2);
        return new GraphPicture(width + 2 * Margin, height + 2 * Margin, nodes, edges);
    }

    private static Box BoxOf(Slot slot) => new(slot.X - slot.OwnWidth / 2 + Margin, slot.Y + Margin, slot.OwnWidth, slot.Height);

    private sealed class Line(GraphEdge edge, bool backwards)
    {
        public GraphEdge Edge => edge;

        public List<Piece> Pieces { get; } = [];

        public Slot? Label { get; set; }

        public IReadOnlyList<Point> Points(double margin)
        {
            var points = new List<Point> { new(Pieces[0].FromX, Pieces[0].Upper.Y + Pieces[0].Upper.Height) };
            foreach (var piece in Pieces)
            {
                if (piece.IsStraight) continue;
                points.Add(new Point(piece.FromX, piece.TrackY));
                points.Add(new Point(piece.ToX, piece.TrackY));
            }
            points.Add(new Point(Pieces[^1].ToX, Pieces[^1].Lower.Y));
            if (backwards) points.Reverse();
            return [.. points.Select(point => new Point(point.X + margin, point.Y + margin))];
        }
    }
}
