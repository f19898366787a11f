namespace Cpd.Web.Features.Journeys.Picture;

/// <summary>
/// Says for every box in which layer it stands, so that arrows point downwards. An arrow that closes a circle is taken
/// the other way round here, and turned back when it is drawn.
/// </summary>
internal sealed class Layers
{
    private readonly Dictionary<string, int> _of = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<GraphEdge>> _out;
    private readonly HashSet<GraphEdge> _backwards = new(ReferenceEqualityComparer.Instance);

    public Layers(IReadOnlyList<GraphNode> nodes, IReadOnlyList<GraphEdge> edges)
    {
        _out = nodes.ToDictionary(node => node.Id, _ => new List<GraphEdge>(), StringComparer.Ordinal);
        foreach (var edge in edges) _out[edge.From].Add(edge);

        var aims = edges.Select(edge => edge.To).ToHashSet(StringComparer.Ordinal);
        var begun = new HashSet<string>(StringComparer.Ordinal);
        var order = new List<string>();
        foreach (var node in nodes.Where(node => !aims.Contains(node.Id)).Concat(nodes)) Visit(node.Id, begun, [], order);

        // A box stands below everything that leads to it: the longest way decides.
        order.Reverse();
        foreach (var node in order)
        {
            var layer = _of.GetValueOrDefault(node);
            _of[node] = layer;
            foreach (var edge in _out[node].Where(edge => !_backwards.Contains(edge)))
                _of[edge.To] = Math.Max(_of.GetValueOrDefault(edge.To), layer + 1);
            foreach (var edge in Backwards(node))
                _of[edge.From] = Math.Max(_of.GetValueOrDefault(edge.From), layer + 1);
        }
    }

    public int Of(string node) => _of[node];

    public bool IsBackwards(GraphEdge edge) => _backwards.Contains(edge);

    private IEnumerable<GraphEdge> Backwards(string to) => _backwards.Where(edge => edge.To == to);

    private void Visit(string node, HashSet<string> begun, HashSet<string> path, List<string> order)
    {
        if (!begun.Add(node)) return;
        path.Add(node);
        foreach (var edge in _out[node])
        {
            if (path.Contains(edge.To)) _backwards.Add(edge);
            else Visit(edge.To, begun, path, order);
        }
        path.Remove(node);
        order.Add(node);
    }
}
