using System.Text.RegularExpressions;
using Cpd.Tests;
using Microsoft.Playwright;

namespace Cpd.EndToEnd.Tests.Pages;

/// <summary>With the command palette, by the keyboard alone but for the narrow window.</summary>
public sealed class GoingAnywhere(Browser browser) : IClassFixture<Browser>
{
    [Needs(Part.Chromium, Part.Axe)]
    public async Task A_few_letters_lead_to_a_page_an_action_a_journey_or_a_person()
    {
        await using var app = await RunningApp.Start();
        await PagesAsPeopleSeeThem.Identify(app, "zora-5", "Zora", "+385911234560");
        await RunningApp.Until(() => app.Count("SELECT count(*) FROM people_view"), people => people == 1);
        var (complaints, barriers) = (new List<string>(), new List<string>());
        var page = await browser.Open($"{app.Url}/people", complaints);
        var field = page.GetByRole(AriaRole.Combobox, new() { Name = "Search or go to" });
        var search = page.Locator("[data-search]");
        await page.EmulateMediaAsync(new() { ReducedMotion = ReducedMotion.Reduce });

        // Also out of a field, to which the focus comes back; what is written there stays.
        await search.FillAsync("zo");
        await page.Keyboard.PressAsync("Control+k");
        await Assertions.Expect(field).ToBeFocusedAsync();
        await Assertions.Expect(Option("New journey")).ToBeVisibleAsync();
        await Look(page, "light", Barriers.Of.Everything);
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(field).ToBeHiddenAsync();
        await Assertions.Expect(search).ToBeFocusedAsync();
        await Assertions.Expect(search).ToHaveValueAsync("zo");

        await page.Keyboard.PressAsync("Meta+k");
        await page.Keyboard.TypeAsync("qwxyz");
        await Assertions.Expect(page.GetByText("Nothing found for “qwxyz”.")).ToBeVisibleAsync();
        await page.Mouse.ClickAsync(640, 780);
        await Assertions.Expect(field).ToBeHiddenAsync();

        // Whoever types and presses Enter at once is quicker than the answer.
        await page.Keyboard.PressAsync("Control+k");
        await Assertions.Expect(field).ToHaveValueAsync("");
        await page.Keyboard.TypeAsync("zora");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Zora", Exact = true })).ToBeFocusedAsync();
        await Assertions.Expect(field).ToBeHiddenAsync();

        await page.Keyboard.PressAsync("Control+k");
        await page.Keyboard.TypeAsync("new");
        await page.Keyboard.PressAsync("ArrowDown");
        await Assertions.Expect(Option("New template")).ToHaveAttributeAsync("aria-selected", "true");
        await page.Keyboard.PressAsync("ArrowUp");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByLabel("Name of the new journey")).ToBeFocusedAsync();

        await page.Keyboard.PressAsync("Control+k");
        await page.Keyboard.TypeAsync("abandoned");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("/journeys/abandoned-cart$"));

        await page.SetViewportSizeAsync(390, 800);
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await page.GetByRole(AriaRole.Button, new() { Name = "Search and commands" }).ClickAsync();
        await Assertions.Expect(Option("Zora")).ToHaveAttributeAsync("aria-selected", "true");   // opened before this journey
        await Look(page, "dark", Barriers.Of.Colours);
        await Browser.Fits(page, "The palette is wider than 390.");
        await Option("Invite a member").ClickAsync();
        await Assertions.Expect(page.GetByLabel("E-mail", new() { Exact = true })).ToBeFocusedAsync();

        Assert.Empty(complaints);
        Assert.True(barriers.Count == 0, string.Join("\n\n", barriers));

        ILocator Option(string name) => page.GetByRole(AriaRole.Option, new() { Name = name }).First;

        async Task Look(IPage at, string theme, Barriers.Of what) => barriers.AddRange((await Barriers.On(at, what)).Select(barrier => $"in {theme}: {barrier}"));
    }
}
