using System.Net;
using System.Text.RegularExpressions;
using Cpd.EndToEnd.Tests.Pages;
using Cpd.Tests;
using Microsoft.Playwright;

namespace Cpd.EndToEnd.Tests.Access;

/// <summary>A program that was set up, with a company's OpenID provider beside it: who is let in on its word, and who is not.</summary>
public sealed partial class WithAProvider(WithAProvider.SetUp scene, Browser browser) : IClassFixture<WithAProvider.SetUp>, IClassFixture<Browser>
{
    private const string Password = "four words in a row";

    private readonly RunningApp _app = scene.App;

    [Needs(Part.Chromium, Part.Axe)]
    public async Task Whoever_has_an_account_signs_in_in_a_browser_and_comes_back_to_the_page_they_wanted()
    {
        var complaints = new List<string>();
        var page = await browser.OpenWindow(complaints);
        await page.GotoAsync(_app.Url + "/sign-in?why=oidc.unknown");
        Assert.Empty(await Barriers.On(page));
        await page.GotoAsync(_app.Url + "/people?q=zora");

        await page.GetByRole(AriaRole.Link, new() { Name = "Sign in with Acme's door" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "ana", Exact = true }).ClickAsync();

        await Browser.Interactive(page);
        Assert.Equal("/people?q=zora", new Uri(page.Url).PathAndQuery);
        await Assertions.Expect(page.Locator(".rail .account summary")).ToContainTextAsync("Ana");
        Assert.Empty(complaints);
        Assert.Contains("with Acme's door", await _app.Texts("SELECT coalesce(after_it, '') FROM audit WHERE act = 'sign-in.succeeded' AND subject = 'ana@example.com'"));
    }

