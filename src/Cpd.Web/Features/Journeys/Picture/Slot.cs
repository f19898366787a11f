namespace Cpd.Web.Features.Journeys.Picture;

/// <summary>Something that takes room in a layer: a box, a label, or the place where a long line passes through.</summary>
internal sealed class Slot(int layer, double width, double height, GraphNode? node = null)
{
    /// <summary>As far as two passing lines stand apart, so that they come down to a box straight.</summary>
    private const double MostPortGap = 38;

    public GraphNode? Node => node;

    public int Layer => layer;

    public double Width => width;

    /// <summary>Without the room it keeps beside it.</summary>
    public double OwnWidth => node?.Width ?? width;

    public double Height => height;

    /// <summary>From the left, in its layer.</summary>
    public int Order { get; set; }

    /// <summary>The middle.</summary>
    public double X { get; set; }

    public double Y { get; set; }

    public List<Piece> Above { get; } = [];

    public List<Piece> Below { get; } = [];

    public bool IsPassage => node is null;

    /// <summary>Where a line meets this slot: side by side with its others on this side, in their order.</summary>
    public double PortX(List<Piece> side, Piece piece, Func<Piece, int> order)
    {
        if (piece.Leaves is { } leaves && piece.Upper == this) return X + (leaves - 0.5) * OwnWidth;

        var index = side.Count(other => order(other) < order(piece));
        var gap = Math.Min(MostPortGap, OwnWidth / (side.Count + 1));
        return X + (index - (side.Count - 1) / 2.0) * gap;
    }
}

/// <summary>The part of a line between two neighbouring layers.</summary>
internal sealed class Piece(Slot upper, Slot lower)
{
    public Slot Upper => upper;

    public Slot Lower => lower;

    /// <summary>Where it leaves the upper slot, and where it meets the lower.</summary>
    public double FromX { get; set; }

    public double ToX { get; set; }

    /// <summary>The height at which it runs across.</summary>
    public double TrackY { get; set; }

    public int Track { get; set; }

    /// <summary>Where its line must leave the upper slot, as a part of that one's width; null where that is free.</summary>
    public double? Leaves { get; init; }

    /// <summary>The upper slot's order; lines whose place is fixed come in the order of their places.</summary>
    public double UpperOrder => upper.Order + (Leaves ?? 0.5) - 0.5;

    public bool IsStraight => Math.Abs(FromX - ToX) < 0.5;

    public double Left => Math.Min(FromX, ToX);

    public double Right => Math.Max(FromX, ToX);
}
