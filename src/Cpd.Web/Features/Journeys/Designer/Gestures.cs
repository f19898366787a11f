using Cpd.Engine.Journeys;
using Cpd.Web.Features.Journeys.Designer.Interactions;

namespace Cpd.Web.Features.Journeys.Designer;

/// <summary>What somebody did on the canvas, once it is done: a drag is one, not its way.</summary>
public abstract record Gesture
{
    private Gesture() { }

    public sealed record Choose(IReadOnlyList<string> Cards) : Gesture;

    public sealed record Move(IReadOnlyList<string> Cards, int Dx, int Dy, bool ByKey) : Gesture;

    /// <param name="Id">A card without lines.</param>
    /// <param name="Card">The card whose line it was let go on.</param>
    public sealed record Insert(string Id, string Card, int Exit) : Gesture;

    public sealed record Lead(string Card, int Exit, string? To) : Gesture;

    /// <param name="Card">The card whose line it was dropped on; null where it was dropped beside all lines.</param>
    public sealed record Drop(string Kind, CanvasPlace Middle, string? Card, int Exit) : Gesture;

    /// <param name="At">Where a new line was let go; null where the step has no place of its own.</param>
    public sealed record Add(string Kind, string Card, int Exit, CanvasPlace? At) : Gesture;

    public sealed record Go(Direction Direction) : Gesture;

    public sealed record Paste(string Text, CanvasPlace? Middle) : Gesture;

    public sealed record ResizeNote(string Id, int Width, int Height) : Gesture;

    /// <summary>A key that needs nothing more: <c>undo</c>, <c>redo</c>, <c>delete</c>, <c>duplicate</c>, <c>all</c>, <c>none</c>.</summary>
    public sealed record Key(string Name) : Gesture;
}
