using Cpd.Tests;
using Microsoft.Playwright;

namespace Cpd.EndToEnd.Tests.Pages;

/// <summary>From the first letter of a template to a telephone, and what the page of the channels keeps to itself.</summary>
public sealed class WritingTemplates(Browser browser) : IClassFixture<Browser>
{
    private const string Key = "0123456789abcdef-a-key-nobody-may-see";

    [Needs(Part.Chromium)]
    public async Task A_template_is_written_seen_saved_and_tested_and_an_account_is_set()
    {
        await using var app = await RunningApp.Start();
        (await app.Post("/v1/identify", """{"userId":"iva-1","traits":{"firstName":"Iva","phone":"+385911234567"}}""")).EnsureSuccessStatusCode();
        var complaints = new List<string>();
        var page = await browser.Open($"{app.Url}/templates/new", complaints);

        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("Welcome back");
        await page.GetByLabel("Text", new() { Exact = true }).FillAsync("Bok {{#if person.vip}}draga {{/if}}");
        await page.GetByLabel("Text", new() { Exact = true }).PressAsync("End");
        await Assertions.Expect(page.Locator(".layer .block")).ToHaveCountAsync(2);
        await page.GetByText("Insert a value").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "person.firstName" }).ClickAsync();
        await Assertions.Expect(page.Locator(".layer .place")).ToHaveTextAsync("{{person.firstName}}");

        await page.GetByLabel("Preview as a person").FillAsync("iva");
        await page.Locator(".found button").ClickAsync();
        await Assertions.Expect(page.Locator(".bubble")).ToHaveTextAsync("Bok Iva");
        await page.Keyboard.PressAsync("Control+s");
        await Assertions.Expect(page).ToHaveURLAsync($"{app.Url}/templates/welcome-back");
        await Assertions.Expect(page.GetByText("Saved, version 1")).ToBeVisibleAsync();

        await page.GetByLabel("Test phone number").FillAsync("+385 91 765 4321");
        await page.GetByLabel("Test phone number").PressAsync("Enter");
        await page.GetByRole(AriaRole.Link, new() { Name = "Open the phone" }).WaitForAsync();
        await RunningApp.Until(() => app.Count("SELECT count(*) FROM timeline WHERE kind = 'TestAsked'"), tests => tests == 1);
        var phone = await browser.Open($"{app.Url}/phone?number=385917654321");
        await Assertions.Expect(phone.Locator(".bubble")).ToHaveTextAsync("Bok Iva");

        Assert.Equal(
            "text|place|text|text|wrong",
            await page.EvaluateAsync<string>("""async () => (await import('/Features/Templates/TemplateText.razor.js')).tokens('a {{b}} \\{{c}} {{d "}}').map(token => token.kind).join('|')"""));

        await page.GetByLabel("Text", new() { Exact = true }).FillAsync("Changed");
        await page.GetByRole(AriaRole.Link, new() { Name = "Channels" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Leave without saving" }).ClickAsync();
        await page.GetByLabel("Base URL", new() { Exact = true }).FillAsync("http://127.0.0.1:1");
        await page.GetByLabel("API key").FillAsync(Key);
        await page.GetByRole(AriaRole.Button, new() { Name = "Check connection" }).ClickAsync();
        await Assertions.Expect(page.GetByText("127.0.0.1 refused the connection")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Save and use" }).ClickAsync();
        await Assertions.Expect(page.GetByText("It is stored encrypted")).ToBeVisibleAsync();
        Assert.Empty(complaints);
        await page.ReloadAsync();
        await Browser.Interactive(page);
        Assert.DoesNotContain(Key, await page.ContentAsync(), StringComparison.Ordinal);
        Assert.Equal("", await page.GetByLabel("API key").InputValueAsync());
        Assert.Equal(0, await app.Count($"SELECT count(*) FROM channel_accounts WHERE sealed_key LIKE '%{Key}%'"));
    }
}
