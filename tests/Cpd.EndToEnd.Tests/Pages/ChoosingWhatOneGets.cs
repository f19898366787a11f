using System.Net;
using System.Text.RegularExpressions;
using Cpd.Tests;
using Microsoft.Playwright;

namespace Cpd.EndToEnd.Tests.Pages;

/// <summary>From the purposes that an administrator keeps to the page where a person chooses, and what follows from it.</summary>
public sealed class ChoosingWhatOneGets(Browser browser) : IClassFixture<Browser>
{
    private const string Phone = "+385911234567";

    [Needs(Part.Chromium)]
    public async Task Purposes_are_kept_a_link_is_sent_and_what_is_chosen_on_its_page_is_consent_with_its_proof()
    {
        await using var app = await RunningApp.Start();
        await app.SignIn();
        var complaints = new List<string>();
        var page = await browser.Open($"{app.Url}/channels/rules", complaints);
        await Assertions.Expect(page.Locator("h1")).ToBeFocusedAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Add purpose" }).ClickAsync();
        await page.GetByLabel("Purpose id").FillAsync("news");
        await page.Keyboard.PressAsync("Tab");
        await page.GetByLabel("Name of news", new() { Exact = true }).FillAsync("News");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add language" }).ClickAsync();
        await page.GetByLabel("Language", new() { Exact = true }).FillAsync("hr");
        await page.Keyboard.PressAsync("Tab");
        await page.GetByLabel("Name of news in hr").FillAsync("Novosti & akcije");
        await page.GetByLabel("Description of news in hr").FillAsync("Jednom tjedno.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save rules" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Saved. The rules apply from now on.")).ToBeVisibleAsync();

        await Post(app, "/v1/commands/publish", """
            {"journey":"hello","definition":{"id":"hello","name":"Hello","entries":[{"event":"Hi"}],"reentry":"always","first":"say",
             "steps":[{"id":"say","type":"message","channel":"sms","purpose":"news","text":"Choose: {{links.preferences}}","next":null}]}}
            """);
        await RunningApp.Until(() => app.Count("SELECT count(*) FROM timeline WHERE kind = 'JourneyPublished' AND name = 'hello'"), count => count == 1);
        await Post(app, "/v1/identify", $$$"""{"userId":"ana","traits":{"firstName":"Ana","phone":"{{{Phone}}}","email":"ana@example.com","locale":"hr"} }""");
        await Post(app, "/v1/track", """{"userId":"ana","event":"Hi"}""");
        var sent = await RunningApp.Until(app.Received, messages => messages.Count == 1);
        var link = Regex.Match(sent[0].Text, @"http\S+").Value;

        // As on the person's phone: another browser, without script, in their language.
        await using var phone = await page.Context.Browser!.NewContextAsync(new() { JavaScriptEnabled = false, ViewportSize = new() { Width = 360, Height = 640 }, ColorScheme = ColorScheme.Dark });
        var choosing = await phone.NewPageAsync();
        await choosing.GotoAsync(link);
        await Assertions.Expect(choosing.GetByRole(AriaRole.Heading)).ToHaveTextAsync("Vaše poruke");
        await Assertions.Expect(choosing.GetByRole(AriaRole.Group, new() { Name = "Novosti & akcije" })).ToBeVisibleAsync();
        await choosing.GetByLabel("SMS").UncheckAsync();
        await choosing.GetByRole(AriaRole.Button, new() { Name = "Spremi" }).ClickAsync();
        await Assertions.Expect(choosing.GetByRole(AriaRole.Status)).ToHaveTextAsync("Spremljeno. Vrijedi od sada.");
        await Assertions.Expect(choosing.GetByLabel("SMS")).Not.ToBeCheckedAsync();
        await Assertions.Expect(choosing.GetByLabel("E-mail")).ToBeCheckedAsync();
        Assert.Equal(HttpStatusCode.NotFound, (await app.Client.GetAsync(new Uri(link + "x"))).StatusCode);

        var id = (await app.Texts("SELECT lower(hex(person)) FROM people_view WHERE user_id = 'ana'"))[0];
        var person = await browser.Open($"{app.Url}/people/{id}", complaints);
        var entry = person.Locator("li.entry", new() { HasText = "Opted out of news by SMS (preference page)" });
        await entry.GetByRole(AriaRole.Button, new() { Name = "Expand" }).ClickAsync();
        await Assertions.Expect(entry.Locator(".why")).ToContainTextAsync("Was shown: Novosti & akcije (Jednom tjedno.); SMS: ne");
        await Assertions.Expect(person.GetByText("News refused")).ToBeVisibleAsync();
        await Assertions.Expect(person.GetByText("Choose: [preferences link]")).ToBeVisibleAsync();
        await Post(app, "/v1/track", """{"userId":"ana","event":"Hi"}""");
        await Assertions.Expect(person.GetByText("SMS not sent: The person opted out of news by SMS on ")).ToBeVisibleAsync();

        // The same page, as axe sees it.
        var seen = await browser.OpenWindow(complaints);
        foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            await seen.EmulateMediaAsync(new() { ColorScheme = scheme });
            await seen.GotoAsync(link);
            if (Parts.Axe is not null) Assert.Empty(await Barriers.On(seen));
        }
        Assert.Empty(complaints);
    }

    private static async Task Post(RunningApp app, string path, string json)
    {
        using var answer = await app.Post(path, json);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }
}
