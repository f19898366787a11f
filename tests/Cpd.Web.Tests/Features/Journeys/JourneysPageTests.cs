using Bunit;
using Cpd.Web.Access;
using Cpd.Web.Features.Journeys;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace Cpd.Web.Tests.Features.Journeys;

public sealed class JourneysPageTests : PageTest
{
    private NavigationManager Navigation => Services.GetRequiredService<NavigationManager>();

    [Fact]
    public async Task Its_address_may_ask_for_a_new_journey_at_once_and_does_so_again_when_followed_again()
    {
        Navigation.NavigateTo("/journeys?new");
        var page = Render<JourneysPage>();

        await page.WaitForElementAsync("[aria-label='Name of the new journey']");
        await page.WaitForAssertionAsync(() => Assert.EndsWith("/journeys", Navigation.Uri, StringComparison.Ordinal));

        await page.Click("[data-esc]");
        Assert.Empty(page.FindAll("[aria-label='Name of the new journey']"));
        await page.InvokeAsync(() => Navigation.NavigateTo("/journeys?new"));
        await page.WaitForElementAsync("[aria-label='Name of the new journey']");
    }

    [Fact]
    public async Task Who_may_not_edit_journeys_is_asked_nothing()
    {
        Role = MemberRole.Analyst;
        Navigation.NavigateTo("/journeys?new");

        var page = Render<JourneysPage>();

        await page.WaitForElementAsync("table.list");
        Assert.Empty(page.FindAll("[aria-label='Name of the new journey']"));
    }
}
