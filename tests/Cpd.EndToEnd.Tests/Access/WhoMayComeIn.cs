using System.Net;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Cpd.Web.Shell;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components;

namespace Cpd.EndToEnd.Tests.Access;

/// <summary>A program that was set up, with two workspaces and people in them, at each of its addresses.</summary>
public sealed partial class WhoMayComeIn(WhoMayComeIn.SetUp scene) : IClassFixture<WhoMayComeIn.SetUp>
{
    private const string Password = "four words in a row";

    /// <summary>What anybody may look at. A page that is not here asks who one is.</summary>
    private static readonly string[] ForEverybody = ["/sign-in", "/sign-out", "/setup", "/invite/{token}", "/not-found"];

    private readonly RunningApp _app = scene.App;

    private static IEnumerable<(string Template, bool IsOpen)> Pages => typeof(App).Assembly.GetTypes()
        .SelectMany(page => page.GetCustomAttributes<RouteAttribute>().Select(route => (route.Template, page.GetCustomAttribute<AllowAnonymousAttribute>() is not null)));

    [Fact]
    public void Only_named_pages_are_for_everybody() =>
        Assert.Equal(ForEverybody.Order(StringComparer.Ordinal), Pages.Where(page => page.IsOpen).Select(page => page.Template).Order(StringComparer.Ordinal));

    [Fact]
    public async Task Every_other_page_leads_to_where_one_signs_in()
    {
        using var stranger = new Visitor(_app);
        foreach (var (template, _) in Pages.Where(page => !page.IsOpen))
        {
            var path = Fill(template);
            Assert.Equal((path, $"{_app.Url}/sign-in?return={Uri.EscapeDataString(path)}"), (path, (await stranger.Get(path)).To));
        }
    }

