using Bunit;
using Cpd.Web.Features.Journeys.Gallery;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace Cpd.Web.Tests.Features.Journeys;

public sealed class GalleryPageTests : PageTest
{
    [Fact]
    public async Task A_ready_journey_says_what_it_needs_and_is_a_draft_of_ones_own_by_a_click()
    {
        var page = await Open();
        Assert.Contains("Events: Product Viewed, Order Paid.", page.Find("[aria-label=Recommendation]").TextContent, StringComparison.Ordinal);

        await page.Click("[aria-label=Recommendation] .button.main");

        await page.WaitForAssertionAsync(() => Assert.EndsWith("/journeys/viewed-not-bought/edit", Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal));
        Assert.NotNull(await Drafts.Find(Workspace, "viewed-not-bought", default));
        Assert.Empty(Log.Appended);
    }

    [Fact]
    public async Task What_only_the_company_knows_it_has_to_fill_in_first()
    {
        var card = (await Open()).Find("[aria-label='Feedback after a purchase']");

        Assert.Contains("calls a server of yours", card.TextContent, StringComparison.Ordinal);
        Assert.Contains("before you publish", card.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_published_one_leads_to_itself()
    {
        var chip = (await Open()).Find("[aria-label='Abandoned cart'] a.chip");

        Assert.Equal("/journeys/abandoned-cart", chip.GetAttribute("href"));
    }

    private async Task<IRenderedComponent<GalleryPage>> Open()
    {
        var page = Render<GalleryPage>();
        await page.WaitForElementAsync("article");
        return page;
    }
}
