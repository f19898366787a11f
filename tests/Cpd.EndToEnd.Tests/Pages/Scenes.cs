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
