using Cpd.Engine.Dashboards;
using Cpd.Engine.Journeys;
using Cpd.Engine.Journeys.Versions;
using Cpd.Web.Features.Journeys.Picture;
using Cpd.Web.Features.Shared;

namespace Cpd.Web.Features.Journeys;

/// <summary>A journey as boxes and arrows: what lets people in, its steps, and an end wherever a way leads out.</summary>
internal sealed class JourneyGraph
{
    /// <summary>The box of what lets people in; no step has this id.</summary>
    public const string Entry = "(entry)";

    private const double CardWidth = 240;
    private const double CardHeight = 84;
    private const double EndHeight = 28;

    /// <summary>Characters of a name at an arrow; the layout makes room for all of them.</summary>
    private const int LongestName = 32;

    public static readonly JourneyGraph Empty = new([], [], new Dictionary<string, Card>(), []);

    private readonly Dictionary<GraphEdge, Way> _ways;

    private JourneyGraph(List<GraphNode> nodes, List<GraphEdge> edges, Dictionary<string, Card> cards, Dictionary<GraphEdge, Way> ways)
    {
        (Nodes, Edges, Cards) = (nodes, edges, cards);
        _ways = ways;
    }

    public IReadOnlyList<GraphNode> Nodes { get; }

    public IReadOnlyList<GraphEdge> Edges { get; }

    public IReadOnlyDictionary<string, Card> Cards { get; }

    public Way WayOf(GraphEdge edge) => _ways[edge];

    /// <param name="numbers">Null where nobody is counted.</param>
    /// <param name="diff">Where given, what was removed is drawn, too.</param>
    public static JourneyGraph Of(Journey journey, JourneyNumbers? numbers, JourneyDiff? diff = null)
    {
        var nodes = new List<GraphNode>();
        var edges = new List<GraphEdge>();
        var cards = new Dictionary<string, Card>(StringComparer.Ordinal);
        var ways = new Dictionary<GraphEdge, Way>(ReferenceEqualityComparer.Instance);

        void Box(string id, Card card, double width = CardWidth, double height = CardHeight)
        {
            nodes.Add(new GraphNode(id, width, height));
            cards[id] = card;
        }
        void Arrow(string from, string port, string? to, string? label, long count, bool isGone = false)
        {
            if (to is null || !cards.ContainsKey(to))
            {
                to = $"({(isGone ? "former " : "")}end of {from} by {port})";
                Box(to, new Card("End", "", "end", null), 56, EndHeight);
            }
            var edge = new GraphEdge(from, to, label);
            edges.Add(edge);
            ways[edge] = new Way(from, port, count, isGone);
        }

        var began = numbers?.Began ?? 0;
        Box(Entry, new Card(StepSentences.Entry(journey), "entry", "entry",
            numbers is null ? null : StepNumbers.None with { Entered = began, Left = new Dictionary<string, long> { ["next"] = began } }));
        foreach (var step in journey.Steps.Concat(diff?.Removed ?? []))
            Box(step.Id, new Card(StepSentences.Of(step), StepLook.Icon(step), StepLook.Group(step),
                numbers is null ? null : numbers.Steps.GetValueOrDefault(step.Id) ?? StepNumbers.None));

        Arrow(Entry, "", journey.First, null, began);
        foreach (var step in journey.Steps)
        {
            var exits = step.Exits();
            foreach (var exit in exits)
            {
                var count = numbers?.Steps.GetValueOrDefault(step.Id)?.Left.GetValueOrDefault(exit.Port) ?? 0;
                Arrow(step.Id, exit.Port, exit.To, Label(step, exit, exits.Count, count), count);
            }
        }
        foreach (var way in diff?.RemovedWays ?? []) Arrow(way.From ?? Entry, way.Port, way.To, null, 0, isGone: true);
        return new JourneyGraph(nodes, edges, cards, ways);
    }

    /// <summary>The only way on needs no word.</summary>
    private static string? Label(JourneyStep step, StepExit exit, int ways, long count)
    {
        if (ways == 1 && exit.Port == "next") return count == 0 ? null : Numbers.Text(count);
        var name = Short(StepSentences.Exit(step, exit.Port));
        return count == 0 ? name : $"{name} · {Numbers.Text(count)}";
    }

    private static string Short(string name) =>
        name.Length <= LongestName ? name : name[..(char.IsHighSurrogate(name[LongestName - 1]) ? LongestName - 1 : LongestName)] + "…";

    /// <summary>What an arrow stands for.</summary>
    /// <param name="Port">The step's exit; empty for the way in.</param>
    /// <param name="Count">How many went this way.</param>
    /// <param name="IsGone">It led there once; see <see cref="JourneyDiff"/>.</param>
    public sealed record Way(string Step, string Port, long Count, bool IsGone);

    /// <summary>What stands in a box.</summary>
    /// <param name="Look">The class that colours it.</param>
    /// <param name="Numbers">Null where nobody is counted.</param>
    public sealed record Card(string Title, string Icon, string Look, StepNumbers? Numbers);
}
