using Cpd.Web.Features.Journeys.Designer.Canvas;
using Cpd.Web.Features.Journeys.Designer.Interactions;

namespace Cpd.Web.Tests.Features.Journeys.Designer;

public class WalkingAlongLines
{
    [Fact]
    public void Down_leads_to_what_comes_next_and_up_back_again()
    {
        Assert.Equal("wait-paid", Walk.From(Given.AbandonedCart, CardShape.Entry, Direction.Down));
        Assert.Equal(CardShape.Entry, Walk.From(Given.AbandonedCart, "wait-paid", Direction.Up));
    }

    [Fact]
    public void Aside_leads_to_the_other_ways_of_a_branch()
    {
        var journey = Given.Of(Given.Branch("b", "x", "y", "z"), new Cpd.Engine.Journeys.JourneyStep.Exit("x"), new Cpd.Engine.Journeys.JourneyStep.Exit("y"), new Cpd.Engine.Journeys.JourneyStep.Exit("z"));
        string[] cards = ["x", "y", "z"];
        var order = cards.OrderBy(card => journey.BoxOf(card).X).ToList();

        Assert.Equal(order[1], Walk.From(journey, order[0], Direction.Right));
        Assert.Equal(order[0], Walk.From(journey, order[1], Direction.Left));
    }

    [Fact]
    public void Every_card_is_reached_one_after_the_other_and_back()
    {
        for (var seed = 0; seed < 40; seed++)
        {
            var journey = Given.Anything(seed, arranged: true);
            var (card, reached) = (CardShape.Entry, new HashSet<string>());
            while (reached.Add(card))
            {
                var next = Walk.From(journey, card, Direction.Next);
                Assert.Equal(card, Walk.From(journey, next, Direction.Previous));
                card = next;
            }
            Assert.Equal(journey.Cards().Order(), reached.Order());
        }
    }
}
