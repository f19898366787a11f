using Cpd.Tests;
using Microsoft.Playwright;

namespace Cpd.EndToEnd.Tests.Pages;

/// <summary>From a template that lies at Infobip to the button and the row of a list that somebody presses and the form they fill in, and what the journey does then.</summary>
public sealed class SendingByWhatsApp(Browser browser) : IClassFixture<Browser>
{
    [Needs(Part.Chromium)]
    public async Task A_template_is_fetched_filled_in_sent_read_and_answered_by_a_button_by_a_row_of_a_list_and_by_a_form()
    {
        await using var app = await RunningApp.Start();
        var complaints = new List<string>();
        var page = await browser.Open($"{app.Url}/templates", complaints);
        await page.GetByRole(AriaRole.Button, new() { Name = "Fetch WhatsApp templates" }).ClickAsync();
        await Assertions.Expect(page.GetByText("7 WhatsApp templates at Infobip, 7 new or changed.")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("Pending", new() { Exact = true })).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Link, new() { Name = "Order ready" }).ClickAsync();
        await page.GetByLabel("{{1}}", new() { Exact = true }).First.FillAsync("{{person.firstName}}");
        await page.GetByLabel("{{2}}", new() { Exact = true }).First.FillAsync("{{entry.id}}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByText("Saved, version 2")).ToBeVisibleAsync();

        await page.GotoAsync($"{app.Url}/templates/login-code");
        await Browser.Interactive(page);
        await page.GetByLabel("The code", new() { Exact = true }).FillAsync("{{entry.code}}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByText("Saved, version 2")).ToBeVisibleAsync();

        await Scenes.Write(browser, app, complaints, "whatsapp", "Size", "Which size, {{person.firstName}}?", async page =>
        {
            await page.Locator("summary", new() { HasText = "Form" }).ClickAsync();
            await page.GetByLabel("Flow", new() { Exact = true }).FillAsync("1234");
            await page.GetByLabel("Form button").FillAsync("Tell us your size");
        });
        await Scenes.Write(browser, app, complaints, "whatsapp", "When", "When do you come, {{person.firstName}}?", async page =>
        {
            await page.Locator("summary", new() { HasText = "List" }).ClickAsync();
            await page.GetByLabel("List button").FillAsync("Choose a time");
            await page.GetByLabel("Row 1", new() { Exact = true }).FillAsync("At noon");
            await page.GetByLabel("Row 2", new() { Exact = true }).FillAsync("In the evening");
            await page.GetByLabel("Value of row 2").FillAsync("EVENING");
        });
        await Scenes.Publish(app, "pick-up", """
            {"id":"pick-up","name":"Pick up","entries":[{"event":"Order Ready"}],"reentry":"always","first":"ask","steps":[
             {"id":"ask","type":"message","channel":"whatsApp","template":"order-ready","next":"hear"},
             {"id":"hear","type":"waitForMessage","message":"ask","on":{"reply":"which"},"timeout":"1 day","onTimeout":null},
             {"id":"which","type":"branch","cases":[{"name":"comes","when":"steps.ask.button = \"I come\"","next":"thanks"}],"else":null},
             {"id":"thanks","type":"message","channel":"whatsApp","text":"See you, {{person.firstName}}!","next":"when"},
             {"id":"when","type":"message","channel":"whatsApp","template":"when","next":"time"},
             {"id":"time","type":"waitForMessage","message":"when","on":{"reply":"evening"},"timeout":"1 day","onTimeout":null},
             {"id":"evening","type":"branch","cases":[{"name":"evening","when":"steps.when.button = \"EVENING\"","next":"open"}],"else":null},
             {"id":"open","type":"message","channel":"whatsApp","text":"We are there until eight.","next":"size"},
             {"id":"size","type":"message","channel":"whatsApp","template":"size","next":"told"},
             {"id":"told","type":"waitForMessage","message":"size","on":{"reply":"fits"},"timeout":"1 day","onTimeout":null},
             {"id":"fits","type":"branch","cases":[{"name":"large","when":"steps.size.fields.size = \"L\"","next":"large"}],"else":null},
             {"id":"large","type":"message","channel":"whatsApp","text":"An {{steps.size.fields.size}} is put aside.","next":null}]}
            """);
        (await app.Post("/v1/identify", """{"userId":"ana-1","traits":{"firstName":"Ana","phone":"+385911234567"}}""")).EnsureSuccessStatusCode();
        await RunningApp.Until(() => app.Count("SELECT count(*) FROM people_view WHERE user_id = 'ana-1'"), people => people == 1);
        (await app.Post("/v1/commands/send", """{"userId":"ana-1","channel":"whatsApp","text":"Too early"}""")).EnsureSuccessStatusCode();
        (await app.Post("/v1/track", """{"userId":"ana-1","event":"Order Ready","properties":{"id":"A-17"}}""")).EnsureSuccessStatusCode();

        await page.GotoAsync($"{app.Url}/phone?number=385911234567&channel=whatsapp");
        await Browser.Interactive(page);
        await Assertions.Expect(page.GetByText("Hi Ana, your order A-17 is ready. Will you come for it today?").Last).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Mark as read" }).ClickAsync();
        await Assertions.Expect(page.GetByText("✓✓ read")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "I come" }).ClickAsync();
        await Assertions.Expect(page.GetByText("See you, Ana!").Last).ToBeVisibleAsync();
        await page.GetByText("Choose a time").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "In the evening" }).ClickAsync();
        await Assertions.Expect(page.GetByText("We are there until eight.").Last).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Tell us your size" }).ClickAsync();
        await page.GetByLabel("Field 1").FillAsync("size");
        await page.GetByLabel("Answer 1").FillAsync("L");
        await page.GetByRole(AriaRole.Button, new() { Name = "Send the form" }).ClickAsync();
        await Assertions.Expect(page.GetByText("An L is put aside.").Last).ToBeVisibleAsync();

        (await app.Post("/v1/commands/send", """{"userId":"ana-1","channel":"whatsApp","template":"login-code","transactional":true,"data":{"code":"482913"}}""")).EnsureSuccessStatusCode();
        await Assertions.Expect(page.GetByText("482913 is your verification code.").Last).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Copy code" }).ClickAsync();
        await Assertions.Expect(page.Locator("[data-copied]")).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Link, new() { Name = "Ana", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByText("Replied by WhatsApp: “size: L”")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("Pressed “I come” by WhatsApp")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("Pressed “In the evening” by WhatsApp")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("Read the message")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("Finished Pick up")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("WhatsApp not sent: WhatsApp allows free text only")).ToBeVisibleAsync();
        await Scenes.IsReported(page, app, "pick-up", "WhatsApp: Order ready", "WhatsApp", sent: 1, delivered: 1, seen: 1);
        Assert.True(complaints.Count == 0, string.Join(" | ", complaints));
    }
}
