using Cpd.Tests;
using Microsoft.Playwright;

namespace Cpd.EndToEnd.Tests.Pages;

/// <summary>From the first letter of a push notification to the device of somebody who has no number, and who is not reached.</summary>
public sealed class SendingByPush(Browser browser) : IClassFixture<Browser>
{
    [Needs(Part.Chromium)]
    public async Task A_notification_is_written_reaches_the_user_id_and_nobody_who_has_none()
    {
        await using var app = await RunningApp.Start();
        var complaints = new List<string>();
        var page = await browser.Open($"{app.Url}/templates/new?channel=push", complaints);
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("Order ready");
        await page.GetByLabel("Title", new() { Exact = true }).FillAsync("Order {{entry.id}}");
        await page.GetByLabel("Text", new() { Exact = true }).FillAsync("Hi {{default person.firstName \"there\"}}, it is ready.");
        await page.GetByText("Link, picture, data and time").ClickAsync();
        await page.GetByLabel("Link", new() { Exact = true }).FillAsync("shop://orders");
        await page.GetByLabel("Data for the app", new() { Exact = true }).FillAsync("""{"order":"{{entry.id}}"}""");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByText("Saved, version 1")).ToBeVisibleAsync();

        (await app.Post("/v1/commands/publish", """
            {"journey":"ready","definition":{"id":"ready","name":"Ready","entries":[{"event":"Order Ready"}],"reentry":"always","first":"tell","steps":[
             {"id":"tell","type":"message","channel":"push","template":"order-ready","next":"arrives"},
             {"id":"arrives","type":"waitForMessage","message":"tell","on":{"failed":null,"delivered":null},"timeout":"1 day","onTimeout":null}]}}
            """)).EnsureSuccessStatusCode();
        await RunningApp.Until(() => app.Count("SELECT count(*) FROM journeys WHERE id = 'ready'"), published => published > 0);
        (await app.Post("/v1/identify", """{"userId":"ana-1","traits":{"firstName":"Ana"}}""")).EnsureSuccessStatusCode();
        (await app.Post("/v1/track", """{"userId":"ana-1","event":"Order Ready","properties":{"id":"A-17"}}""")).EnsureSuccessStatusCode();
        (await app.Post("/v1/track", """{"anonymousId":"browser-1","event":"Order Ready","properties":{"id":"A-18"}}""")).EnsureSuccessStatusCode();

        await page.GotoAsync($"{app.Url}/phone?number=ana-1&channel=push");
        await Browser.Interactive(page);
        var device = page.GetByRole(AriaRole.Region, new() { Name = "Conversation" });
        await Assertions.Expect(device.GetByText("Order A-17")).ToBeVisibleAsync();
        await Assertions.Expect(device.GetByText("Hi Ana, it is ready.")).ToBeVisibleAsync();
        await Assertions.Expect(device.GetByText("shop://orders")).ToBeVisibleAsync();
        await Assertions.Expect(device.GetByText("""{"order":"A-17"}""")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByLabel("Reply", new() { Exact = true })).ToHaveCountAsync(0);

        await page.GetByRole(AriaRole.Link, new() { Name = "Ana", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByText("Push sent")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("Push delivered", new() { Exact = true })).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("Finished Ready")).ToBeVisibleAsync();
        await page.GotoAsync($"{app.Url}/reports/channels");
        await Assertions.Expect(page.GetByText("No address on this channel").First).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Rowheader, new() { Name = "Push" }).Or(page.GetByRole(AriaRole.Cell, new() { Name = "Push", Exact = true })).First).ToBeVisibleAsync();
        await Scenes.IsReported(page, app, "ready", "Push: Order ready", "Push", sent: 1, delivered: 1);
        Assert.True(complaints.Count == 0, string.Join(" | ", complaints));
    }
}
