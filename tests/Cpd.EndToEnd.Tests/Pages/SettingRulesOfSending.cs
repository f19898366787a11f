using System.Net;
using Cpd.Tests;
using Microsoft.Playwright;

namespace Cpd.EndToEnd.Tests.Pages;

/// <summary>Somebody sets the rules on their page; from then on they hold for journeys, and people's pages say what they did.</summary>
public sealed class SettingRulesOfSending(Browser browser) : IClassFixture<Browser>
{
    private const string Ana = "+385911111111", Ben = "+385912222222", Cleo = "+385913333333";

    [Needs(Part.Chromium)]
    public async Task A_cap_refuses_STOP_ends_quiet_hours_delay_and_what_is_transactional_passes_and_says_so()
    {
        await using var app = await RunningApp.Start();
        await app.SignIn();
        await Publish(app, "offers", "Offer Made", """ "text":"Offer {{event.number}}" """);
        await Publish(app, "alerts", "Card Stolen", """ "text":"Is it you?","transactional":true """);
        foreach (var (person, phone) in new[] { ("ana", Ana), ("ben", Ben), ("cleo", Cleo) })
            await Post(app, "/v1/identify", $$$"""{"userId":"{{{person}}}","traits":{"phone":"{{{phone}}}","timezone":"UTC"} }""");
        var complaints = new List<string>();
        var page = await browser.Open($"{app.Url}/channels/rules", complaints);

        // A page begins with the focus on its heading; what is typed while it goes there reaches no field.
        await Assertions.Expect(page.Locator("h1")).ToBeFocusedAsync();
        await page.GetByLabel("SMS within 24 hours").FillAsync("1");
        await Save(app, page, "\"day\":1");
        await Track(app, "ana", "Offer Made", 1);
        await Track(app, "ana", "Offer Made", 2);
        await Says(app, "ana", "The person already got 1 SMS message within 24 hours; the limit is 1.");

        await Track(app, "cleo", "Offer Made", 3);
        await Says(app, "cleo", "Offer 3");
        await RunningApp.Until(app.Received, messages => messages.Any(message => message.To == Cleo));
        await SandboxControl.Reply(app.Client, Cleo, "Stop!");
        await Says(app, "cleo", "Unsubscribed from SMS: wrote “Stop!”");
        await Track(app, "cleo", "Offer Made", 4);
        await Says(app, "cleo", "The person unsubscribed from SMS: they wrote “Stop!” on ");

        var now = TimeProvider.System.GetUtcNow();
        var (from, to) = ($"{now.AddHours(-2):HH:mm}", $"{now.AddHours(3):HH:mm}");
        await page.GetByLabel("Quiet from", new() { Exact = true }).FillAsync(from);
        await page.GetByLabel("Quiet to", new() { Exact = true }).FillAsync(to);
        await Save(app, page, $"\"from\":\"{from}:00\",\"to\":\"{to}:00\"");
        await Track(app, "ben", "Offer Made", 5);
        var ben = await browser.Open($"{app.Url}/people/{await Id(app, "ben")}", complaints);
        await Why(ben, "Waiting at SMS", $"Quiet hours, {from} to {to} in UTC");
        await Track(app, "ben", "Card Stolen", 6);
        await Why(ben, "Entered journey alerts", $"Transactional: sent during quiet hours, {from} to {to} in UTC");

        var sent = await RunningApp.Until(app.Received, messages => messages.Count >= 3);
        Assert.Equal([(Ana, "Offer 1"), (Ben, "Is it you?"), (Cleo, "Offer 3")], sent.Select(message => (message.To, message.Text)).Order());
        Assert.Empty(complaints);
    }

    /// <param name="rules">A part of what is kept then; the page may still say that it saved what was there before.</param>
    private static async Task Save(RunningApp app, IPage page, string rules)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Save rules" }).ClickAsync();
        await RunningApp.Until(() => app.Texts("SELECT CAST(content AS TEXT) FROM sending_rules"), kept => kept is [var one] && one.Contains(rules, StringComparison.Ordinal));
        await Assertions.Expect(page.GetByText("Saved. The rules apply from now on.")).ToBeVisibleAsync();
    }

    private static async Task Publish(RunningApp app, string id, string happens, string says)
    {
        await Post(app, "/v1/commands/publish", $$$"""
            {"journey":"{{{id}}}","definition":{"id":"{{{id}}}","name":"{{{id}}}","entries":[{"event":"{{{happens}}}"}],"reentry":"always","first":"say","steps":[
              {"id":"say","type":"message","channel":"sms",{{{says}}},"next":null}]}}
            """);
        await RunningApp.Until(() => app.Count($"SELECT count(*) FROM timeline WHERE kind = 'JourneyPublished' AND name = '{id}'"), count => count == 1);
    }

    private static Task Track(RunningApp app, string person, string name, int number) =>
        Post(app, "/v1/track", $$$"""{"userId":"{{{person}}}","event":"{{{name}}}","properties":{"number":{{{number}}} } }""");

    private static async Task Post(RunningApp app, string path, string json)
    {
        using var answer = await app.Post(path, json);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>Waits until the person's page shows it.</summary>
    private static Task<string> Says(RunningApp app, string person, string words) =>
        RunningApp.Until(() => PageOf(app, person), page => page.Contains(words, StringComparison.Ordinal));

    private static async Task<string> PageOf(RunningApp app, string person) =>
        WebUtility.HtmlDecode(await app.Client.GetStringAsync(new Uri($"/people/{await Id(app, person)}", UriKind.Relative)));

    private static async Task<string> Id(RunningApp app, string person) =>
        (await RunningApp.Until(() => app.Texts($"SELECT lower(hex(person)) FROM people_view WHERE user_id = '{person}'"), ids => ids.Count == 1))[0];

    /// <summary>Unfolds what happened.</summary>
    private static async Task Why(IPage person, string happened, string because)
    {
        var entry = person.Locator("li.entry", new() { HasText = happened });
        await entry.GetByRole(AriaRole.Button, new() { Name = "Expand" }).ClickAsync();
        await Assertions.Expect(entry.Locator(".unfolded")).ToContainTextAsync(because);
    }
}
