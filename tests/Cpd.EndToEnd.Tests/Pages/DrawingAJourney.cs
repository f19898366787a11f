using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Cpd.Tests;
using Microsoft.Playwright;

namespace Cpd.EndToEnd.Tests.Pages;

/// <summary>A journey comes to be on the canvas, by keys and by several who draw; by pointer it is drawn in <see cref="TheFirstTenMinutes"/>.</summary>
public sealed class DrawingAJourney(Browser browser, DrawingAJourney.OneApp one) : IClassFixture<Browser>, IClassFixture<DrawingAJourney.OneApp>
{
    private const string WaitForPayment =
        """{"id":"paid","type":"waitForEvent","events":[{"event":"Order Paid","key":"event.cart_id = entry.cart_id","next":null}],"timeout":"1 second","onTimeout":null}""";

    [Needs(Part.Chromium)]
    public async Task By_keys_alone_with_undo_and_a_reload_in_between()
    {
        var page = await Begin("Drawn by keys");
        await WriteEntry(page, "Keys Pressed");

        await page.Locator(".canvas").FocusAsync();
        await page.Keyboard.PressAsync("ArrowDown");
        await Add(page, "wait for event", "wait-event");
        await Write(page, WaitForPayment, "paid");
        await page.Locator(".canvas").FocusAsync();
        await Add(page, "exit", "exit");
        await page.Keyboard.PressAsync("ArrowUp");
        await Expect(Card(page, "paid")).ToHaveClassAsync(Chosen);
        await Add(page, "sms", "sms");
        await Write(page, """{"id":"sms","type":"message","channel":"sms","text":"By keys","next":null}""", "sms");

        await page.Locator(".canvas").FocusAsync();
        await page.Keyboard.PressAsync("Delete");
        await Expect(Card(page, "sms")).ToHaveCountAsync(0);
        await page.Keyboard.PressAsync("Control+z");
        await Expect(Card(page, "sms")).ToHaveCountAsync(1);
        await page.Keyboard.PressAsync("Control+z");
        await page.Keyboard.PressAsync("Control+y");
        await Expect(Card(page, "sms")).ToContainTextAsync("By keys");

        await page.Keyboard.PressAsync("Control+a");
        await Expect(page.Locator(".card.chosen")).ToHaveCountAsync(4);
        await page.Keyboard.PressAsync("Shift+ArrowRight");
        await Expect(page.Locator(".saved")).ToContainTextAsync("Saved");

        await page.ReloadAsync();
        await Browser.Interactive(page);
        await Expect(Card(page, "sms")).ToContainTextAsync("By keys");
        await Publish(page, 1);
        await Enter("Keys Pressed", """{"cart_id":"c-2"}""");

        await RunningApp.Until(one.App.Received, received => received.Any(message => message.Text == "By keys"));
    }

    [Needs(Part.Chromium)]
    public async Task Two_who_draw_at_once_do_not_overwrite_each_other()
    {
        var ana = await Begin("Drawn by two");
        await ana.ClickAsync("[data-kind=wait]");
        await Expect(ana.Locator(".saved")).ToContainTextAsync("Saved");
        await Expect(Card(ana, "wait")).ToBeVisibleAsync();
        await RunningApp.Until(() => one.App.Count("SELECT count(*) FROM journey_drafts WHERE journey = 'drawn-by-two' AND revision > 1"), saved => saved == 1);

        var ben = await browser.Open(ana.Url);
        await ben.ClickAsync("[data-kind=sms]");

        await Expect(ana.GetByRole(AriaRole.Alert)).ToContainTextAsync("Demo saved");
        await ana.ClickAsync("[data-kind=exit]");
        await ana.GetByRole(AriaRole.Button, new() { Name = "Load theirs" }).ClickAsync();
        await Expect(Card(ana, "sms")).ToBeVisibleAsync();
        await Expect(Card(ana, "exit")).ToHaveCountAsync(0);

        await ana.Locator(".canvas").FocusAsync();
        await ana.Keyboard.PressAsync("Control+z");
        await Expect(Card(ana, "exit")).ToBeVisibleAsync();
    }

    [Needs(Part.Chromium)]
    public async Task Five_hundred_steps_are_there_at_once_and_a_gesture_is_one_message()
    {
        var page = await browser.Open($"{one.App.Url}/journeys");
        await page.SetInputFilesAsync("input[type=file]", new FilePayload { Name = "many.json", MimeType = "application/json", Buffer = ManySteps(500) });
        await Expect(page.Locator(".canvas[data-ready]")).ToBeVisibleAsync();
        await Expect(page.Locator(".card")).ToHaveCountAsync(501);

        var told = new ConcurrentQueue<string>();
        page.WebSocket += (_, socket) => socket.FrameSent += (_, frame) => told.Enqueue(Encoding.UTF8.GetString(frame.Binary ?? []));
        await page.ReloadAsync();
        await Browser.Interactive(page);
        await Expect(page.Locator(".canvas[data-ready]")).ToBeVisibleAsync();
        await Expect(Card(page, "s0")).ToBeInViewportAsync();
        var before = await Card(page, "s0").BoundingBoxAsync() ?? throw new InvalidOperationException("The card is not drawn.");
        told.Clear();
        string[] Calls() => [.. told.Where(text => text.Contains("BeginInvokeDotNetFromJS", StringComparison.Ordinal))];

        await page.Mouse.MoveAsync(before.X + 60, before.Y + 15);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(before.X + 160, before.Y + 95, new() { Steps = 25 });
        await page.Mouse.UpAsync();
        await RunningApp.Until(() => Task.FromResult(Calls()), calls => calls.Any(call => call.Contains("Move", StringComparison.Ordinal)));
        var afterTheDrag = Calls();
        await page.Mouse.WheelAsync(2_000, 0);   // two fingers to the side
        await Expect(Card(page, "s0")).Not.ToBeInViewportAsync();

        Assert.Collection(afterTheDrag, call => Assert.Contains("Choose", call, StringComparison.Ordinal), call => Assert.Contains("Move", call, StringComparison.Ordinal));
        Assert.Equal(afterTheDrag, Calls());

        await page.ReloadAsync();
        await Expect(page.Locator(".card")).ToHaveCountAsync(501);
    }

