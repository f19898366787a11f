using Cpd.Tests;
using Microsoft.Playwright;

namespace Cpd.EndToEnd.Tests.Pages;

/// <summary>What every page has to keep to, looked at in light and dark and in a wide and a narrow window.</summary>
public sealed class EveryPage(Browser browser) : IClassFixture<Browser>
{
    private static readonly string[] Everywhere =
    [
        "/", "/live", "/people", "/journeys", "/journeys/signup-welcome", "/journeys/signup-welcome/report", "/journeys/abandoned-cart?test",
        "/journeys/abandoned-cart/edit", "/journeys/abandoned-cart/versions", "/journeys/gallery", "/events", "/templates", "/channels", "/channels/rules", "/reports/channels",
        "/phone", "/phone/inbox", "/operations", "/settings", "/settings/keys", "/settings/members", "/settings/api", "/settings/audit",
    ];

    [Needs(Part.Chromium, Part.Axe)]
    public async Task Is_quiet_in_the_console_fits_the_window_and_can_be_used_by_everybody_in_light_and_dark()
    {
        await using var app = await RunningApp.Start();
        await PagesAsPeopleSeeThem.Identify(app, "zora-5", "Zora", "+385911234560");
        await app.Post("/v1/track", """{"userId":"zora-5","event":"Signed Up","properties":{"plan":"free"}}""");   // for the charts of the reports
        await RunningApp.Until(() => app.Count("SELECT count(*) FROM message_view WHERE marks & 5 = 5"), delivered => delivered == 1);
        var (complaints, barriers) = (new List<string>(), new List<string>());
        var page = await browser.Open(app.Url, complaints);

        await page.EmulateMediaAsync(new() { ReducedMotion = ReducedMotion.Reduce });
        foreach (var path in Everywhere)
        {
            await page.GotoAsync(app.Url + path);
            await Browser.Interactive(page);
            await Assertions.Expect(page.Locator("h1, .empty h2").First).ToBeVisibleAsync();
            await Look(path, "light", Barriers.Of.Everything);
            await page.GetByTitle("Switch theme").ClickAsync();
            await Assertions.Expect(page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");
            await Look(path, "dark", Barriers.Of.Colours);
            await page.GetByTitle("Switch theme").ClickAsync();
            await Assertions.Expect(page.Locator("html")).ToHaveAttributeAsync("data-theme", "light");
        }
        Assert.DoesNotContain(complaints, complaint => !TellsOfALostLine(complaint));
        Assert.True(barriers.Count == 0, string.Join("\n\n", barriers));

        async Task Look(string path, string theme, Barriers.Of what)
        {
            barriers.AddRange((await Barriers.On(page, what)).Select(barrier => $"{path} in {theme}: {barrier}"));
            foreach (var width in new[] { 390, 800, 1280 })
            {
                await page.SetViewportSizeAsync(width, 800);
                await Browser.Fits(page, $"{path} is wider than {width}.");
            }
        }
    }

    /// <summary>
    /// A machine that gives the browser no time for half a minute makes it lose its line, and it takes it up again. What a page
    /// itself does wrong is said otherwise: an exception ends its circuit, and the server says so.
    /// </summary>
    private static bool TellsOfALostLine(string complaint) =>
        complaint.Contains("Server timeout elapsed", StringComparison.Ordinal) || complaint.Contains("WebSocket closed with status code: 1006", StringComparison.Ordinal);
}
