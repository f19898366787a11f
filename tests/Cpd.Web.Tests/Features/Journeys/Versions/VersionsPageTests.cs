using Bunit;
using Cpd.Contracts;
using Cpd.Engine.Journeys;
using Cpd.Web.Features.Journeys.Versions;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace Cpd.Web.Tests.Features.Journeys.Versions;

public sealed class VersionsPageTests : PageTest
{
    private const string Id = "abandoned-cart";

    public VersionsPageTests() => Journeys.Publish(JourneyJson.Read(JourneyGallery.All.Single(ready => ready.Id == Id).Json
        .Replace("\"timeout\": \"1 hour\"", "\"timeout\": \"2 hours\"", StringComparison.Ordinal)
        .Replace("\"onTimeout\": \"remind\"", "\"onTimeout\": \"hold\"", StringComparison.Ordinal)
        .Replace("\"steps\": [", """ "steps": [{"id":"hold","type":"wait","for":"1 day","next":"done"},""", StringComparison.Ordinal)).Journey!);

    [Fact]
    public async Task Each_version_says_how_many_are_inside_of_it()
    {
        foreach (var name in new[] { "ana", "bea" })
            Happens(Person(name), new JourneyMoved(Ids.Derive<RunId>(Now, "run", name), Id, 1, true, [new StepTaken("wait-paid", "waitForEvent", null, true)], "wait-paid", Now, null));

        var page = await Open("");

        Assert.Equal(["0", "2"], page.FindAll("td[data-label='In journey']").Select(cell => cell.TextContent));
    }

    [Fact]
    public async Task Two_versions_are_compared_on_the_picture_and_in_words()
    {
        var page = await Open("?one=2&other=1");

        Assert.Equal("From version 1 to version 2", page.Find("h2").TextContent);
        Assert.Contains("Wait 1 day", page.Find(".card.added").TextContent, StringComparison.Ordinal);
        Assert.Contains("Wait up to 2 hours", page.Find(".card.changed").TextContent, StringComparison.Ordinal);
        Assert.Equal(("1 hour", "2 hours"), (page.Find("del").TextContent, page.Find("ins").TextContent));
        Assert.Single(page.FindAll(".line.removed"));
    }

    [Fact]
    public async Task What_is_chosen_stands_in_the_address()
    {
        var page = await Open("?one=1");

        Assert.Equal($"/journeys/{Id}/versions?one=1&other=2", page.Find("a[aria-label='Compare version 2']").GetAttribute("href"));
        Assert.Equal($"/journeys/{Id}/versions", page.Find("a[aria-label='Compare version 1']").GetAttribute("href"));
    }

    private async Task<IRenderedComponent<VersionsPage>> Open(string query)
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo($"/journeys/{Id}/versions{query}");
        var page = Render<VersionsPage>(parameters => parameters.Add(page => page.Id, Id));
        await page.WaitForElementAsync("h1");
        return page;
    }
}