    [Fact]
    public async Task An_invited_address_comes_in_with_the_role_of_its_invitation_and_without_a_password()
    {
        using var ben = new Visitor(_app);

        Assert.Equal("/", await Enter(ben, "ben"));

        Assert.Equal(HttpStatusCode.OK, (await ben.Get("/people")).Status);
        Assert.Equal(["acme Marketer Ben B"], await Memberships("ben@elsewhere.example"));
        Assert.Equal(0, await _app.Count("SELECT count(*) FROM invitations WHERE email = 'Ben@Elsewhere.example' AND closed_at IS NULL"));
        Assert.Contains("you sign in without a password", (await ben.Get("/account")).Body, StringComparison.Ordinal);
        Assert.Contains("Wrong e-mail address or password", (await ben.SignIn("ben@elsewhere.example", Password)).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_of_the_companys_domain_needs_no_invitation_and_comes_in_once()
    {
        using (var cleo = new Visitor(_app)) Assert.Equal("/", await Enter(cleo, "cleo"));
        using (var again = new Visitor(_app)) Assert.Equal("/", await Enter(again, "cleo"));

        Assert.Equal(["acme Developer cleo"], await Memberships("cleo@acme.example"));
    }

    [Theory]
    [InlineData("unverified", "oidc.email-unverified", "has not verified your e-mail address")]
    [InlineData("stranger", "oidc.unknown", "You have no account here")]
    [InlineData("below-the-domain", "oidc.unknown", "You have no account here")]
    [InlineData("without-an-address", "oidc.no-email", "does not provide your e-mail address")]
    [InlineData("the-demo", "oidc.unknown", "You have no account here")]
    [InlineData("forged", "oidc.failed", "sent an invalid response")]
    [InlineData("away", "oidc.away", "is not responding")]
    [InlineData("nobody", "oidc.denied", "was not allowed to share who you are")]
    public async Task Others_are_refused_with_a_code_and_a_sentence(string person, string code, string sentence)
    {
        using var visitor = new Visitor(_app);

        var to = await Enter(visitor, person);

        Assert.Equal($"/sign-in?why={code}", to);
        var (status, body, _, _) = await visitor.Get(to!);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains(sentence, body, StringComparison.Ordinal);
        Assert.Contains($"<code>{code}</code>", body, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await visitor.Get("/people")).Status);
    }

    [Theory]
    [InlineData("?code=abc")]
    [InlineData("?code=abc&state=mine")]
    [InlineData("?error=server_error")]
    [InlineData("")]
    public async Task An_answer_that_nobody_asked_for_is_refused(string query)
    {
        using var visitor = new Visitor(_app);

        Assert.Equal("/sign-in?why=oidc.stale", (await visitor.Get("/sign-in/oidc/callback" + query)).To);
    }

    [Fact]
    public async Task An_answer_to_another_browser_is_refused()
    {
        using var ana = new Visitor(_app);
        using var thief = new Visitor(_app);
        await Ask(thief);

        var (_, _, to, _) = await thief.Get(await LinkOf("ana", (await Ask(ana))!));

        Assert.Equal("/sign-in?why=oidc.stale", to);
    }

    [Fact]
    public async Task A_code_that_was_used_is_refused()
    {
        using var ana = new Visitor(_app);
        var link = await LinkOf("ana", (await Ask(ana))!);
        using var copy = ana.Copy(_app);
        Assert.Equal("/", Path((await ana.Get(link)).To));

        Assert.Equal("/sign-in?why=oidc.failed", (await copy.Get(link)).To);
    }

    [Theory]
    [InlineData("https://elsewhere.example")]
    [InlineData("//elsewhere.example")]
    public async Task It_leads_back_only_to_pages_of_this_installation(string wanted)
    {
        using var ana = new Visitor(_app);

        Assert.Equal("/", await Enter(ana, "ana", wanted));
    }

    [Fact]
    public void While_the_provider_is_away_the_sign_in_page_says_so() => Assert.Equal("/sign-in?why=oidc.away", scene.WhileAway);

    private async Task<string?> Enter(Visitor visitor, string person, string? wanted = null) => Path((await visitor.Get(await LinkOf(person, (await Ask(visitor, wanted))!))).To);

    private static async Task<string?> Ask(Visitor visitor, string? wanted = null) =>
        (await visitor.Get("/sign-in/oidc" + (wanted is null ? "" : $"?return={Uri.EscapeDataString(wanted)}"))).To;

    /// <summary>What the person of that name clicks on the provider's page.</summary>
    private async Task<string> LinkOf(string person, string provider)
    {
        Assert.StartsWith(scene.Provider.Url + "/authorize?", provider, StringComparison.Ordinal);
        using var client = new HttpClient();
        var page = await client.GetStringAsync(new Uri(provider));
        return new Uri(WebUtility.HtmlDecode(LinkOnPage().Matches(page).Single(link => link.Groups[2].Value == person).Groups[1].Value)).PathAndQuery;
    }

    private string? Path(string? to) => to is null ? null : new Uri(new Uri(_app.Url), to).PathAndQuery;

    private Task<IReadOnlyList<string>> Memberships(string email) =>
        _app.Texts($"SELECT members.workspace || ' ' || members.role || ' ' || accounts.name FROM members JOIN accounts ON accounts.id = members.account WHERE accounts.email = '{email}'");

    [GeneratedRegex("<a href=\"([^\"]*)\">([^<]*)</a>")]
    private static partial Regex LinkOnPage();

    /// <summary>Ana owns Acme and has invited Ben. The provider comes only after the program.</summary>
    public sealed class SetUp : IAsyncLifetime
    {
        internal RunningApp App { get; private set; } = null!;

        internal OpenIdProvider Provider { get; } = new()
        {
            People =
            [
                new("ana", "Ana@example.com"),
                new("ben", "ben@elsewhere.example") { Name = "Ben B", IsToldOnRequest = true },
                new("cleo", "cleo@acme.example"),
                new("unverified", "ana@example.com", IsVerified: false),
                new("stranger", "stranger@elsewhere.example"),
                new("below-the-domain", "someone@sub.acme.example"),
                new("without-an-address", ""),
                new("the-demo", "demo@localhost"),
                new("forged", "ana@example.com") { IsForged = true },
                new("away", "ana@example.com") { BreaksTheLine = true },
            ],
        };

        /// <summary>Where it led to sign in with a provider that was not there yet.</summary>
        internal string? WhileAway { get; private set; }

        public async Task InitializeAsync()
        {
            App = await RunningApp.Start(
                ("Cpd__SignIn__Oidc__Authority", Provider.Url), ("Cpd__SignIn__Oidc__Name", "Acme's door"),
                ("Cpd__SignIn__Oidc__ClientId", OpenIdProvider.ClientId), ("Cpd__SignIn__Oidc__ClientSecret", OpenIdProvider.ClientSecret),
                ("Cpd__SignIn__Oidc__EmailDomains", "acme.example"), ("Cpd__SignIn__Oidc__Workspace", "acme"), ("Cpd__SignIn__Oidc__Role", "Developer"));
            using var ana = new Visitor(App);
            var (status, body, to) = await ana.SetUp("Acme", "ana@example.com", Password);
            Assert.True(to?.EndsWith('/') is true, $"{status} {body}");
            await App.Execute("""
                INSERT INTO invitations (id, workspace, email, role, invited_by, created_at, expires_at)
                VALUES ('no-link', 'acme', 'Ben@Elsewhere.example', 'Marketer', 'Ana', 0, 4102444800000)
                """);

            WhileAway = (await ana.Get("/sign-in/oidc")).To;
            await Provider.Start();
            await RunningApp.Until(async () => (await ana.Get("/sign-in/oidc")).To, to => to?.StartsWith(Provider.Url, StringComparison.Ordinal) is true);
        }

        public async Task DisposeAsync()
        {
            await App.DisposeAsync();
            await Provider.DisposeAsync();
        }
    }
}
