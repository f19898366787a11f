namespace Cpd.Web.Features.Journeys.Picture;

/// <summary>
/// Gives every slot its place from left to right: each layer in turn as near to its neighbours as order and distance
/// allow, which is a regression on a rising line (pool adjacent violators).
/// </summary>
internal static class Columns
{
    private const int Rounds = 16;
    private const double Gap = 28;

    public static void Place(List<List<Slot>> layers)
    {
        foreach (var layer in layers) Pack(layer);
        for (var round = 0; round < Rounds; round++)
        {
            var down = round % 2 == 0;
            for (var i = 1; i < layers.Count; i++) Settle(down ? layers[i] : layers[^(i + 1)], down);
        }

        var left = layers.SelectMany(layer => layer).Min(slot => slot.X - slot.Width / 2);
        foreach (var slot in layers.SelectMany(layer => layer)) slot.X = Math.Round(slot.X - left);
    }

    private static void Pack(List<Slot> layer)
    {
        var x = 0.0;
        foreach (var slot in layer)
        {
            slot.X = x + slot.Width / 2;
            x += slot.Width + Gap;
        }
    }

    private static void Settle(List<Slot> layer, bool down)
    {
        // With the distances taken off, "in order and not too near" is just "never falling".
        var shift = new double[layer.Count];
        for (var i = 1; i < layer.Count; i++) shift[i] = shift[i - 1] + (layer[i - 1].Width + layer[i].Width) / 2 + Gap;

        var pools = new List<(double Sum, double Weight, int Count)>();
        for (var i = 0; i < layer.Count; i++)
        {
            var weight = Weight(layer[i], down);
            pools.Add(((Wish(layer[i], down) - shift[i]) * weight, weight, 1));
            while (pools.Count > 1 && pools[^2].Sum / pools[^2].Weight > pools[^1].Sum / pools[^1].Weight)
            {
                var (a, b) = (pools[^2], pools[^1]);
                pools.RemoveRange(pools.Count - 2, 2);
                pools.Add((a.Sum + b.Sum, a.Weight + b.Weight, a.Count + b.Count));
            }
        }

        var at = 0;
        foreach (var (sum, weight, count) in pools)
            for (var i = 0; i < count; i++, at++) layer[at].X = sum / weight + shift[at];
    }

    private static double Wish(Slot slot, bool down)
    {
        var pieces = down ? slot.Above : slot.Below;
        return pieces.Count == 0 ? slot.X : pieces.Average(piece => down
            ? piece.Upper.PortX(piece.Upper.Below, piece, other => other.Lower.Order)
            : piece.Lower.PortX(piece.Lower.Above, piece, other => other.Upper.Order));
    }

    /// <summary>A line that passes through wants most to go on straight.</summary>
    private static double Weight(Slot slot, bool down)
    {
        var pieces = down ? slot.Above : slot.Below;
        if (pieces.Count == 0) return 0.01;
        return slot.IsPassage && pieces.All(piece => (down ? piece.Upper : piece.Lower).IsPassage) ? 8 : 1;
    }
}
