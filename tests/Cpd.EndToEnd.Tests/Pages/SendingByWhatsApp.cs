using Cpd.Tests;
using Microsoft.Playwright;

namespace Cpd.EndToEnd.Tests.Pages;

/// <summary>From a template that lies at Infobip to the button that somebody presses on it, and what the journey does then.</summary>
public sealed class SendingByWhatsApp(Browser browser) : IClassFixture<Browser>
{
    [Needs(Part.Chromium)]
    public async Task A_template_is_fetched_filled_in_sent_read_and_answered_by_a_button()
    {
        await using var app = await RunningApp.Start();
        var complaints = new List<string>();
        var page = await browser.Open($"{app.Url}/templates", complaints);
        await page.GetByRole(AriaRole.Button, new() { Name = "Fetch WhatsApp templates" }).ClickAsync();
        await Assertions.Expect(page.GetByText("6 WhatsApp templates at Infobip, 6 new or changed.")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("Pending", new() { Exact = true })).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Link, new() { Name = "Order ready" }).ClickAsync();
        await page.GetByLabel("{{1}}", new() { Exact = true }).First.FillAsync("{{person.firstName}}");
        await page.GetByLabel("{{2}}", new() { Exact = true }).First.FillAsync("{{entry.id}}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByText("Saved, version 2")).ToBeVisibleAsync();

        (await app.Post("/v1/commands/publish", """
            {"journey":"pick-up","definition":{"id":"pick-up","name":"Pick up","entries":[{"event":"Order Ready"}],"reentry":"always","first":"ask","steps":[
             {"id":"ask","type":"message","channel":"whatsApp","template":"order-ready","next":"hear"},
             {"id":"hear","type":"waitForMessage","message":"ask","on":{"reply":"which"},"timeout":"1 day","onTimeout":null},
             {"id":"which","type":"branch","cases":[{"name":"comes","when":"steps.ask.button = \"I come\"","next":"thanks"}],"else":null},
             {"id":"thanks","type":"message","channel":"whatsApp","text":"See you, {{person.firstName}}!","next":null}]}}
            """)).EnsureSuccessStatusCode();
        await RunningApp.Until(() => app.Count("SELECT count(*) FROM journeys WHERE id = 'pick-up'"), published => published > 0);
        (await app.Post("/v1/identify", """{"userId":"ana-1","traits":{"firstName":"Ana","phone":"+385911234567"}}""")).EnsureSuccessStatusCode();
        await RunningApp.Until(() => app.Count("SELECT count(*) FROM people_view WHERE user_id = 'ana-1'"), people => people == 1);
        (await app.Post("/v1/commands/send", """{"userId":"ana-1","channel":"whatsApp","text":"Too early"}""")).EnsureSuccessStatusCode();
        (await app.Post("/v1/track", """{"userId":"ana-1","event":"Order Ready","properties":{"id":"A-17"}}""")).EnsureSuccessStatusCode();

        await page.GotoAsync($"{app.Url}/phone?number=385911234567&channel=whatsapp");
        await Browser.Interactive(page);
        await Assertions.Expect(page.GetByText("Hi Ana, your order A-17 is ready. Will you come for it today?").Last).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Read it" }).ClickAsync();
        await Assertions.Expect(page.GetByText("✓✓ read")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "I come" }).ClickAsync();
        await Assertions.Expect(page.GetByText("See you, Ana!").Last).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Link, new() { Name = "Ana", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByText("Pressed “I come” by WhatsApp")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("Read the message")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("Finished Pick up")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("WhatsApp not sent: By WhatsApp a free text reaches only who wrote")).ToBeVisibleAsync();
        Assert.True(complaints.Count == 0, string.Join(" | ", complaints));
    }
}
