using Bunit;
using Cpd.Engine.Dashboards;
using Cpd.Engine.Journeys;
using Cpd.Web.Features.Journeys;

namespace Cpd.Web.Tests.Features.Journeys;

public sealed class JourneyPictureTests : BunitContext
{
    private static readonly Journey Cart = JourneyJson.Read(JourneyGallery.All.Single(journey => journey.Id == "abandoned-cart").Json).Journey!;

    [Fact]
    public void Every_step_is_a_card_that_says_what_it_does()
    {
        var picture = Render<JourneyPicture>(parameters => parameters.Add(picture => picture.Journey, Cart));

        Assert.Equal(Cart.Steps.Count + 1, picture.FindAll(".card:not(.end)").Count);
        Assert.Contains("Wait up to 1 hour for Order Paid with the same cart_id", picture.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void Cards_and_lines_carry_the_people()
    {
        var step = StepNumbers.None with { Entered = 12, Left = new Dictionary<string, long> { ["timeout"] = 5 } };
        var numbers = JourneyNumbers.None with { Began = 12, Steps = new Dictionary<string, StepNumbers> { [Cart.First] = step } };

        var picture = Render<JourneyPicture>(parameters => parameters.Add(picture => picture.Journey, Cart).Add(picture => picture.Numbers, numbers));

        Assert.Contains("7 here", picture.Markup, StringComparison.Ordinal);
        Assert.Contains("Timed out · 5", picture.Markup, StringComparison.Ordinal);
    }
}
