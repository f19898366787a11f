using Cpd.Web.Features.Journeys.Picture;

namespace Cpd.Web.Tests.Features.Journeys;

public class GraphLayoutTests
{
    [Fact]
    public void Arrows_point_downwards()
    {
        var picture = Draw("a-b b-c a-c");

        Assert.True(Box(picture, "a").Bottom < Box(picture, "b").Y);
        Assert.True(Box(picture, "b").Bottom < Box(picture, "c").Y);
    }

    [Fact]
    public void A_straight_way_is_a_straight_line()
    {
        var picture = Draw("a-b b-c");

        Assert.All(picture.Edges, edge => Assert.Equal(2, edge.Points.Count));
    }

    [Fact]
    public void A_line_begins_at_its_box_and_ends_at_its_aim()
    {
        var picture = Draw("a-b:yes a-c:no b-d c-d d-a:again");

        foreach (var edge in picture.Edges)
        {
            Assert.True(Touches(Box(picture, edge.Edge.From), edge.Points[0]), $"{edge.Edge} begins in the air.");
            Assert.True(Touches(Box(picture, edge.Edge.To), edge.Points[^1]), $"{edge.Edge} ends in the air.");
        }
    }

    [Fact]
    public void The_same_graph_gives_the_same_picture() =>
        Assert.Equal(Lines(Draw("a-b:yes a-c:no b-d c-d")), Lines(Draw("a-b:yes a-c:no b-d c-d")));

    [Fact]
    public void A_line_to_its_own_box_runs_beside_it()
    {
        var picture = Draw("a-b b-b:again b-c");
        var loop = picture.Edges.Single(edge => edge.Edge.From == edge.Edge.To);
        var box = Box(picture, "b");

        Assert.Equal(box.Right, loop.Points[0].X);
        Assert.Equal(box.Right, loop.Points[^1].X);
        Assert.True(loop.Points.All(point => point.Y > box.Y && point.Y < box.Bottom && point.X >= box.Right));
        Assert.False(loop.LabelBox!.Value.Meets(box));
    }

    [Fact]
    public void Nothing_to_draw_is_an_empty_picture() => Assert.Empty(GraphLayout.Draw([], []).Nodes);

    [Fact]
    public void Nothing_overlaps_in_any_graph()
    {
        for (var seed = 0; seed < 400; seed++)
        {
            var picture = Random(new Random(seed));
            Assert.True(Overlap(picture) is not { } overlap, $"Seed {seed}: {Overlap(picture)}");
        }
    }

    private static string? Overlap(GraphPicture picture)
    {
        var boxes = picture.Nodes.Select(node => (node.Id, node.Box, Owner: (PlacedEdge?)null))
            .Concat(picture.Edges.Where(edge => edge.LabelBox is not null).Select(edge => (Id: "label " + edge.Edge, Box: edge.LabelBox!.Value, Owner: (PlacedEdge?)edge)))
            .ToList();

        for (var i = 0; i < boxes.Count; i++)
            for (var j = i + 1; j < boxes.Count; j++)
                if (boxes[i].Box.Meets(boxes[j].Box)) return $"{boxes[i].Id} and {boxes[j].Id}";

        foreach (var edge in picture.Edges)
            foreach (var stretch in Stretches(edge))
                foreach (var (id, box, owner) in boxes)
                    if (owner != edge && box.Meets(stretch)) return $"{edge.Edge} runs through {id}";

        for (var i = 0; i < picture.Edges.Count; i++)
            for (var j = i + 1; j < picture.Edges.Count; j++)
                foreach (var one in Stretches(picture.Edges[i]))
                    foreach (var other in Stretches(picture.Edges[j]))
                        if (one.Width > one.Height == other.Width > other.Height && one.Meets(other))
                            return $"{picture.Edges[i].Edge} lies on {picture.Edges[j].Edge}";
        return null;
    }

    /// <summary>The pieces of a line as thin boxes, a little shorter than they are.</summary>
    private static IEnumerable<Box> Stretches(PlacedEdge edge)
    {
        for (var i = 1; i < edge.Points.Count; i++)
        {
            var (a, b) = (edge.Points[i - 1], edge.Points[i]);
            var (x, y) = (Math.Min(a.X, b.X), Math.Min(a.Y, b.Y));
            var (width, height) = (Math.Abs(a.X - b.X), Math.Abs(a.Y - b.Y));
            Assert.True(width < 0.5 || height < 0.5, "A slanted line.");
            if (Math.Max(width, height) > 2)
                yield return width > height ? new Box(x + 1, y - 0.5, width - 2, 1) : new Box(x - 0.5, y + 1, 1, height - 2);
        }
    }

    private static GraphPicture Random(Random random)
    {
        var count = random.Next(2, 14);
        var nodes = Enumerable.Range(0, count).Select(i => new GraphNode("n" + i, 120 + random.Next(120), 40 + random.Next(40))).ToList();
        var edges = new List<GraphEdge>();
        for (var i = 1; i < count; i++)
        {
            edges.Add(new GraphEdge("n" + random.Next(i), "n" + i, random.Next(2) == 0 ? null : "label " + i));
            if (random.Next(3) == 0) edges.Add(new GraphEdge("n" + i, "n" + random.Next(count), random.Next(2) == 0 ? null : "again"));
        }
        return GraphLayout.Draw(nodes, edges);
    }

    private static GraphPicture Draw(string edges)
    {
        var parsed = edges.Split(' ').Select(edge => edge.Split('-', ':')).Select(edge => new GraphEdge(edge[0], edge[1], edge.ElementAtOrDefault(2))).ToList();
        var nodes = parsed.SelectMany(edge => new[] { edge.From, edge.To }).Distinct().Select(id => new GraphNode(id, 200, 60)).ToList();
        return GraphLayout.Draw(nodes, parsed);
    }

    private static Box Box(GraphPicture picture, string id) => picture.Nodes.Single(node => node.Id == id).Box;

    private static bool Touches(Box box, Point point) =>
        point.X >= box.X && point.X <= box.Right && (Math.Abs(point.Y - box.Y) < 0.5 || Math.Abs(point.Y - box.Bottom) < 0.5);

    private static string Lines(GraphPicture picture) => string.Join('\n', picture.Edges.Select(edge => string.Join(' ', edge.Points)));
}
