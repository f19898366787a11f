using System.Text.Json;
using System.Text.RegularExpressions;
using Cpd.Tests;
using Microsoft.Playwright;

namespace Cpd.EndToEnd.Tests.Pages;

/// <summary>The real program, a real browser: what comes in over HTTP shows without a reload.</summary>
public sealed class PagesAsPeopleSeeThem(Browser browser, PagesAsPeopleSeeThem.Shared shared) : IClassFixture<Browser>, IClassFixture<PagesAsPeopleSeeThem.Shared>
{
    [Needs(Part.Chromium)]
    public async Task What_happens_to_a_person_appears_on_their_page_by_itself()
    {
        var app = shared.App;
        await Identify(app, "ana-1", "Ana", "+385911234567");
        var page = await OpenPerson(app.Url, "Ana");

        await Track(app, "ana-1", "Signed Up");

        await Assertions.Expect(page.GetByText("Signed Up", new() { Exact = true })).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("Entered journey Sign-up welcome")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("SMS sent")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("SMS delivered", new() { Exact = true })).ToBeVisibleAsync();
    }

    [Needs(Part.Chromium)]
    public async Task A_journey_counts_who_waits_while_one_watches_and_lets_them_be_pushed_on()
    {
        var app = shared.App;
        await Identify(app, "ben-2", "Ben", "+385917654321");
        var page = await browser.Open($"{app.Url}/journeys/abandoned-cart");

        await app.Post("/v1/track", """{"userId":"ben-2","event":"Cart Updated","properties":{"cart_id":"c-1","total":20}}""");

        await page.GetByText("1 here").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Skip wait for Ben" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Nobody is waiting here now")).ToBeVisibleAsync();
        page = await OpenPerson(app.Url, "Ben");
        await Assertions.Expect(page.GetByText("Wait skip requested")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("Your cart is waiting for you: 20 in all.")).ToBeVisibleAsync();
    }

    [Needs(Part.Chromium)]
    public async Task A_reply_typed_on_the_phone_appears_at_the_person()
    {
        var app = shared.App;
        await Identify(app, "tena-3", "Tena", "+385911234568");
        await Track(app, "tena-3", "Signed Up");
        var page = await browser.Open($"{app.Url}/phone?number=385911234568");
        await Assertions.Expect(page.Locator(".phone header strong")).ToHaveTextAsync("+385911234568");
        await Assertions.Expect(page.Locator(".bubble")).ToBeVisibleAsync();

        await page.GetByLabel("Reply", new() { Exact = true }).FillAsync("Tell me more");
        await page.GetByRole(AriaRole.Button, new() { Name = "Send" }).ClickAsync();
        await page.Locator(".phone").GetByRole(AriaRole.Link, new() { Name = "Tena" }).ClickAsync();

        await Assertions.Expect(page.GetByText("Replied by SMS: “Tell me more”")).ToBeVisibleAsync();
    }

    [Needs(Part.Chromium)]
    public async Task A_rebuilt_view_shows_the_same_figures()
    {
        await using var app = await RunningApp.Start();
        for (var i = 0; i < 20; i++)
        {
            await Identify(app, $"user-{i}", $"User {i}", $"+3859112345{i:00}");
            await Track(app, $"user-{i}", "Signed Up");
        }
        // Sent and delivered, in whatever order: then no more comes of them.
        await RunningApp.Until(() => app.Count("SELECT count(*) FROM message_view WHERE marks & 5 = 5"), delivered => delivered == 20);
        var before = await Figures(app);
        var page = await browser.Open($"{app.Url}/operations");

        await page.GetByRole(AriaRole.Button, new() { Name = "Rebuild…" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Rebuild the user view" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Rebuilt.")).ToBeVisibleAsync();

        Assert.Equal(before, await Figures(app));
    }

    [Needs(Part.Chromium)]
    public async Task An_address_that_leads_nowhere_says_so()
    {
        var app = shared.App;
        var page = await browser.Open($"{app.Url}/nowhere");

        await Assertions.Expect(page.GetByText("Page not found")).ToBeVisibleAsync();
        await app.SignIn();
        using var program = await app.Client.GetAsync(new Uri("/nowhere", UriKind.Relative));
        Assert.Equal("", await program.Content.ReadAsStringAsync());
    }

    [Needs(Part.Chromium)]
    public async Task The_system_says_light_or_dark_until_the_visitor_does()
    {
        const string Light = "rgb(255, 255, 255)", Dark = "rgb(22, 24, 28)";
        var app = shared.App;
        var page = await browser.Open(app.Url);
        var body = page.Locator("body");
        await Assertions.Expect(body).ToHaveCSSAsync("background-color", Light);

        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await Assertions.Expect(body).ToHaveCSSAsync("background-color", Dark);

        await page.GetByTitle("Switch theme").ClickAsync();
        await Assertions.Expect(body).ToHaveCSSAsync("background-color", Light);
        await page.ReloadAsync();
        await Assertions.Expect(body).ToHaveCSSAsync("background-color", Light);
    }

    [Needs(Part.Chromium)]
    public async Task A_page_goes_on_after_its_connection_was_lost()
    {
        var app = shared.App;
        await using var line = new BreakableLine(app.Url);
        await Identify(app, "lovro-4", "Lovro", "+385911234569");
        var page = await OpenPerson(line.Url, "Lovro");

        line.Cut();
        await Assertions.Expect(page.GetByText("Connection lost")).ToBeVisibleAsync();
        await Track(app, "lovro-4", "Meanwhile");
        line.Mend();

        await Assertions.Expect(page.GetByText("Meanwhile", new() { Exact = true })).ToBeVisibleAsync();
    }

    [Needs(Part.Chromium)]
    public async Task A_page_goes_on_after_the_program_was_killed()
    {
        await using var app = await RunningApp.Start();
        await Identify(app, "ana-1", "Ana", "+385911234567");
        var page = await OpenPerson(app.Url, "Ana");

        await app.Kill();
        await app.StartAgain();
        await Track(app, "ana-1", "Afterwards");

        await Assertions.Expect(page.GetByText("Afterwards", new() { Exact = true })).ToBeVisibleAsync(new() { Timeout = 120_000 });
    }

    [Needs(Part.Chromium)]
    public async Task Keys_lead_everywhere()
    {
        var app = shared.App;
        var page = await browser.Open(app.Url);

        // The second key counts only for a moment after the first: both at once, so that no stall comes between them.
        await page.EvaluateAsync("for (const key of 'gp') document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }))");
        await Assertions.Expect(page).ToHaveURLAsync(app.Url + "/people");
        // A new page first takes the focus to its heading; a key before that would be for the page before it.
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "People" })).ToBeFocusedAsync();

        await page.Keyboard.PressAsync("/");
        await Assertions.Expect(page.Locator("[data-search]")).ToBeFocusedAsync();

        await page.Keyboard.PressAsync("Escape");
        await page.Keyboard.PressAsync("?");
        await Assertions.Expect(page.Locator("#keys")).ToBeVisibleAsync();
    }

    [Needs(Part.Chromium)]
    public async Task What_is_written_before_a_page_is_alive_is_still_there_when_it_is()
    {
        var app = shared.App;
        await Identify(app, "vesna-6", "Vesna", "+385911234561");
        var page = await browser.Open(app.Url);
        var (circuit, line) = (new TaskCompletionSource(), new TaskCompletionSource());
        await page.RouteAsync("**/_blazor/negotiate**", async route =>
        {
            line.SetResult();
            await circuit.Task;
            await route.ContinueAsync();
        });
        await page.GotoAsync($"{app.Url}/people");
        await line.Task;
        var search = page.Locator("[data-search]");
        await search.ClickAsync();
        await page.Keyboard.TypeAsync("Vsna");
        for (var i = 0; i < 3; i++) await page.Keyboard.PressAsync("ArrowLeft");
        await page.Keyboard.PressAsync("Enter");

        circuit.SetResult();
        await Browser.Interactive(page);

        await Assertions.Expect(search).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("e");
        await Assertions.Expect(search).ToHaveValueAsync("Vesna");
        await Assertions.Expect(page).ToHaveURLAsync($"{app.Url}/people?q=Vesna");
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "Vesna" })).ToBeVisibleAsync();
        await Assertions.Expect(search).ToBeFocusedAsync();
    }

    [Needs(Part.Chromium)]
    public async Task A_link_followed_while_a_page_comes_alive_leads_where_it_says()
    {
        var app = shared.App;
        await Identify(app, "tena-7", "Tena", "+385911234577");
        var page = await browser.Open(app.Url);
        var (begun, followed) = (new TaskCompletionSource(), new TaskCompletionSource());
        // The server knows by then where the page is; what it answers does not arrive before the link is followed.
        await page.RouteWebSocketAsync(new Regex("/_blazor"), line =>
        {
            var server = line.ConnectToServer();
            Task said = followed.Task;
            line.OnMessage(message =>
            {
                SlowLine.Pass(server, message);
                if (message.Binary is { } bytes && bytes.AsSpan().IndexOf("StartCircuit"u8) >= 0) begun.TrySetResult();
            });
            server.OnMessage(message =>
            {
                // Nobody waits here: the browser is told of everything else by the same thread.
                if (begun.Task.IsCompleted) said = said.ContinueWith(_ => SlowLine.Pass(line, message), TaskScheduler.Default);
                else SlowLine.Pass(line, message);
            });
        });
        await page.GotoAsync($"{app.Url}/people");
        await begun.Task;

        await page.GetByRole(AriaRole.Link, new() { Name = "Tena" }).ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("/people/[0-9a-f]+$"));
        followed.SetResult();
        await Browser.Interactive(page);

        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Tena", Exact = true })).ToBeVisibleAsync();
    }

    [Needs(Part.Chromium)]
    public async Task Whoever_goes_with_the_keys_sees_where_they_are()
    {
        var app = shared.App;
        var page = await browser.Open($"{app.Url}/journeys");

        foreach (var one in new[] { page.GetByRole(AriaRole.Link, new() { Name = "Live", Exact = true }), page.GetByRole(AriaRole.Button, new() { Name = "New journey" }) })
        {
            // Again, where a page that came alive meanwhile gave the focus to its heading.
            await RunningApp.Until(
                async () =>
                {
                    await page.Keyboard.PressAsync("Tab");   // from now on the browser takes the focus for that of the keyboard
                    await one.FocusAsync();
                    return await one.EvaluateAsync<string>("it => getComputedStyle(it).outlineStyle");
                },
                outline => outline == "solid");
        }
    }

    private static async Task<string> Figures(RunningApp app)
    {
        string[] questions =
        [
            "SELECT count(*) FROM timeline", "SELECT count(*) FROM people_view", "SELECT sum(count) FROM journey_counts",
            "SELECT sum(count) FROM activity", "SELECT sum(marks) FROM message_view",
        ];
        var figures = new List<long>();
        foreach (var question in questions) figures.Add(await app.Count(question));
        return string.Join(' ', figures);
    }

    private async Task<IPage> OpenPerson(string through, string name)
    {
        var page = await browser.Open($"{through}/people");
        await page.GetByRole(AriaRole.Link, new() { Name = name }).ClickAsync();
        await Assertions.Expect(page.Locator("h1")).ToContainTextAsync(name);
        return page;
    }

    internal static Task<HttpResponseMessage> Identify(RunningApp app, string user, string name, string phone) => app.Post(
        "/v1/identify", JsonSerializer.Serialize(new { userId = user, traits = new { firstName = name, phone, consent = new { marketing = true } } }));

    private static Task<HttpResponseMessage> Track(RunningApp app, string user, string name) =>
        app.Post("/v1/track", JsonSerializer.Serialize(new { userId = user, @event = name, properties = new { } }));

    /// <summary>One program for all that need none of their own: each test has people of its own in it.</summary>
    public sealed class Shared : IAsyncLifetime
    {
        internal RunningApp App { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            if (Parts.Has(Part.Chromium)) App = await RunningApp.Start();
        }

        public async Task DisposeAsync()
        {
            if (App is not null) await App.DisposeAsync();
        }
    }
}
