using Cpd.Tests;
using Microsoft.Playwright;

namespace Cpd.EndToEnd.Tests.Pages;

/// <summary>From an empty installation to a team in two workspaces, as people do it.</summary>
public sealed class SigningIn(Browser browser) : IClassFixture<Browser>
{
    private const string Password = "four words in a row";

    [Needs(Part.Chromium, Part.Axe)]
    public async Task An_owner_sets_up_and_invites_and_helps_back_in_and_the_invited_sees_what_their_role_may()
    {
        await using var app = await RunningApp.Start();
        var barriers = new List<string>();
        var complaints = new List<string>();

        var ana = await browser.OpenWindow(complaints);
        await ana.GotoAsync(app.Url);
        await ana.GetByRole(AriaRole.Link, new() { Name = "set up your own workspace" }).ClickAsync();
        await Look(ana, barriers);
        await ana.GetByLabel("Workspace").FillAsync("Acme");
        await ana.GetByLabel("Your name").FillAsync("Ana");
        await ana.GetByLabel("E-mail").FillAsync("ana@example.com");
        await ana.GetByLabel("Password").FillAsync(Password);
        await ana.GetByRole(AriaRole.Button, new() { Name = "Set up" }).ClickAsync();
        await Browser.Interactive(ana);
        await Assertions.Expect(ana.Locator(".rail summary").First).ToContainTextAsync("Acme");

        // The other workspace, by keyboard.
        await ana.Locator(".rail .workspace summary").FocusAsync();
        await ana.Keyboard.PressAsync("Enter");
        await ana.Keyboard.PressAsync("Tab");
        await ana.Keyboard.PressAsync("Tab");
        await ana.Keyboard.PressAsync("Enter");
        await Assertions.Expect(ana.Locator(".rail summary").First).ToContainTextAsync("Demo");
        await ana.GotoAsync(app.Url + "/w/acme/settings/members");
        await Browser.Interactive(ana);

        await ana.GetByLabel("E-mail").FillAsync("ben@example.com");
        await ana.GetByLabel("Role", new() { Exact = true }).SelectOptionAsync("Analyst");
        await ana.GetByRole(AriaRole.Button, new() { Name = "Create link" }).ClickAsync();
        var link = await ana.Locator(".copy-line pre").TextContentAsync();

        var ben = await browser.OpenWindow(complaints);
        await ben.GotoAsync(link!);
        await Assertions.Expect(ben.GetByRole(AriaRole.Heading, new() { Name = "Join Acme" })).ToBeVisibleAsync();
        await Look(ben, barriers);
        await ben.GetByLabel("Your name").FillAsync("Ben");
        await ben.GetByLabel("Password").FillAsync(Password);
        await ben.GetByRole(AriaRole.Button, new() { Name = "Join" }).ClickAsync();
        await Browser.Interactive(ben);
        await Assertions.Expect(ben.Locator(".rail nav")).Not.ToContainTextAsync("Operations");
        await ben.GotoAsync(app.Url + "/settings/keys");
        await Assertions.Expect(ben.GetByText("You do not have access to this page")).ToBeVisibleAsync();
        await ben.GotoAsync(app.Url + "/account");
        await Look(ben, barriers);
        await ben.GotoAsync(app.Url + "/people");
        await Browser.Interactive(ben);

        // A link for whoever forgot the password. It works once, and pages that are open under the old one stop.
        await ana.ReloadAsync();
        await Browser.Interactive(ana);
        await ana.GetByRole(AriaRole.Button, new() { Name = "Password link for Ben" }).ClickAsync();
        await Assertions.Expect(ana.Locator(".copy-line pre")).ToContainTextAsync("/reset/");
        link = await ana.Locator(".copy-line pre").TextContentAsync();
        var forgetful = await browser.OpenWindow(complaints);
        await forgetful.GotoAsync(link!);
        await Look(forgetful, barriers);
        await forgetful.GetByLabel("New password").FillAsync("other words in a row");
        await forgetful.GetByRole(AriaRole.Button, new() { Name = "Set password" }).ClickAsync();
        await Assertions.Expect(forgetful.GetByRole(AriaRole.Status)).ToContainTextAsync("Your new password is set");
        await forgetful.GetByLabel("E-mail").FillAsync("ben@example.com");
        await forgetful.GetByLabel("Password").FillAsync("other words in a row");
        await forgetful.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await Browser.Interactive(forgetful);
        await Assertions.Expect(ben).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/sign-in"), new() { Timeout = 120_000 });
        await forgetful.GotoAsync(link!);
        await Assertions.Expect(forgetful.GetByText("This link is not valid")).ToBeVisibleAsync();
        await Look(forgetful, barriers);
        await forgetful.GotoAsync(app.Url + "/people");
        await Browser.Interactive(forgetful);

        // A page that is open stops when its member is taken out.
        await ana.GetByRole(AriaRole.Button, new() { Name = "Remove…" }).ClickAsync();
        await ana.GetByRole(AriaRole.Button, new() { Name = "Remove Ben" }).ClickAsync();
        await Assertions.Expect(forgetful).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/sign-in"), new() { Timeout = 120_000 });

        await ana.Locator(".account summary").ClickAsync();
        await ana.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Assertions.Expect(ana.GetByRole(AriaRole.Heading, new() { Name = "Sign in" })).ToBeVisibleAsync();
        await ana.GetByLabel("E-mail").FillAsync("ana@example.com");
        await ana.GetByLabel("Password").FillAsync("not my password");
        await ana.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Assertions.Expect(ana.GetByRole(AriaRole.Alert)).ToContainTextAsync("Wrong e-mail address or password.");
        await Look(ana, barriers);
        await ana.GetByLabel("Password").FillAsync(Password);
        await ana.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Browser.Interactive(ana);
        Assert.DoesNotContain(complaints, complaint => complaint.Contains("Content Security Policy", StringComparison.OrdinalIgnoreCase));
        Assert.True(barriers.Count == 0, string.Join("\n\n", barriers));
    }

    /// <summary>The page as it is, in light and dark, and whether it fits a phone.</summary>
    private static async Task Look(IPage page, List<string> barriers)
    {
        var where = new Uri(page.Url).AbsolutePath.Split('/')[1];
        foreach (var scheme in (ColorScheme[])[ColorScheme.Dark, ColorScheme.Light])
        {
            await page.EmulateMediaAsync(new() { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
            barriers.AddRange((await Barriers.On(page)).Select(barrier => $"{where} in {scheme}: {barrier}"));
        }
        await page.SetViewportSizeAsync(390, 800);
        await Browser.Fits(page, $"{where} is wider than 390.");
        await page.SetViewportSizeAsync(1280, 800);
        await Browser.Fits(page, $"{where} is wider than 1280.");
    }
}
