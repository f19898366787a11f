namespace Cpd.Web.Features.Journeys.Picture;

/// <summary>Orders the slots of each layer so that few lines cross: everything goes towards the middle of its neighbours, back and forth.</summary>
internal static class Crossings
{
    private const int Sweeps = 12;

    public static void Reduce(List<List<Slot>> layers)
    {
        Number(layers);
        var best = Snapshot(layers);
        var fewest = Count(layers);

        for (var sweep = 0; sweep < Sweeps && fewest > 0; sweep++)
        {
            var down = sweep % 2 == 0;
            for (var i = 1; i < layers.Count; i++) Sort(down ? layers[i] : layers[^(i + 1)], down);

            var crossings = Count(layers);
            if (crossings >= fewest) continue;
            fewest = crossings;
            best = Snapshot(layers);
        }

        for (var i = 0; i < layers.Count; i++) layers[i] = best[i];
        Number(layers);
    }

    private static void Sort(List<Slot> layer, bool down)
    {
        double Middle(Slot slot)
        {
            var neighbours = down ? slot.Above.Select(piece => piece.UpperOrder) : slot.Below.Select(piece => (double)piece.Lower.Order);
            return neighbours.DefaultIfEmpty(slot.Order).Average();
        }

        var sorted = layer.OrderBy(Middle).ThenBy(slot => slot.Order).ToList();
        layer.Clear();
        layer.AddRange(sorted);
        for (var i = 0; i < layer.Count; i++) layer[i].Order = i;
    }

    private static int Count(List<List<Slot>> layers) => layers.Sum(layer =>
    {
        var pieces = layer.SelectMany(slot => slot.Below).ToList();
        var crossings = 0;
        for (var i = 0; i < pieces.Count; i++)
            for (var j = i + 1; j < pieces.Count; j++)
                if ((pieces[i].UpperOrder - pieces[j].UpperOrder) * (pieces[i].Lower.Order - pieces[j].Lower.Order) < 0) crossings++;
        return crossings;
    });

    private static List<List<Slot>> Snapshot(List<List<Slot>> layers) => [.. layers.Select(layer => layer.ToList())];

    private static void Number(List<List<Slot>> layers)
    {
        foreach (var layer in layers)
            for (var i = 0; i < layer.Count; i++) layer[i].Order = i;
    }
}
