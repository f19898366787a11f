using System.Net;
using Cpd.Tests;
using Microsoft.Playwright;

namespace Cpd.EndToEnd.Tests.Pages;

/// <summary>From an e-mail that somebody writes to the mailbox of the person whose event a journey heard.</summary>
public sealed class SendingEmails(Browser browser) : IClassFixture<Browser>
{
    [Needs(Part.Chromium)]
    public async Task An_email_is_written_sent_by_a_journey_read_in_the_inbox_and_reported()
    {
        await using var app = await RunningApp.Start();
        var complaints = new List<string>();
        var page = await browser.Open($"{app.Url}/templates/new?channel=email", complaints);
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("Order mail");
        await page.GetByLabel("Subject", new() { Exact = true }).FillAsync("Order {{entry.id}}, {{person.firstName}}");
        await Block(page, "Heading").GetByRole(AriaRole.Textbox).FillAsync("Thank you");
        await Block(page, "Text").GetByRole(AriaRole.Textbox).FillAsync("Hi {{person.firstName}}, see [your order](https://shop.example/o).");
        await Block(page, "Button").GetByRole(AriaRole.Button, new() { Name = "Remove" }).ClickAsync();
        await Block(page, "Heading").GetByRole(AriaRole.Textbox).PressAsync("Alt+ArrowDown");
        await Assertions.Expect(page.Locator(".block").Nth(1).GetByRole(AriaRole.Textbox)).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Alt+ArrowUp");
        await Assertions.Expect(page.Locator(".block").First.GetByLabel("Heading")).ToBeFocusedAsync();
        await Assertions.Expect(page.FrameLocator("iframe").GetByRole(AriaRole.Heading)).ToHaveTextAsync("Thank you");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync($"{app.Url}/templates/order-mail");

        (await app.Post("/v1/commands/publish", """
            {"journey":"order-mail","definition":{"id":"order-mail","name":"Order mail","entries":[{"event":"Ordered"}],"reentry":"always","first":"mail",
             "steps":[{"id":"mail","type":"message","channel":"email","template":"order-mail","next":null,
              "failover":[{"channel":"sms","text":"Thank you","on":["undeliverable"],"after":"1 hour"}]}]}}
            """)).EnsureSuccessStatusCode();
        await RunningApp.Until(() => app.Count("SELECT count(*) FROM journeys WHERE id = 'order-mail'"), published => published > 0);
        (await app.Post("/v1/identify", """{"userId":"ana-1","traits":{"firstName":"Ana & Co","email":"Ana@example.com"}}""")).EnsureSuccessStatusCode();
        await RunningApp.Until(() => app.Count("SELECT count(*) FROM people_view WHERE user_id = 'ana-1'"), people => people == 1);
        (await app.Post("/v1/track", """{"userId":"ana-1","event":"Ordered","properties":{"id":7}}""")).EnsureSuccessStatusCode();

        await page.GotoAsync($"{app.Url}/phone/inbox?address=ana@example.com");
        await Browser.Interactive(page);
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Order 7, Ana & Co" })).ToBeVisibleAsync();
        await Assertions.Expect(page.FrameLocator("iframe").Locator("div.words")).ToHaveTextAsync("Hi Ana & Co, see your order.");
        await page.GetByRole(AriaRole.Tab, new() { Name = "Plain text" }).ClickAsync();
        await Assertions.Expect(page.Locator("pre.text")).ToContainTextAsync("Thank you\n=========\n\nHi Ana & Co, see your order (https://shop.example/o).\n\n");

        // As a mailbox does it: one POST, without a page, without signing in.
        var way = await page.GetByRole(AriaRole.Link, new() { Name = "Unsubscribe" }).GetAttributeAsync("href");
        using var mailbox = new HttpClient();
        using var click = new FormUrlEncodedContent([new("List-Unsubscribe", "One-Click")]);
        Assert.Equal(HttpStatusCode.OK, (await mailbox.PostAsync(new Uri(way!), click)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await mailbox.PostAsync(new Uri(way + "x"), click)).StatusCode);

        await page.GetByRole(AriaRole.Link, new() { Name = "Ana & Co", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByText("Unsubscribed Ana@example.com")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("Unsubscribed from E-mail (unsubscribe link)")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("E-mail delivered", new() { Exact = true }).First).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("E-mail sent")).ToBeVisibleAsync();

        (await app.Post("/v1/track", """{"userId":"ana-1","event":"Ordered","properties":{"id":8}}""")).EnsureSuccessStatusCode();
        await Assertions.Expect(page.GetByText("E-mail not sent: The person unsubscribed from E-mail: on ")).ToBeVisibleAsync();

        // With addresses checked nothing goes to one without a mailbox, and the next channel follows at once.
        await page.GotoAsync($"{app.Url}/channels");
        await Browser.Interactive(page);
        await page.GetByLabel("Check addresses before the first e-mail").CheckAsync();
        await RunningApp.Until(() => app.Count("SELECT count(*) FROM channel_settings WHERE checks_email = 1"), switched => switched == 1);
        (await app.Post("/v1/identify", """{"userId":"bea-1","traits":{"firstName":"Bea","phone":"+385910000012","email":"bounce@gmial.com"}}""")).EnsureSuccessStatusCode();
        (await app.Post("/v1/track", """{"userId":"bea-1","event":"Ordered","properties":{"id":9}}""")).EnsureSuccessStatusCode();
        await RunningApp.Until(() => app.Count("SELECT count(*) FROM email_checks"), asked => asked == 1);
        await page.GotoAsync($"{app.Url}/people");
        await Browser.Interactive(page);
        await page.GetByRole(AriaRole.Link, new() { Name = "Bea" }).First.ClickAsync();
        await Assertions.Expect(page.GetByText("E-mail not sent: Infobip said on ")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("SMS sent")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("No mailbox", new() { Exact = true })).ToBeVisibleAsync();
        await Scenes.IsReported(page, app, "order-mail", "E-mail, then SMS", "E-mail", sent: 1, delivered: 1);
        await Scenes.IsReported(page, app, "order-mail", "E-mail, then SMS", "SMS", sent: 1, delivered: 1);
        Assert.Empty(complaints);
    }

    private static ILocator Block(IPage page, string name) => page.GetByRole(AriaRole.Group, new() { Name = name, Exact = true });
}
