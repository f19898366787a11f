using System.Text.Json;
using Cpd.Tests;
using Microsoft.Playwright;

namespace Cpd.EndToEnd.Tests.Pages;

/// <summary>What is done with one person on their page: by the keyboard an attribute, then a journey, a file of all that is kept, and the end of it.</summary>
public sealed class LookingAfterSomebody(Browser browser) : IClassFixture<Browser>
{
    [Needs(Part.Chromium)]
    public async Task Somebody_is_mended_sent_into_a_journey_exported_and_erased()
    {
        await using var app = await RunningApp.Start();
        (await app.Post("/v1/identify", """{"userId":"iva-1","traits":{"firstName":"Iva","phone":"+385911234567","city":"Split","visits":12}}""")).EnsureSuccessStatusCode();
        var complaints = new List<string>();
        var page = await browser.Open($"{app.Url}/people?q=iva", complaints);
        await page.GetByRole(AriaRole.Link, new() { Name = "Iva" }).First.ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Iva" })).ToBeVisibleAsync();
        await Browser.Interactive(page);

        await page.GetByTitle("Change city").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByLabel("Value of city")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Control+a");
        await page.Keyboard.TypeAsync("Zadar");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByTitle("Change city")).ToBeFocusedAsync();
        await Assertions.Expect(page.GetByTitle("Change city")).ToHaveTextAsync("Zadar text");

        await page.GetByTitle("Change visits").ClickAsync();
        await page.GetByLabel("Value of visits").FillAsync("99");
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page.GetByTitle("Change visits")).ToBeFocusedAsync();
        await Assertions.Expect(page.GetByTitle("Change visits")).ToHaveTextAsync("12 number");

        foreach (var came in (string[])["Entered Sign-up welcome", "they have been in this journey before, and it allows one entry per person"])
        {
            await page.GetByRole(AriaRole.Button, new() { Name = "Add to journey" }).ClickAsync();
            await page.GetByLabel("Journey", new() { Exact = true }).SelectOptionAsync(new SelectOptionValue { Label = "Sign-up welcome" });
            await page.GetByRole(AriaRole.Button, new() { Name = "Add to the journey" }).ClickAsync();
            await Assertions.Expect(page.GetByLabel("Journeys now").GetByText(came)).ToBeVisibleAsync();
        }

        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "Export" }).ClickAsync());
        var file = JsonElement.Parse(await File.ReadAllBytesAsync(await download.PathAsync()));
        Assert.Equal("Zadar", file.GetProperty("person").GetProperty("attributes").GetProperty("city").GetString());
        Assert.Contains("Hi Iva", Assert.Single(file.GetProperty("messages").EnumerateArray()).GetProperty("text").GetString(), StringComparison.Ordinal);

        await page.GetByRole(AriaRole.Button, new() { Name = "Erase…" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Keep them" })).ToBeFocusedAsync();
        await page.GetByLabel("Type Iva to confirm").FillAsync("Iva");
        await page.GetByRole(AriaRole.Button, new() { Name = "Erase permanently" }).ClickAsync();
        await Assertions.Expect(page.GetByText("This person was erased")).ToBeVisibleAsync();

        Assert.Equal(
            ["person.attribute-set", "person.enrolled", "person.enrolled", "person.exported", "person.erased"],
            await app.Texts("SELECT act FROM audit WHERE act LIKE 'person.%' ORDER BY id"));
        Assert.Equal(0, await app.Count("SELECT count(*) FROM audit WHERE act LIKE 'person.%' AND (subject LIKE '%iva%' OR before_it IS NOT NULL OR after_it NOT IN ('city', 'signup-welcome'))"));
        Assert.Equal(0, await app.Count("SELECT (SELECT count(*) FROM people_view) + (SELECT count(*) FROM timeline WHERE person IS NOT NULL) + (SELECT count(*) FROM identities) + (SELECT count(*) FROM addresses)"));
        Assert.Empty(complaints);
    }
}
