namespace Cpd.Web.Features.Journeys.Picture;

/// <summary>
/// Between two layers, gives each line that runs across a height of its own, so that no two lie on each other: neither
/// where they run across, nor where one comes down to where another leaves from.
/// </summary>
internal static class Tracks
{
    private const double Near = 4;
    private const double Nudge = 7;

    /// <summary>The number of heights needed.</summary>
    public static int Assign(List<Piece> pieces)
    {
        var across = pieces.Where(piece => !piece.IsStraight).ToList();
        var open = across.OrderBy(piece => piece.Left).ToList();
        var placed = new List<Piece>();

        while (open.Count > 0)
        {
            var next = open.Find(piece => !open.Exists(other => MustLieAbove(other, piece)));
            if (next is null)
            {
                // A circle of "must lie above": one of them meets its aim a little aside.
                Aside(open[0]);
                continue;
            }
            open.Remove(next);
            var track = placed.Where(other => MustLieAbove(other, next)).Select(other => other.Track + 1).DefaultIfEmpty(0).Max();
            while (placed.Exists(other => other.Track == track && Overlap(other, next))) track++;
            next.Track = track;
            placed.Add(next);
        }
        return placed.Count == 0 ? 0 : placed.Max(piece => piece.Track) + 1;
    }

    /// <summary>The one leaves downwards from where the other arrives.</summary>
    private static bool MustLieAbove(Piece upper, Piece lower) => upper != lower && Math.Abs(upper.FromX - lower.ToX) < Near;

    private static bool Overlap(Piece one, Piece other) => one.Left - Near < other.Right && other.Left - Near < one.Right;

    private static void Aside(Piece piece)
    {
        piece.ToX += Nudge;
        if (!piece.Lower.IsPassage) return;
        piece.Lower.X += Nudge;
        foreach (var below in piece.Lower.Below) below.FromX += Nudge;
    }
}
