using System.Globalization;
using System.Text.RegularExpressions;
using Cpd.Engine.Journeys;
using Cpd.Web.Features.Journeys.Designer.Canvas;
using Cpd.Web.Features.Journeys.Picture;

namespace Cpd.Web.Tests.Features.Journeys.Designer;

public partial class LinesOfTheCanvas
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void No_line_runs_through_a_card_wherever_cards_stand(bool arranged)
    {
        for (var seed = 0; seed < 150; seed++)
        {
            var board = Board.Of(Given.Anything(seed, arranged));
            foreach (var edge in board.Edges)
                foreach (var (a, b) in Stretches(edge))
                    Assert.False(
                        board.Cards.Any(card => Crosses(card.Box, a, b)), $"Seed {seed}: {edge.Id} → {edge.To} runs through {board.Cards.FirstOrDefault(card => Crosses(card.Box, a, b))?.Id}.");
        }
    }

    [Fact]
    public void A_line_begins_at_its_port_and_ends_above_its_aim()
    {
        var board = Board.Of(Given.AbandonedCart);
        var timeout = board.Edges.Single(edge => edge.Id == "wait-paid:timeout");
        var (from, to) = (board.Cards.Single(card => card.Id == "wait-paid").Box, board.Cards.Single(card => card.Id == "remind").Box);

        Assert.Equal(new Point(from.X + from.Width * 0.75, from.Bottom), Stretches(timeout)[0].From);
        Assert.Equal(new Point(to.X + to.Width / 2, to.Y), Stretches(timeout)[^1].To);
    }

    [Fact]
    public void What_did_not_change_is_not_drawn_anew()
    {
        var before = Board.Of(Given.Chain("a", "b", "c"));
        var after = Board.Of(Given.Chain("a", "b", "c").Put("c", new CanvasPlace(800, 800)), before);

        Assert.Same(before.Cards.Single(card => card.Id == "(entry)"), after.Cards.Single(card => card.Id == "(entry)"));
        Assert.Same(before.Edges.Single(edge => edge.To == "b"), after.Edges.Single(edge => edge.To == "b"));
        Assert.NotSame(before.Edges.Single(edge => edge.To == "c"), after.Edges.Single(edge => edge.To == "c"));
    }

    [Fact]
    public void Arranged_cards_stand_apart_and_below_what_leads_to_them()
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var cards = Board.Of(Given.Anything(seed, arranged: true)).Cards;
            for (var i = 0; i < cards.Count; i++)
                for (var j = i + 1; j < cards.Count; j++)
                    Assert.False(cards[i].Box.Meets(cards[j].Box), $"Seed {seed}: {cards[i].Id} lies on {cards[j].Id}.");
        }
    }

    [Fact]
    public void Five_hundred_steps_are_drawn()
    {
        var steps = Enumerable.Range(0, 500).Select(JourneyStep (i) => Given.Branch($"s{i}", i * 2 + 1 < 500 ? $"s{i * 2 + 1}" : null, i * 2 + 2 < 500 ? $"s{i * 2 + 2}" : "s499")).ToArray();

        var board = Board.Of(Given.Of(steps));

        Assert.Equal(501, board.Cards.Count);
        Assert.True(board.Edges.Count > 500);
    }

    /// <summary>The right-angled stretches of a path, its round corners made sharp again.</summary>
    private static List<(Point From, Point To)> Stretches(EdgeView edge)
    {
        var points = new List<Point>();
        foreach (Match part in Parts().Matches(edge.Path))
        {
            var numbers = part.Groups[2].Value.Split(' ').Select(number => double.Parse(number, CultureInfo.InvariantCulture)).ToList();
            points.Add(new Point(numbers[0], numbers[1]));
            if (numbers.Count > 2) points.Add(new Point(numbers[2], numbers[3]));
        }
        var stretches = points.Zip(points.Skip(1)).ToList();
        Assert.All(stretches, stretch => Assert.True(
            Math.Abs(stretch.First.X - stretch.Second.X) < 0.2 || Math.Abs(stretch.First.Y - stretch.Second.Y) < 0.2, $"{edge.Id} is slanted: {edge.Path}"));
        return stretches;
    }

    private static bool Crosses(Box card, Point a, Point b) =>
        Math.Max(a.X, b.X) > card.X + 1 && Math.Min(a.X, b.X) < card.Right - 1 && Math.Max(a.Y, b.Y) > card.Y + 1 && Math.Min(a.Y, b.Y) < card.Bottom - 1;

    [GeneratedRegex(@"([MLQ])([-\d. ]+)")]
    private static partial Regex Parts();
}