    [Theory]
    [InlineData("GET", "/w/demo/people")]
    [InlineData("GET", "/nowhere")]
    [InlineData("POST", "/_blazor/negotiate?negotiateVersion=1")]
    [InlineData("GET", "/v1/journeys")]
    [InlineData("POST", "/v1/commands/forget")]
    [InlineData("GET", "/v1/operations/dead-letters")]
    [InlineData("POST", "/v1/operations/user-view/rebuild")]
    public async Task Every_other_address_lets_no_stranger_in(string method, string path)
    {
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(_app.Url) };
        using var answer = await client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));

        Assert.True(answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Redirect, $"{path}: {answer.StatusCode}");
    }

    [Fact]
    public async Task No_page_shows_a_member_of_one_workspace_what_is_in_another()
    {
        foreach (var (template, _) in Pages)
        {
            var (status, body, _, _) = await scene.Ben.Get(Fill(template));
            Assert.True(status is not HttpStatusCode.InternalServerError, template);
            Assert.DoesNotContain("Zora", body, StringComparison.Ordinal);
            if (template != "/journeys/gallery") Assert.DoesNotContain("Sign-up welcome", body, StringComparison.Ordinal);   // what comes with the product is everybody's
        }
        Assert.Contains("Zora", await InDemo("/people"), StringComparison.Ordinal);   // who is there
    }

    [Fact]
    public async Task A_workspace_one_is_no_member_of_is_nowhere() =>
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), ((await scene.Ben.Get("/w/demo/")).Status, (await scene.Ben.Get("/w/no-such/")).Status));

    [Fact]
    public async Task A_page_for_other_roles_is_refused_with_a_sentence()
    {
        foreach (var path in (string[])["/operations", "/settings/keys", "/settings/audit", "/phone"])
        {
            var (status, body, _, _) = await scene.Ben.Get(path);
            Assert.Equal((path, HttpStatusCode.Forbidden), (path, status));
            Assert.Contains("This page is not for you", body, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Set_up_happens_once() => Assert.Equal(HttpStatusCode.NotFound, (await scene.Ben.Get("/setup")).Status);

    [Fact]
    public async Task The_demo_ends_with_it()
    {
        using var stranger = new Visitor(_app);
        Assert.DoesNotContain("Sign in to the demo", (await stranger.Get("/sign-in")).Body, StringComparison.Ordinal);
        Assert.Equal("/sign-in?return=%2F", new Uri((await scene.Guest.Get("/")).To!).PathAndQuery);
    }

    [Fact]
    public async Task Too_many_wrong_passwords_lock_the_account_for_the_right_one_too()
    {
        using var thief = new Visitor(_app);
        for (var i = 0; i < 4; i++) Assert.Contains("is wrong", (await thief.SignIn("cleo@example.com", $"wrong password {i}")).Body, StringComparison.Ordinal);
        Assert.Contains("locked", (await thief.SignIn("cleo@example.com", "wrong password 5")).Body, StringComparison.Ordinal);

        Assert.Contains("locked", (await thief.SignIn("cleo@example.com", Password)).Body, StringComparison.Ordinal);

        var audit = (await scene.Ana.Get("/settings/audit?q=cleo")).Body;
        Assert.Contains("sign-in.failed", audit, StringComparison.Ordinal);
        Assert.Contains("sign-in.locked", audit, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Signing_out_ends_the_cookie_itself()
    {
        using var dora = new Visitor(_app);
        await scene.Join(dora, "dora@example.com", "Analyst");
        using var thief = dora.Copy(_app);
        Assert.Equal(HttpStatusCode.OK, (await thief.Get("/people")).Status);

        Assert.EndsWith("/sign-in", (await dora.Send("/sign-out", "sign-out")).To, StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.Redirect, (await thief.Get("/people")).Status);
    }

    [Fact]
    public async Task Tables_of_reports_come_as_files_to_members()
    {
        var answer = await scene.Ana.Get("/reports/export/messages.csv?range=1h");

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Contains(',', answer.Body.Split('\n')[0]);
    }

    [Fact]
    public async Task A_form_without_its_token_is_refused()
    {
        using var client = new HttpClient { BaseAddress = new Uri(_app.Url) };
        using var given = new FormUrlEncodedContent([new("_handler", "sign-in"), new("Given.Email", "ana@example.com"), new("Given.Password", Password)]);
        using var answer = await client.PostAsync(new Uri("/sign-in", UriKind.Relative), given);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Theory]
    [InlineData("/people", "/people")]
    [InlineData("//elsewhere.example", "/")]
    [InlineData("https://elsewhere.example", "/")]
    public async Task Signing_in_leads_back_only_to_pages_of_this_installation(string wanted, string led)
    {
        using var ana = new Visitor(_app);
        var (_, _, to) = await ana.Send($"/sign-in?return={Uri.EscapeDataString(wanted)}", "sign-in", ("Given.Email", "ana@example.com"), ("Given.Password", Password));

        Assert.Equal(led, new Uri(new Uri(_app.Url), to).PathAndQuery);
    }

    [Fact]
    public async Task Answers_say_what_browsers_may_do_with_them()
    {
        using var stranger = new Visitor(_app);
        var headers = (await stranger.Get("/sign-in")).Answer.Headers;

        var policy = Assert.Single(headers.GetValues("Content-Security-Policy"));
        foreach (var part in (string[])["default-src 'self'", "object-src 'none'", "base-uri 'self'", "frame-ancestors 'none'"]) Assert.Contains(part, policy, StringComparison.Ordinal);
        Assert.DoesNotMatch("script-src[^;]*unsafe", policy);
        Assert.Equal("nosniff", Assert.Single(headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("same-origin", Assert.Single(headers.GetValues("Referrer-Policy")));
        Assert.True(headers.Contains("Permissions-Policy"));
        Assert.False(headers.Contains("Strict-Transport-Security"));   // this is http
    }

    private async Task<string> InDemo(string path)
    {
        using var ana = new Visitor(_app);
        await ana.SignIn("ana@example.com", Password);
        await ana.Get("/w/demo/");
        return (await ana.Get(path)).Body;
    }

    private string Fill(string template) => template.Contains("people", StringComparison.Ordinal)
        ? Parameter().Replace(template, scene.Zora)
        : Parameter().Replace(template, "signup-welcome");

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Parameter();

    /// <summary>Zora is a person in the demo workspace. Ana owns it and Acme; Ben is a marketer and Cleo an administrator of Acme alone.</summary>
    public sealed class SetUp : IAsyncLifetime
    {
        internal RunningApp App { get; private set; } = null!;

        internal Visitor Ana { get; private set; } = null!;

        internal Visitor Ben { get; private set; } = null!;

        /// <summary>Was signed in to the demo before.</summary>
        internal Visitor Guest { get; private set; } = null!;

        internal string Zora { get; private set; } = "";

        public async Task InitializeAsync()
        {
            App = await RunningApp.Start();
            (Ana, Ben, Guest) = (new(App), new(App), new(App));
            using (await App.Post("/v1/identify", """{"userId":"zora","traits":{"firstName":"Zora"} }"""))
            {
                Zora = (await RunningApp.Until(() => App.Texts("SELECT lower(hex(person)) FROM people_view"), people => people.Count == 1))[0];
            }
            await Guest.Send("/sign-in", "demo");
            Assert.Equal(HttpStatusCode.OK, (await Guest.Get("/")).Status);

            var (status, body, to) = await Ana.SetUp("Acme", "ana@example.com", Password);
            Assert.True(to?.EndsWith('/') is true, $"{status} {body}");
            await Join(Ben, "ben@example.com", "Marketer");
            using var cleo = new Visitor(App);
            await Join(cleo, "cleo@example.com", "Administrator");
        }

        /// <summary>By a link as the page makes it.</summary>
        internal async Task Join(Visitor visitor, string email, string role)
        {
            var token = Guid.NewGuid().ToString("N");
            await App.Execute($"""
                INSERT INTO invitations (id, workspace, email, role, invited_by, created_at, expires_at)
                VALUES ('{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)))}', 'acme', '{email}', '{role}', 'Ana', 0, 4102444800000)
                """);
            var (status, body, to) = await visitor.Send($"/invite/{token}", "new", ("Given.Name", email), ("Given.Password", Password));
            Assert.True(to?.EndsWith('/') is true, $"{status} {body}");
        }

        public async Task DisposeAsync()
        {
            Ana.Dispose();
            Ben.Dispose();
            Guest.Dispose();
            await App.DisposeAsync();
        }
    }
}
