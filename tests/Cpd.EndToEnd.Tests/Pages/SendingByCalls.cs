using System.Text.RegularExpressions;
using Cpd.Adapters.Sandbox;
using Cpd.Tests;
using Microsoft.Playwright;

namespace Cpd.EndToEnd.Tests.Pages;

/// <summary>From a text message that does not arrive to the phone that rings instead, the key that somebody presses, and what the journey does then.</summary>
public sealed class SendingByCalls(Browser browser) : IClassFixture<Browser>
{
    [Needs(Part.Chromium)]
    public async Task A_text_message_that_is_late_becomes_a_call_that_is_answered_by_a_key()
    {
        await using var app = await RunningApp.Start();
        var complaints = new List<string>();
        var page = await Scenes.Write(
            browser, app, complaints, "voice", "Card call", "Hello {{person.firstName}}, was it you who paid? Press 1 to block the card.",
            page => page.GetByRole(AriaRole.Combobox, new() { Name = "Keys" }).SelectOptionAsync("1"));
        await Scenes.Publish(app, "card", """
            {"id":"card","name":"Card","entries":[{"event":"Payment Suspected"}],"reentry":"always","first":"ask","steps":[
             {"id":"ask","type":"message","channel":"sms","text":"Was it you who paid, {{person.firstName}}? Reply NO to block the card.","transactional":true,"next":"hear",
              "failover":[{"channel":"voice","template":"card-call","on":["undeliverable","notDelivered"],"after":"1 second"}]},
             {"id":"hear","type":"waitForMessage","message":"ask","on":{"reply":"which"},"timeout":"1 day","onTimeout":null},
             {"id":"which","type":"branch","cases":[{"name":"block","when":"steps.ask.button = \"1\"","next":"blocked"}],"else":null},
             {"id":"blocked","type":"message","channel":"sms","text":"Your card is blocked, {{person.firstName}}.","transactional":true,"next":null}]}
            """);
        // The report of the text message is late by an hour; the phone rings until somebody takes it.
        await SandboxControl.Behave(app.Client, new SandboxBehaviour
        {
            RingMs = (int)Patience.Limit.TotalMilliseconds, PerNumber = new Dictionary<string, NumberBehaviour> { ["385911234567"] = new(ReportDelayMs: 3_600_000) },
        });
        await Scenes.Happens(app, "ana-1", "Ana", "+385911234567", "Payment Suspected");

        await page.GotoAsync($"{app.Url}/phone?number=385911234567&channel=sms");
        await Browser.Interactive(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Answer" }).ClickAsync();
        var call = page.GetByRole(AriaRole.Group, new() { Name = "Call in progress" });
        await Assertions.Expect(call.GetByText("“Hello Ana, was it you who paid? Press 1 to block the card.”")).ToBeVisibleAsync();
        await call.GetByRole(AriaRole.Button, new() { Name = "Key 1", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByText("answered, pressed 1")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("Your card is blocked, Ana.").Last).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Link, new() { Name = "Ana", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByText("Finished Card")).ToBeVisibleAsync();
        var trail = page.GetByRole(AriaRole.Region, new() { Name = "Timeline" });
        // Newest first: one trail from the message that was late to the one that the key asked for.
        await Assertions.Expect(trail).ToContainTextAsync(new Regex(
            "Your card is blocked, Ana.*Pressed 1 in the call.*Voice call requested instead.*Hello Ana.*SMS requested.*Was it you who paid, Ana.*Payment Suspected", RegexOptions.Singleline));
        await Assertions.Expect(trail.GetByText("Answered the call")).ToBeVisibleAsync();

        await page.GotoAsync($"{app.Url}/reports/channels");
        var channels = page.Locator("table").First;
        await Assertions.Expect(Row(channels, "SMS")).ToContainTextAsync(new Regex(@"SMS\s*2\s*0\s*0"));
        await Assertions.Expect(Row(channels, "Voice call")).ToContainTextAsync(new Regex(@"Voice call\s*1\s*0\s*1"));
        await page.GotoAsync($"{app.Url}/journeys/card/report");
        await Assertions.Expect(Row(page.Locator("table"), "SMS, then Voice call").First).ToContainTextAsync(new Regex(@"100\.0 %\s*0\s*0"));
        await Scenes.IsReported(page, app, "card", "SMS, then Voice call", "SMS", sent: 1, delivered: 0);
        await Scenes.IsReported(page, app, "card", "SMS, then Voice call", "Voice call", sent: 1, delivered: 1);
        Assert.True(complaints.Count == 0, string.Join(" | ", complaints));
    }

    private static ILocator Row(ILocator table, string name) => table.GetByRole(AriaRole.Row, new() { NameRegex = new Regex("^" + name) });
}
