using Bunit;
using Cpd.Contracts;
using Cpd.Web.Features.Journeys.Live;

namespace Cpd.Web.Tests.Features.Journeys.Live;

public sealed class RunPageTests : PageTest
{
    private static readonly RunId Run = Ids.Derive<RunId>(Now, "run", "ana");

    [Fact]
    public async Task The_way_of_a_run_is_lit_and_told_with_its_reasons()
    {
        Happens(Person("ana"),
            new PersonIdentified(new("ana", null), Now, RawJson.From("""{"name":"Ana"}""")),
            new JourneyMoved(Run, "abandoned-cart", 1, true, [new("wait-paid", "waitForEvent", null, true)], "wait-paid", Now.AddHours(1), null),
            new JourneyMoved(Ids.Derive<RunId>(Now, "run", "other"), "signup-welcome", 1, true, [new("welcome", "message", "next", true)], null, null, RunEnd.Finished),
            new JourneyMoved(Run, "abandoned-cart", 1, false,
                [new("wait-paid", "waitForEvent", "Order Paid", false, "event.cart_id is 1, entry.cart_id is 1"), new("done", "exit", null, true)], null, null, RunEnd.Finished));

        var page = await Open(Run.ToString());

        Assert.Equal("Ana in Abandoned cart", page.Find("h1").TextContent);
        Assert.Equal(["entry", "wait", "branch"], page.FindAll(".card.lit").Select(card => card.ClassList[1]));
        Assert.Single(page.FindAll(".card.faded"));
        Assert.Equal("event.cart_id is 1, entry.cart_id is 1", page.Find(".why").TextContent);
        Assert.Equal(2, page.FindAll(".moves li").Count);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("00000000000000000000000000000001")]
    public async Task A_run_that_is_not_known_is_said_plainly(string run) =>
        Assert.Contains("No such run", (await Open(run)).Markup, StringComparison.Ordinal);

    private async Task<IRenderedComponent<RunPage>> Open(string run)
    {
        var page = Render<RunPage>(parameters => parameters.Add(page => page.Person, Person("ana").ToString()).Add(page => page.Run, run));
        await page.WaitForElementAsync("h1, .empty");
        return page;
    }
}