    /// <summary>A tree: each step but the last half asks one question and has two ways.</summary>
    private static byte[] ManySteps(int count)
    {
        string? To(int step) => step < count ? $"s{step}" : null;
        var steps = Enumerable.Range(0, count).Select(object (i) => 2 * i + 2 < count
            ? new { id = $"s{i}", type = "branch", cases = new[] { new { when = $"entry.total > {i}", next = To(2 * i + 1) } }, @else = To(2 * i + 2) }
            : new { id = $"s{i}", type = "wait", @for = "1 hour", next = To(2 * i + 1) });
        return JsonSerializer.SerializeToUtf8Bytes(new { id = "many", name = "Many", entries = new[] { new { @event = "Many Began" } }, first = "s0", steps });
    }

    private static readonly Regex Chosen = new("\\bchosen\\b");

    private static ILocatorAssertions Expect(ILocator locator) => Assertions.Expect(locator);

    private static ILocator Card(IPage page, string id) => page.Locator($".card[data-id='{id}']");

    private async Task<IPage> Begin(string name)
    {
        var page = await browser.Open($"{one.App.Url}/journeys");
        await page.GetByRole(AriaRole.Button, new() { Name = "New journey" }).ClickAsync();
        await page.GetByLabel("Name of the new journey").FillAsync(name);
        await page.GetByRole(AriaRole.Button, new() { Name = "Create" }).ClickAsync();
        await Expect(page.Locator(".canvas[data-ready]")).ToBeVisibleAsync();
        return page;
    }

    private static async Task WriteEntry(IPage page, string name)
    {
        await Card(page, "(entry)").ClickAsync();
        await page.GetByRole(AriaRole.Tab, new() { Name = "JSON" }).ClickAsync();
        await page.GetByLabel("Journey as JSON").FillAsync(JsonSerializer.Serialize(new { name, entries = new[] { new { @event = name } }, reentry = "always" }));
        await Expect(Card(page, "(entry)")).ToContainTextAsync(name);
    }

    /// <summary>The chosen step as text.</summary>
    private static async Task Write(IPage page, string json, string id)
    {
        await page.GetByRole(AriaRole.Tab, new() { Name = "JSON" }).ClickAsync();
        await page.GetByLabel("Step as JSON").FillAsync(json);
        await Expect(Card(page, id)).ToBeVisibleAsync();
        await Expect(Card(page, id).Locator(".badge.bad")).ToHaveCountAsync(0);
    }

    private static async Task Add(IPage page, string typed, string id)
    {
        await page.Keyboard.PressAsync("a");
        var field = page.GetByRole(AriaRole.Combobox, new() { Name = "Add a step" });
        await Expect(field).ToBeFocusedAsync();
        await field.FillAsync(typed);
        await Expect(page.Locator(".step-menu [role=option]")).ToHaveCountAsync(1);
        await page.Keyboard.PressAsync("Enter");
        await Expect(Card(page, id)).ToBeVisibleAsync();
        await Expect(page.Locator(".canvas")).ToBeFocusedAsync();
    }

    private static async Task Publish(IPage page, int version)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"Publish version {version}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Publish", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = name }).ClickAsync();
        await Expect(page.GetByText(string.Create(CultureInfo.InvariantCulture, $"Version {version} is live."))).ToBeVisibleAsync();
    }

    private async Task Enter(string name, string properties)
    {
        await one.App.Post("/v1/identify", """{"userId":"ana-1","traits":{"firstName":"Ana","phone":"+385911234567","consent":{"marketing":true}}}""");
        await one.App.Post("/v1/track", $$"""{"userId":"ana-1","event":"{{name}}","properties":{{properties}}}""");
    }

    /// <summary>One program for all that is drawn here.</summary>
    public sealed class OneApp : IAsyncLifetime
    {
        private RunningApp? _app;

        internal RunningApp App => _app!;

        public async Task InitializeAsync()
        {
            if (Parts.Has(Part.Chromium)) _app = await RunningApp.Start();
        }

        public async Task DisposeAsync()
        {
            if (_app is not null) await _app.DisposeAsync();
        }
    }
}
