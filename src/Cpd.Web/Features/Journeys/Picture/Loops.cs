namespace Cpd.Web.Features.Journeys.Picture;

/// <summary>Lines that lead from a box back to itself: out at its right side and in again below, each in a part of the height.</summary>
internal static class Loops
{
    private const double Reach = 18;
    private const double LabelGap = 4;

    /// <summary>What a box needs beside it.</summary>
    public static double Room(IEnumerable<GraphEdge> loops)
    {
        var labels = loops.Select(loop => loop.Label is { } label ? LabelGap + GraphLayout.LabelWidth(label) : 0).ToList();
        return labels.Count == 0 ? 0 : Reach + labels.Max();
    }

    public static IEnumerable<PlacedEdge> Draw(IReadOnlyList<GraphEdge> loops, Box box)
    {
        var part = box.Height / Math.Max(1, loops.Count);
        for (var i = 0; i < loops.Count; i++)
        {
            var (top, lane) = (box.Y + i * part, box.Right + Reach);
            var (leaves, arrives) = (top + part * 0.25, top + part * 0.75);
            var label = loops[i].Label is { } text
                ? new Box(lane + LabelGap, top + (part - GraphLayout.LabelHeight) / 2, GraphLayout.LabelWidth(text), GraphLayout.LabelHeight)
                : (Box?)null;
            yield return new PlacedEdge(loops[i], [new(box.Right, leaves), new(lane, leaves), new(lane, arrives), new(box.Right, arrives)], label);
        }
    }
}
