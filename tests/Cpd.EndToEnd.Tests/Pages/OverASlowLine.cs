using System.Text.RegularExpressions;
using Cpd.Tests;
using Microsoft.Playwright;

namespace Cpd.EndToEnd.Tests.Pages;

/// <summary>Whoever types is always some letters ahead of what the server has seen; nothing of it may be set back or go missing.</summary>
public sealed partial class OverASlowLine(Browser browser) : IClassFixture<Browser>
{
    private const string Address = "https://shop.example.com/{{entry.cart_id}}";
    private const string Sentence = "Lamp, rug & quilt wait";

    [Needs(Part.Chromium)]
    public async Task What_is_typed_is_what_is_kept_in_templates_and_on_the_canvas()
    {
        await using var app = await RunningApp.Start();
        var page = await browser.Open(app.Url);
        await SlowLine.Lay(page);

        await WriteAnEmail(page, app.Url);
        await WriteACard(page, app.Url);
        await DrawAJourney(page, app.Url);
    }

    private static async Task WriteAnEmail(IPage page, string address)
    {
        await Go(page, $"{address}/templates/new?channel=email");
        await Type(page, page.GetByLabel("Name", new() { Exact = true }), "Slow e-mail");
        await Type(page, page.GetByLabel("Subject", new() { Exact = true }), Sentence);
        ILocator Text() => page.GetByRole(AriaRole.Group, new() { Name = "Text", Exact = true }).GetByRole(AriaRole.Textbox);
        await Type(page, Text(), Sentence);
        await Type(page, page.GetByLabel("Link", new() { Exact = true }), Address);
        await Save(page);

        await Expect(page.GetByLabel("Link", new() { Exact = true })).ToHaveValueAsync(Address);
        await Expect(page.GetByLabel("Subject", new() { Exact = true })).ToHaveValueAsync(Sentence);
        await Expect(Text()).ToHaveValueAsync(Sentence);
    }

    private static async Task WriteACard(IPage page, string address)
    {
        await Go(page, $"{address}/templates/new?channel=rcs");
        await Type(page, page.GetByLabel("Name", new() { Exact = true }), "Slow card");
        await Type(page, page.GetByLabel("Text", new() { Exact = true }), Sentence);
        await page.Locator("summary", new() { HasText = "Picture, button" }).ClickAsync();
        await Type(page, page.GetByLabel("Button 1", new() { Exact = true }), Sentence);
        await Save(page);

        await Expect(page.GetByLabel("Text", new() { Exact = true })).ToHaveValueAsync(Sentence);
        await Expect(page.GetByLabel("Button 1", new() { Exact = true })).ToHaveValueAsync(Sentence);
    }

    /// <summary>A field of every kind that the forms of the designer are made of.</summary>
    private static async Task DrawAJourney(IPage page, string address)
    {
        await Go(page, $"{address}/journeys");
        await page.GetByRole(AriaRole.Button, new() { Name = "New journey" }).ClickAsync();
        await Type(page, page.GetByLabel("Name of the new journey"), "Slow journey");
        await page.GetByRole(AriaRole.Button, new() { Name = "Create" }).ClickAsync();
        await Expect(page.Locator(".canvas[data-ready]")).ToBeVisibleAsync();
        var panel = page.GetByLabel("Properties");
        ILocator Box(string name) => panel.GetByLabel(name, new() { Exact = true });
        (string Kind, string Id, string? More, (string Field, string Text)[] Written)[] steps =
        [
            ("sms", "sms", null, [("Text", Sentence), ("Note", Sentence), ("Sender", "Lamps"), ("Purpose", "lamps-and-rugs")]),
            ("wait", "wait", null, [("Wait for", "1234")]),
            ("branch", "branch", "+ Value", [("Value to check", "person.traits.city"), ("Value", Sentence), ("Branch name", Sentence)]),
            ("split", "split", null, [("Name", Sentence), ("Weight", "1234")]),
            ("webhook", "webhook", "Add header", [("URL", Address), ("Header", "X-Lamps-And-Rugs"), ("Value of the header", Sentence), ("Body", Sentence), ("Timeout (seconds)", "25")]),
            ("emitEvent", "emit", "Add property", [("Event", "Lamp Looked At"), ("Property", "how_it_began"), ("Value", Sentence)]),
        ];

        foreach (var (kind, id, more, written) in steps)
        {
            await page.Locator(".canvas").FocusAsync();
            await page.ClickAsync($"[data-kind={kind}]");
            await Expect(Card(id)).ToHaveClassAsync(Chosen());
            if (more is not null) await panel.GetByRole(AriaRole.Button, new() { Name = more }).ClickAsync();
            foreach (var (field, text) in written) await Type(page, Box(field).First, text);
        }
        // A step more comes back from the server after every letter; what it says of saving then is of all of them.
        await page.ClickAsync("[data-kind=exit]");
        await Expect(Card("exit")).ToHaveClassAsync(Chosen());
        await Expect(page.Locator(".saved")).ToContainTextAsync("Saved");
        await page.ReloadAsync();
        await Browser.Interactive(page);
        await Expect(page.Locator(".canvas[data-ready]")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Zoom to fit" }).ClickAsync();

        foreach (var (_, id, _, written) in steps)
        {
            await Card(id).ClickAsync();
            await Expect(Card(id)).ToHaveClassAsync(Chosen());
            foreach (var (field, text) in written) await Expect(Box(field).First).ToHaveValueAsync(text);
        }

        ILocator Card(string id) => page.Locator($".card[data-id='{id}']");
    }

    private static async Task Go(IPage page, string address)
    {
        await page.GotoAsync(address);
        await Browser.Interactive(page);
    }

    /// <summary>As fast as people type, without a look at what the server makes of it.</summary>
    private static async Task Type(IPage page, ILocator field, string text)
    {
        await field.FocusAsync();
        await page.Keyboard.PressAsync("Control+a");
        foreach (var letter in text) await page.Keyboard.PressAsync(letter.ToString(), new() { Delay = 30 });
        await Expect(field).ToHaveValueAsync(text);
    }

    private static async Task Save(IPage page)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        await Expect(page.GetByText("Saved, version 1")).ToBeVisibleAsync();
        await page.ReloadAsync();
        await Browser.Interactive(page);
    }

    private static ILocatorAssertions Expect(ILocator locator) => Assertions.Expect(locator);

    [GeneratedRegex("\\bchosen\\b")]
    private static partial Regex Chosen();
}
