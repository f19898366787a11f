using Cpd.Adapters.Sandbox;
using Cpd.Tests;
using Microsoft.Playwright;

namespace Cpd.EndToEnd.Tests.Pages;

/// <summary>From a template that somebody writes to the button that somebody else presses, and what the journey does then: by RCS and by Viber.</summary>
public sealed class SendingByChats(Browser browser) : IClassFixture<Browser>
{
    [Needs(Part.Chromium)]
    public async Task By_RCS_a_button_answers_and_a_phone_without_it_gets_a_text_message_at_once()
    {
        await using var app = await RunningApp.Start();
        var complaints = new List<string>();
        var page = await Write(app, complaints, "rcs", "Hi {{person.firstName}}, your table is free at eight. Come?", async page =>
        {
            await page.GetByLabel("Button 1", new() { Exact = true }).FillAsync("I come");
            await page.GetByLabel("Value of button 1").FillAsync("COMES");
        });
        await Assertions.Expect(page.GetByLabel("Button 1", new() { Exact = true })).ToHaveValueAsync("I come");
        await Scenes.Publish(app, "table", """
            {"id":"table","name":"Table","entries":[{"event":"Table Free"}],"reentry":"always","first":"ask","steps":[
             {"id":"ask","type":"message","channel":"rcs","template":"table","next":"hear","failover":[{"channel":"sms","text":"A table is free at eight, {{person.firstName}}.","on":["undeliverable"],"after":"10 minutes"}]},
             {"id":"hear","type":"waitForMessage","message":"ask","on":{"reply":"which"},"timeout":"1 day","onTimeout":null},
             {"id":"which","type":"branch","cases":[{"name":"comes","when":"steps.ask.button = \"COMES\"","next":"thanks"}],"else":null},
             {"id":"thanks","type":"message","channel":"rcs","text":"See you, {{person.firstName}}!","next":null}]}
            """);
        await Scenes.Happens(app, "ana-1", "Ana", "+385911234567", "Table Free");

        await page.GotoAsync($"{app.Url}/phone?number=385911234567&channel=rcs");
        await Browser.Interactive(page);
        await Assertions.Expect(page.GetByText("Hi Ana, your table is free at eight. Come?").Last).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "I come" }).ClickAsync();
        await Assertions.Expect(page.GetByText("See you, Ana!").Last).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Ana", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByText("Pressed “I come” by RCS")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("Finished Table")).ToBeVisibleAsync();

        await SandboxControl.Behave(app.Client, new SandboxBehaviour { PerNumber = new Dictionary<string, NumberBehaviour> { ["385911234568"] = new(Rcs: false) } });
        await Scenes.Happens(app, "ivo-1", "Ivo", "+385911234568", "Table Free");
        await page.GotoAsync($"{app.Url}/phone?number=385911234568&channel=sms");
        await Browser.Interactive(page);
        await Assertions.Expect(page.GetByText("A table is free at eight, Ivo.").Last).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Ivo", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByText("RCS not sent: The phone does not support RCS: Infobip answered UNREACHABLE").First).ToBeVisibleAsync();
        await Scenes.IsReported(page, app, "table", "RCS, then SMS", "RCS", sent: 1, delivered: 1);
        await Scenes.IsReported(page, app, "table", "RCS, then SMS", "SMS", sent: 1, delivered: 1);
        Assert.True(complaints.Count == 0, string.Join(" | ", complaints));
    }

    [Needs(Part.Chromium)]
    public async Task By_Viber_a_link_is_followed_and_an_answer_heard()
    {
        await using var app = await RunningApp.Start();
        var complaints = new List<string>();
        var page = await Write(app, complaints, "viber", "Hi {{person.firstName}}, see PUBLIC/schemas/journey.json and write YES.".Replace("PUBLIC", app.Url, StringComparison.Ordinal), async page =>
        {
            await page.GetByLabel("Button", new() { Exact = true }).FillAsync("The menu");
            await page.GetByLabel("Button URL").FillAsync("https://shop.example/menu");
        });
        await Scenes.Publish(app, "table", """
            {"id":"table","name":"Table","entries":[{"event":"Table Free"}],"reentry":"always","first":"ask","steps":[
             {"id":"ask","type":"message","channel":"viber","template":"table","next":"look"},
             {"id":"look","type":"waitForMessage","message":"ask","on":{"clicked":"hear"},"timeout":"1 day","onTimeout":null},
             {"id":"hear","type":"waitForMessage","message":"ask","on":{"reply":"thanks"},"timeout":"1 day","onTimeout":null},
             {"id":"thanks","type":"message","channel":"viber","text":"See you, {{person.firstName}}!","next":null}]}
            """);
        await Scenes.Happens(app, "ana-1", "Ana", "+385911234567", "Table Free");

        await page.GotoAsync($"{app.Url}/phone?number=385911234567&channel=viber");
        await Browser.Interactive(page);
        await Assertions.Expect(page.GetByText("Hi Ana, see").Last).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "The menu" })).ToHaveAttributeAsync("href", "https://shop.example/menu");
        // Sooner than anybody reads counts as a program's doing.
        await Task.Delay(TimeSpan.FromSeconds(2.5));
        await page.Context.RunAndWaitForPageAsync(() => page.GetByTitle("Click as this person").ClickAsync());
        await page.GetByLabel("Reply", new() { Exact = true }).FillAsync("YES");
        await page.GetByRole(AriaRole.Button, new() { Name = "Send" }).ClickAsync();
        await Assertions.Expect(page.GetByText("See you, Ana!").Last).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Link, new() { Name = "Ana", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByText("Replied by Viber: “YES”")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("Clicked a link:")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("Finished Table")).ToBeVisibleAsync();
        await Scenes.IsReported(page, app, "table", "Viber: Table", "Viber", sent: 1, delivered: 1, clicked: 1);
        Assert.True(complaints.Count == 0, string.Join(" | ", complaints));
    }

    /// <summary>A template called Table, written as people do.</summary>
    private Task<IPage> Write(RunningApp app, List<string> complaints, string channel, string text, Func<IPage, Task> more) =>
        Scenes.Write(browser, app, complaints, channel, "Table", text, async page =>
        {
            await page.Locator("summary", new() { HasText = "Picture, button" }).ClickAsync();
            await more(page);
        });
}
