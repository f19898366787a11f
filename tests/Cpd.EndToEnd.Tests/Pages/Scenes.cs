using System.Globalization;
using Microsoft.Playwright;

namespace Cpd.EndToEnd.Tests.Pages;

/// <summary>What every walk with a message has: a template that somebody writes, a journey that is published, a person to whom something happens.</summary>
internal static class Scenes
{
    /// <summary>A new template, written as people do, and saved.</summary>
    /// <param name="more">What the channel has beside the text.</param>
    public static async Task<IPage> Write(Browser browser, RunningApp app, List<string> complaints, string channel, string name, string text, Func<IPage, Task> more)
    {
        var page = await browser.Open($"{app.Url}/templates/new?channel={channel}", complaints);
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync(name);
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = name, Exact = true })).ToBeVisibleAsync();
        await page.GetByLabel("Text", new() { Exact = true }).FillAsync(text);
        await more(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        try
        {
            await Assertions.Expect(page.GetByText("Saved, version 1")).ToBeVisibleAsync();
        }
        catch (PlaywrightException late)
        {
            throw new PlaywrightException($"{late.Message}\nThe console said: {string.Join(" | ", complaints)}\n{await Conversation.Of(page)}", late);
        }
        return page;
    }

    /// <summary>The figures of a step's messages on one channel, on the page of the journey's report.</summary>
    /// <param name="step">How the step's sentence begins.</param>
    /// <param name="seen">Null where it depends on how soon after the sending the test opened it: that may count as a program's doing.</param>
    public static async Task IsReported(IPage page, RunningApp app, string journey, string step, string channel, int sent, int delivered, int? seen = null, int? clicked = null)
    {
        await page.GotoAsync($"{app.Url}/journeys/{journey}/report");
        var cells = page.GetByRole(AriaRole.Region, new() { Name = "Messages" }).Locator("tbody tr")
            .Filter(new() { Has = page.Locator($"td:first-child:text('{step}') + td:text-is('{channel}')") }).Locator("td");
        foreach (var (column, figure) in new (int Column, int? Figure)[] { (2, sent), (4, delivered), (6, seen), (7, clicked) })
            if (figure is { } expected) await Assertions.Expect(cells.Nth(column)).ToHaveTextAsync(expected.ToString(CultureInfo.InvariantCulture));
    }

    public static async Task Publish(RunningApp app, string id, string journey)
    {
        (await app.Post("/v1/commands/publish", $$"""{"journey":"{{id}}","definition":{{journey}}}""")).EnsureSuccessStatusCode();
        await RunningApp.Until(() => app.Count($"SELECT count(*) FROM journeys WHERE id = '{id}'"), published => published > 0);
    }

    public static async Task Happens(RunningApp app, string who, string name, string phone, string what)
    {
        (await app.Post("/v1/identify", $$$"""{"userId":"{{{who}}}","traits":{"firstName":"{{{name}}}","phone":"{{{phone}}}"}}""")).EnsureSuccessStatusCode();
        (await app.Post("/v1/track", $$"""{"userId":"{{who}}","event":"{{what}}"}""")).EnsureSuccessStatusCode();
    }
}
