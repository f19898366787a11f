using System.Diagnostics;
using System.Text.RegularExpressions;
using Cpd.Tests;
using Microsoft.Playwright;

namespace Cpd.EndToEnd.Tests.Pages;

/// <summary>
/// What somebody does who has never seen the product: from signing in over an empty canvas to a message on the phone, with pointer
/// and keyboard, through nothing but the forms. What they saw is kept as pictures in <c>artifacts/pictures</c>.
/// </summary>
public sealed class TheFirstTenMinutes(Browser browser) : IClassFixture<Browser>
{
    private const string Greeting = "Hi {{default person.firstName \"there\"}}, you left behind: ";

    private static readonly string Pictures = Path.Combine(Repository.Root, "artifacts", "pictures");

    [Needs(Part.Chromium, Part.Curl)]
    public async Task Somebody_new_draws_a_journey_tries_it_publishes_it_and_sees_the_message_arrive()
    {
        await using var app = await RunningApp.Start();
        var complaints = new List<string>();
        var page = await browser.OpenWindow(complaints);
        await page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);

        await SignIn(page, app.Url);
        await Expect(Figure(page, "Messages sent")).ToHaveTextAsync("0");
        await BeginAJourney(page);
        await SayWhoEnters(page);
        await WaitForThePayment(page);
        await AskForTheTotal(page);
        await WriteTheMessage(page);
        await LeadWhoPaidOut(page);
        await TryItWithOnePerson(page);
        await Publish(page);
        await SendSomebodyIn(page);
        await SeeTheMessage(page);
        await SeeTheFigures(page);

