using System.Collections.Immutable;
using Cpd.Engine.Journeys;
using Cpd.Web.Features.Journeys.Picture;

namespace Cpd.Web.Features.Journeys.Designer.Canvas;

/// <summary>A journey as cards and lines, ready to be drawn. What did not change is the same object as on the board before.</summary>
public sealed class Board
{
    public static readonly Board Empty = new([], [], []);

    private Board(IReadOnlyList<CardView> cards, IReadOnlyList<EdgeView> edges, IReadOnlyList<CanvasNote> notes) =>
        (Cards, Edges, Notes) = (cards, edges, notes);

    public IReadOnlyList<CardView> Cards { get; }

    public IReadOnlyList<EdgeView> Edges { get; }

    public IReadOnlyList<CanvasNote> Notes { get; }

    /// <param name="journey">With a place for every card.</param>
    public static Board Of(Journey journey, Board? before = null)
    {
        var known = before?.Cards.ToDictionary(card => card.Id, StringComparer.Ordinal);
        var steps = journey.Steps.DistinctBy(step => step.Id).ToDictionary(step => step.Id, StringComparer.Ordinal);
        CardView Kept(CardView card) => known?.GetValueOrDefault(card.Id) is { } same && same.Equals(card) ? same : card;

        var cards = new List<CardView>(steps.Count + 1) { Kept(CardView.Entry(journey, steps.ContainsKey(journey.First))) };
        cards.AddRange(steps.Values.Select(step => Kept(CardView.Of(step, journey.PlaceOf(step.Id), steps.ContainsKey))));
        return new Board(cards, Lines(cards, before), journey.Looks().Notes);
    }

    private static List<EdgeView> Lines(List<CardView> cards, Board? before)
    {
        if (before is not null && before.Cards.Count == cards.Count && before.Cards.Zip(cards).All(pair => ReferenceEquals(pair.First, pair.Second)))
            return [.. before.Edges];

        var known = before?.Edges.ToDictionary(edge => (edge.From, edge.Exit));
        var boxes = cards.ToDictionary(card => card.Id, card => card.Box, StringComparer.Ordinal);
        var router = new Router([.. boxes.Values]);
        var lines = new List<EdgeView>();
        foreach (var card in cards)
            for (var exit = 0; exit < card.Ports.Length; exit++)
            {
                if (card.Ports[exit].To is not { } to) continue;
                var points = router.Route(CardShape.Out(card.Box, exit, card.Ports.Length), CardShape.In(boxes[to]), to);
                var path = LinePath.Of(points);
                lines.Add(known?.GetValueOrDefault((card.Id, exit)) is { } same && same.Path == path && same.To == to && same.Id == EdgeView.IdOf(card, exit)
                    ? same
                    : new EdgeView(EdgeView.IdOf(card, exit), card.Id, exit, to, path, Router.Middle(points)));
            }
        return lines;
    }
}

/// <summary>A card of the canvas.</summary>
/// <param name="Step">Null for the card that says who enters.</param>
/// <param name="Title">What it does, in one sentence.</param>
/// <param name="Look">The class that colours it.</param>
public sealed record CardView(string Id, JourneyStep? Step, string Title, string Icon, string Look, Box Box, ImmutableArray<PortView> Ports, bool NamesPorts)
{
    public static CardView Entry(Journey journey, bool leads) => new(
        CardShape.Entry, null, StepSentences.Entry(journey), "entry", "entry", CardShape.EntryBox(journey.PlaceOf(CardShape.Entry)),
        [new PortView("next", "Then", leads ? journey.First : null)], false);

    public static CardView Of(JourneyStep step, CanvasPlace at, Func<string, bool> isThere) => new(
        step.Id, step, StepSentences.Of(step), StepLook.Icon(step), step is JourneyStep.Exit ? "exit" : StepLook.Group(step), CardShape.Of(step, at),
        [.. step.Exits().Select(exit => new PortView(exit.Port, StepSentences.Exit(step, exit.Port), exit.To is { } to && isThere(to) ? to : null))],
        CardShape.NamesPorts(step));

    /// <summary>The step is compared as an object: it is never changed, only replaced.</summary>
    public bool Equals(CardView? other) =>
        other is not null && Id == other.Id && ReferenceEquals(Step, other.Step) && Title == other.Title && Box == other.Box && Ports.SequenceEqual(other.Ports);

    public override int GetHashCode() => Id.GetHashCode(StringComparison.Ordinal);
}

/// <param name="Port">Its name in the journey.</param>
/// <param name="Words">Its name for people.</param>
/// <param name="To">Null where the journey ends.</param>
public readonly record struct PortView(string Port, string Words, string? To);

/// <summary>A line between two cards.</summary>
/// <param name="Id">The step and its port, as a test run names the ways it went: <c>wait-paid:timeout</c>.</param>
/// <param name="Exit">The port's place among the card's.</param>
public sealed record EdgeView(string Id, string From, int Exit, string To, string Path, Point Middle)
{
    public static string IdOf(CardView card, int exit) => $"{card.Id}:{card.Ports[exit].Port}";
}
