namespace Cpd.Web.Features.Journeys.Picture;

/// <summary>A box to be placed; sizes in pixels.</summary>
public sealed record GraphNode(string Id, double Width, double Height);

/// <summary>An arrow between two boxes.</summary>
/// <param name="Label">A word at the arrow; null for none.</param>
/// <param name="Leaves">Where it leaves its box, from 0 at the left to 1 at the right; null where that is free.</param>
public sealed record GraphEdge(string From, string To, string? Label, double? Leaves = null);

/// <summary>Where everything stands, with the origin at the upper left.</summary>
public sealed record GraphPicture(double Width, double Height, IReadOnlyList<PlacedNode> Nodes, IReadOnlyList<PlacedEdge> Edges);

public sealed record PlacedNode(string Id, Box Box);

/// <param name="Points">The corners of a line of horizontal and vertical pieces, from the one box to the other.</param>
/// <param name="LabelBox">Room for the label; the line passes behind it.</param>
public sealed record PlacedEdge(GraphEdge Edge, IReadOnlyList<Point> Points, Box? LabelBox);

public readonly record struct Point(double X, double Y);

public readonly record struct Box(double X, double Y, double Width, double Height)
{
    public double Right => X + Width;

    public double Bottom => Y + Height;

    public bool Meets(Box other) => X < other.Right && other.X < Right && Y < other.Bottom && other.Y < Bottom;
}