        Assert.Empty(complaints);
    }

    private static async Task SignIn(IPage page, string address)
    {
        await page.GotoAsync(address);
        await Picture(page, "1 sign in");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in to the demo" }).ClickAsync();
        await Browser.Interactive(page);
        await Picture(page, "2 overview");
    }

    private static async Task BeginAJourney(IPage page)
    {
        await page.GetByRole(AriaRole.Link, new() { Name = "Journeys", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "New journey" }).ClickAsync();
        await page.GetByLabel("Name of the new journey").FillAsync("Cart rescue");
        await page.GetByRole(AriaRole.Button, new() { Name = "Create" }).ClickAsync();
        await Expect(page.Locator(".canvas[data-ready]")).ToBeVisibleAsync();
        await Picture(page, "3 empty canvas");
        // Smaller, so that whatever comes is seen at once: a canvas that moves to show it would move under the pointer.
        await page.GetByRole(AriaRole.Button, new() { Name = "Zoom out" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Zoom out" }).ClickAsync();
    }

    private static async Task SayWhoEnters(IPage page)
    {
        await Card(page, "(entry)").ClickAsync();
        await Pick(page, "Event", "Cart Left");
        await Panel(page).GetByLabel("Re-entry").SelectOptionAsync(new SelectOptionValue { Label = "Once per value at a time" });
        await Pick(page, "Value", "event.cart_id");
        await Expect(Card(page, "(entry)")).ToContainTextAsync("Cart Left");
    }

    private static async Task WaitForThePayment(IPage page)
    {
        await Drag(page, page.Locator("[data-kind=waitForEvent]"), page.Locator(".canvas"), 0.5, 0.35);
        await Expect(Card(page, "wait-event")).ToHaveClassAsync(Chosen);
        await Pick(page, "Event", "Order Paid");
        await Pick(page, "Value of the event", "event.cart_id");
        await Pick(page, "Value of the run", "entry.cart_id");
        await Expect(Card(page, "wait-event")).ToContainTextAsync("with the same cart_id");   // nobody types on within the same moment
        await Panel(page).GetByLabel("Timeout").FillAsync("2");
        await Panel(page).GetByLabel("Unit").SelectOptionAsync("seconds");
        await Expect(Card(page, "wait-event")).ToContainTextAsync("Wait up to 2 seconds for Order Paid with the same cart_id");
    }

    /// <summary>A line let go over nothing asks what comes there.</summary>
    private static async Task AskForTheTotal(IPage page)
    {
        await Drag(page, Port(page, "wait-event", 1), page.Locator(".canvas"), 0.6, 0.55);
        await AddByName(page, "branch");
        await Panel(page).GetByRole(AriaRole.Button, new() { Name = "+ Value" }).ClickAsync();
        await Pick(page, "Value to check", "entry.total");
        await Panel(page).GetByLabel("Operator").SelectOptionAsync(new SelectOptionValue { Label = "is at least" });
        await Panel(page).GetByLabel("Kind of value").SelectOptionAsync(new SelectOptionValue { Label = "the number" });
        await Pick(page, "Value", "20");
        await Expect(Card(page, "branch")).ToContainTextAsync("Is entry.total >= 20?");
        await Picture(page, "4 condition");
    }

    private static async Task WriteTheMessage(IPage page)
    {
        await Port(page, "branch", 0).ClickAsync();
        await AddByName(page, "sms");
        var text = Panel(page).GetByRole(AriaRole.Textbox, new() { Name = "Text", Exact = true });
        await text.ClickAsync();
        await page.Keyboard.InsertTextAsync(Greeting);
        await Expect(Card(page, "sms")).ToContainTextAsync("you left behind");
        await Panel(page).GetByText("Insert a value").ClickAsync();
        await Panel(page).GetByRole(AriaRole.Button, new() { Name = "entry.total" }).ClickAsync();
        await Expect(text).ToHaveValueAsync(Greeting + "{{entry.total}}");
        await Expect(Panel(page).GetByText("Hi Ana, you left behind: 100")).ToBeVisibleAsync();
        await Picture(page, "5 message");
    }

    private static async Task LeadWhoPaidOut(IPage page)
    {
        await Drag(page, page.Locator("[data-kind=exit]"), page.Locator(".canvas"), 0.2, 0.6);
        await Expect(Card(page, "exit")).ToHaveClassAsync(Chosen);
        await Drag(page, Port(page, "wait-event", 0), Card(page, "exit"), 0.5, 0.5);
        await Expect(page.Locator(".edge[data-from=wait-event][data-to=exit]")).ToHaveCountAsync(1);
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "No problems" })).ToBeVisibleAsync();
    }

    private static async Task TryItWithOnePerson(IPage page)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Test", Exact = true }).ClickAsync();
        var test = page.GetByRole(AriaRole.Region, new() { Name = "Test run" });
        await test.GetByRole(AriaRole.Button, new() { Name = "Cart Left happens" }).ClickAsync();
        await test.GetByRole(AriaRole.Button, new() { Name = "Skip wait of 2 seconds" }).ClickAsync();
        await Expect(test.GetByText("Is entry.total >= 20? Yes")).ToBeVisibleAsync();
        await Expect(test.Locator(".bubble")).ToContainTextAsync("Hi Ana, you left behind: 100");
        await Expect(Card(page, "sms")).ToHaveClassAsync(new Regex("\\blit\\b"));
        await Picture(page, "6 test");
        await test.GetByRole(AriaRole.Button, new() { Name = "Close the test run" }).ClickAsync();
    }

    private static async Task Publish(IPage page)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Publish", Exact = true }).ClickAsync();
        await Panel(page).GetByLabel("What's new").FillAsync("Drawn in the first ten minutes");
        await page.GetByRole(AriaRole.Button, new() { Name = "Publish version 1" }).ClickAsync();
        await Expect(page.GetByText("Version 1 is live.")).ToBeVisibleAsync();
        await Picture(page, "7 published");
        await page.GetByRole(AriaRole.Link, new() { Name = "Send someone in and watch" }).ClickAsync();
    }

    /// <summary>The very lines that the page offers, by way of the clipboard, as a terminal runs them.</summary>
    private static async Task SendSomebodyIn(IPage page)
    {
        var offered = page.GetByRole(AriaRole.Region, new() { Name = "Send someone in" }).GetByRole(AriaRole.Button, new() { Name = "Copy" });
        await Expect(offered).ToHaveCountAsync(2);
        foreach (var copy in await offered.AllAsync())
        {
            await copy.ClickAsync();
            await Expect(copy).ToHaveAttributeAsync("data-copied", "");
            Assert.Equal("""{"success":true}""", await Run(await page.EvaluateAsync<string>("navigator.clipboard.readText()")));
        }

        var picture = page.GetByRole(AriaRole.Figure, new() { Name = "The journey's steps" });
        await Expect(picture.GetByText("1 arrived")).ToHaveCountAsync(4);
        await Expect(picture.GetByText("Yes · 1")).ToBeVisibleAsync();
        await Expect(page.Locator(".totals")).ToContainTextAsync(new Regex(@"Entered\s*1.*Messages\s*1.*Finished\s*1", RegexOptions.Singleline));
        await Picture(page, "8 counts");
    }

    private static async Task SeeTheMessage(IPage page)
    {
        await page.GetByRole(AriaRole.Link, new() { Name = "Phone", Exact = true }).ClickAsync();
        await Expect(page.Locator(".bubble")).ToHaveTextAsync("Hi Ana, you left behind: 100");
        await Picture(page, "9 phone");
    }

    private static async Task SeeTheFigures(IPage page)
    {
        await page.GetByRole(AriaRole.Link, new() { Name = "Overview", Exact = true }).ClickAsync();
        await Expect(Figure(page, "Messages sent")).ToHaveTextAsync("1");
        await Expect(Figure(page, "Events")).ToHaveTextAsync("1");
        await Picture(page, "10 overview");
    }

    private static readonly Regex Chosen = new("\\bchosen\\b");

    private static ILocatorAssertions Expect(ILocator locator) => Assertions.Expect(locator);

    private static ILocator Card(IPage page, string id) => page.Locator($".card[data-id='{id}']");

    private static ILocator Port(IPage page, string card, int port) => Card(page, card).Locator($"i[data-port='{port}']");

    private static ILocator Panel(IPage page) => page.GetByLabel("Properties");

    /// <summary>The number, without the share beside it.</summary>
    private static ILocator Figure(IPage page, string name) => page.Locator(".tile", new() { HasText = name }).Locator(".value");

    /// <summary>Types into a field that also offers what was seen.</summary>
    private static async Task Pick(IPage page, string field, string text)
    {
        await Panel(page).GetByRole(AriaRole.Combobox, new() { Name = field, Exact = true }).First.FillAsync(text);
        await page.Keyboard.PressAsync("Tab");
    }

    private static async Task AddByName(IPage page, string name)
    {
        await page.GetByRole(AriaRole.Combobox, new() { Name = "Add a step" }).FillAsync(name);
        await Expect(page.Locator(".step-menu [role=option][aria-selected=true]")).ToHaveTextAsync(name, new() { IgnoreCase = true });
        await page.Keyboard.PressAsync("Enter");
        await Expect(Card(page, name)).ToHaveClassAsync(Chosen);
    }

    private static async Task Drag(IPage page, ILocator what, ILocator onto, double x, double y)
    {
        await what.ScrollIntoViewIfNeededAsync();   // the palette is longer than a small window
        var (from, to) = ((await what.BoundingBoxAsync())!, (await onto.BoundingBoxAsync())!);
        await page.Mouse.MoveAsync(from.X + from.Width / 2, from.Y + from.Height / 2);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(to.X + (float)(to.Width * x), to.Y + (float)(to.Height * y), new() { Steps = 8 });
        await page.Mouse.UpAsync();
    }

    private static async Task<string> Run(string line)
    {
        using var shell = Process.Start(new ProcessStartInfo("sh", ["-c", line]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var said = await shell.StandardOutput.ReadToEndAsync();
        await shell.WaitForExitAsync();
        return said.Trim();
    }

    private static Task<byte[]> Picture(IPage page, string name) => page.ScreenshotAsync(new() { Path = Path.Combine(Pictures, name + ".png") });
}
