using Cpd.Engine.Dashboards;
using Cpd.Engine.Journeys;
using Cpd.Web.Features.Journeys.Picture;
using Cpd.Web.Features.Shared;

namespace Cpd.Web.Features.Journeys;

/// <summary>A journey as boxes and arrows: what lets people in, its steps, and an end wherever a way leads out.</summary>
internal sealed class JourneyGraph
{
    private const string Entry = "(entry)";
    private const double CardWidth = 240;
    private const double CardHeight = 84;
    private const double EndHeight = 28;

    /// <summary>Characters of a name at an arrow; the layout makes room for all of them.</summary>
    private const int LongestName = 32;

    public static readonly JourneyGraph Empty = new([], [], new Dictionary<string, Card>(), new Dictionary<GraphEdge, long>());

    private readonly Dictionary<GraphEdge, long> _walked;

    private JourneyGraph(List<GraphNode> nodes, List<GraphEdge> edges, Dictionary<string, Card> cards, Dictionary<GraphEdge, long> walked)
    {
        (Nodes, Edges, Cards) = (nodes, edges, cards);
        _walked = walked;
    }

    public IReadOnlyList<GraphNode> Nodes { get; }

    public IReadOnlyList<GraphEdge> Edges { get; }

    public IReadOnlyDictionary<string, Card> Cards { get; }

    /// <summary>How many went this way.</summary>
    public long Share(GraphEdge edge) => _walked.GetValueOrDefault(edge);

    public static JourneyGraph Of(Journey journey, JourneyNumbers numbers)
    {
        var nodes = new List<GraphNode>();
        var edges = new List<GraphEdge>();
        var cards = new Dictionary<string, Card>(StringComparer.Ordinal);
        var walked = new Dictionary<GraphEdge, long>(ReferenceEqualityComparer.Instance);

        void Box(string id, Card card, double width = CardWidth, double height = CardHeight)
        {
            nodes.Add(new GraphNode(id, width, height));
            cards[id] = card;
        }
        void Arrow(string from, string to, string? label, long count)
        {
            var edge = new GraphEdge(from, to, label);
            edges.Add(edge);
            walked[edge] = count;
        }

        Box(Entry, new Card(StepSentences.Entry(journey), "entry", "entry", StepNumbers.None with { Entered = numbers.Began, Left = new Dictionary<string, long> { ["next"] = numbers.Began } }));
        foreach (var step in journey.Steps)
            Box(step.Id, new Card(StepSentences.Of(step), StepLook.Icon(step), StepLook.Group(step), numbers.Steps.GetValueOrDefault(step.Id) ?? StepNumbers.None));

        Arrow(Entry, journey.First, null, numbers.Began);
        foreach (var step in journey.Steps)
        {
            var exits = step.Exits();
            foreach (var exit in exits)
            {
                var count = numbers.Steps.GetValueOrDefault(step.Id)?.Left.GetValueOrDefault(exit.Port) ?? 0;
                var to = exit.To;
                if (to is null || !cards.ContainsKey(to))
                {
                    to = $"(end of {step.Id} by {exit.Port})";
                    Box(to, new Card("End", "", "end", null), 56, EndHeight);
                }
                Arrow(step.Id, to, Label(step, exit, exits.Count, count), count);
            }
        }
        return new JourneyGraph(nodes, edges, cards, walked);
    }

    /// <summary>The only way on needs no word.</summary>
    private static string? Label(JourneyStep step, StepExit exit, int ways, long count)
    {
        if (ways == 1 && exit.Port == "next") return null;
        var name = Short(StepSentences.Exit(step, exit.Port));
        return count == 0 ? name : $"{name} · {Numbers.Text(count)}";
    }

    private static string Short(string name) =>
        name.Length <= LongestName ? name : name[..(char.IsHighSurrogate(name[LongestName - 1]) ? LongestName - 1 : LongestName)] + "…";

    /// <summary>What stands in a box.</summary>
    /// <param name="Look">The class that colours it.</param>
    /// <param name="Numbers">Null where nobody is counted.</param>
    public sealed record Card(string Title, string Icon, string Look, StepNumbers? Numbers);
}
