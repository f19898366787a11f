using System.Text.Json;
using Cpd.Tests;
using Microsoft.Playwright;

namespace Cpd.EndToEnd.Tests.Pages;

/// <summary>Whoever sends events chooses the words on our pages: markup, one word of a line's length, both directions of writing.</summary>
public sealed class NamesFromOutside(Browser browser) : IClassFixture<Browser>
{
    private const string User = "\"><script>document.title='in'</script>";

    private static readonly string Name =
        "<img class=planted src=x onerror=document.title='in'>\"' \u202eback שלום \U0001F469\u200d\U0001F467 " + string.Concat(Enumerable.Repeat("Donaudampfschiff", 16));

    [Needs(Part.Chromium)]
    public async Task Are_only_ever_words_and_leave_every_page_in_its_window()
    {
        await using var app = await RunningApp.Start();
        await app.Post("/v1/commands/publish", JsonSerializer.Serialize(new { journey = "names", definition = Journey() }));
        var traits = new Dictionary<string, object> { ["firstName"] = Name, ["phone"] = "+385911234567", ["email"] = Name, [Name[..120]] = Name, ["deep"] = new { a = new[] { Name } } };
        using var taken = await app.Post("/v1/identify", JsonSerializer.Serialize(new { userId = User, traits }));
        taken.EnsureSuccessStatusCode();
        await RunningApp.Until(() => app.Count("SELECT count(*) FROM journeys WHERE id = 'names'"), journeys => journeys == 1);
        await app.Post("/v1/track", JsonSerializer.Serialize(new { userId = User, @event = Name[..200], properties = new { a = Name } }));
        await RunningApp.Until(() => app.Count("SELECT count(*) FROM message_view WHERE marks & 4 <> 0"), delivered => delivered == 1);
        await SandboxControl.Reply(app.Client, "385911234567", Name);

        var page = await browser.Open(app.Url + "/people");
        await page.GetByRole(AriaRole.Link).Filter(new() { HasText = "planted" }).First.ClickAsync();
        await Assertions.Expect(page.GetByText("Replied by SMS")).ToBeVisibleAsync();
        var person = new Uri(page.Url).AbsolutePath;

        foreach (var path in new[] { person, "/", "/live", "/people", "/journeys", "/journeys/names", "/phone?number=385911234567" })
        {
            await page.GotoAsync(app.Url + path);
            await Browser.Interactive(page);
            await Assertions.Expect(page.GetByText("planted").First).ToBeAttachedAsync();
            foreach (var width in new[] { 1280, 390 })
            {
                await page.SetViewportSizeAsync(width, 800);
                await Browser.Fits(page, $"{path} is wider than {width}.");
            }
            await Assertions.Expect(page.Locator("img.planted")).ToHaveCountAsync(0);
            Assert.NotEqual("in", await page.TitleAsync());
        }

        var phone = (await page.Locator(".phone").BoundingBoxAsync())!;
        var send = (await page.GetByRole(AriaRole.Button, new() { Name = "Send" }).BoundingBoxAsync())!;
        Assert.True(send.X + send.Width <= phone.X + phone.Width, "The button to send lies outside of the phone.");
    }

    private static object Journey() => new
    {
        id = "names",
        name = Name,
        entries = new[] { new { @event = Name[..200] } },
        first = "ask",
        steps = new object[]
        {
            new { id = "ask", type = "message", channel = "sms", text = "{{person.firstName}}", transactional = true, next = "wait" },
            new { id = "wait", type = "waitForEvent", events = new[] { new { @event = Name, next = (string?)null } }, timeout = "1 day", onTimeout = (string?)null },
        },
    };
}
