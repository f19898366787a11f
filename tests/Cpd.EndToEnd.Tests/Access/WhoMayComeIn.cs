using System.Net;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Cpd.EndToEnd.Tests.Cli;
using Cpd.Web.Access;
using Cpd.Web.Shell;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components;

namespace Cpd.EndToEnd.Tests.Access;

/// <summary>A program that was set up, with two workspaces and people in them, at each of its addresses.</summary>
public sealed partial class WhoMayComeIn(WhoMayComeIn.SetUp scene) : IClassFixture<WhoMayComeIn.SetUp>
{
    private const string Password = "four words in a row";

    private static readonly IPAddress Proxy = IPAddress.Parse("127.2.0.1");

    /// <summary>What anybody may look at. A page that is not here asks who one is.</summary>
    private static readonly string[] ForEverybody = ["/sign-in", "/sign-out", "/setup", "/invite/{token}", "/reset/{link}", "/not-found"];

    private const string Everybody = "Owner Administrator Marketer Analyst Developer";

    /// <summary>Of the pages that ask who one is, those that are not for all roles. What belongs to all workspaces is for nobody who is in one of them only.</summary>
    private static readonly Dictionary<string, string> NotForEverybody = new()
    {
        ["/phone"] = "",
        ["/phone/inbox"] = "",
        ["/channels"] = "Owner Administrator",
        ["/channels/rules"] = "Owner Administrator",
        ["/operations"] = "Owner Administrator Developer",
        ["/dead-letters"] = "Owner Administrator Developer",
        ["/settings/keys"] = "Owner Administrator Developer",
        ["/settings/audit"] = "Owner Administrator",
    };

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
    [InlineData("GET", "/v1/people/zora-1/export")]
    [InlineData("GET", "/people/01b73a5c000000000000000000000001/export")]
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
    public async Task Nobody_takes_along_who_is_in_a_workspace_that_they_may_not_govern()
    {
        var path = $"/people/{scene.Zora}/export";
        using var gita = new Visitor(_app);
        await scene.Join(gita, "gita@example.com", "Administrator");

        Assert.Equal(HttpStatusCode.NotFound, (await gita.Get(path)).Status);         // of another workspace
        Assert.Equal(HttpStatusCode.Forbidden, (await scene.Ben.Get(path)).Status);   // a marketer
        Assert.Equal(0, await _app.Count("SELECT count(*) FROM audit WHERE act = 'person.exported'"));
    }

    [Fact]
    public async Task A_workspace_one_is_no_member_of_is_nowhere() =>
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), ((await scene.Ben.Get("/w/demo/")).Status, (await scene.Ben.Get("/w/no-such/")).Status));

    [Fact]
    public async Task Every_page_is_for_the_roles_it_is_meant_for_and_says_so_to_others_who_type_its_address()
    {
        using var finn = new Visitor(_app);
        await scene.Join(finn, "finn@example.com", "Analyst");
        var wrong = new List<string>();
        foreach (var role in Enum.GetNames<MemberRole>())
        {
            await _app.Execute($"UPDATE members SET role = '{role}' WHERE workspace = 'acme' AND account = (SELECT id FROM accounts WHERE email = 'finn@example.com')");
            foreach (var (template, isOpen) in Pages)
            {
                var isFor = isOpen || (NotForEverybody.TryGetValue(template, out var roles) ? roles : Everybody).Split(' ').Contains(role);
                var (status, body, _, _) = await finn.Get(Fill(template));
                var isRefused = status is HttpStatusCode.Forbidden && body.Contains("You do not have access to this page", StringComparison.Ordinal);
                if (isFor == isRefused || status >= HttpStatusCode.InternalServerError) wrong.Add($"{role} at {template}: {status}");
            }
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public void The_table_names_pages_that_are_there() => Assert.Empty(NotForEverybody.Keys.Except(Pages.Select(page => page.Template)));

    [Fact]
    public void Set_up_from_another_machine_takes_the_code_of_the_log_and_tells_all_that_is_wrong_at_once()
    {
        foreach (var sentence in (string[])["This code is wrong", "Enter a workspace name", "Enter the name your team knows you by", "Enter a valid e-mail address", "Use at least 12 characters"])
            Assert.Contains(sentence, scene.WithWrongCode, StringComparison.Ordinal);
        Assert.DoesNotContain("This code is wrong", scene.WithRightCode, StringComparison.Ordinal);
        Assert.Contains("Use at least 12 characters", scene.WithRightCode, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Set_up_happens_once_also_for_a_form_that_was_drawn_before_and_with_the_right_code()
    {
        var (_, _, to) = await scene.SendSetUpAgain();

        Assert.EndsWith("/setup", to, StringComparison.Ordinal);
        var (status, body, _, _) = await scene.Ben.Get("/setup");
        Assert.Equal(HttpStatusCode.NotFound, status);
        Assert.Contains("Already set up", body, StringComparison.Ordinal);
        Assert.Equal(0, await _app.Count("SELECT count(*) FROM accounts WHERE email = 'second@example.com'"));
    }

    [Fact]
    public async Task A_form_with_nothing_in_it_says_what_to_give()
    {
        using var stranger = new Visitor(_app);

        Assert.Contains("Enter your e-mail address and password.", (await stranger.SignIn("", "")).Body, StringComparison.Ordinal);
    }

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
        for (var i = 0; i < 4; i++) Assert.Contains("Wrong e-mail address or password", (await thief.SignIn("cleo@example.com", $"wrong password {i}")).Body, StringComparison.Ordinal);
        Assert.Contains("locked", (await thief.SignIn("cleo@example.com", "wrong password 5")).Body, StringComparison.Ordinal);

        Assert.Contains("locked", (await thief.SignIn("cleo@example.com", Password)).Body, StringComparison.Ordinal);

        var audit = (await scene.Ana.Get("/settings/audit?q=cleo")).Body;
        Assert.Contains("sign-in.failed", audit, StringComparison.Ordinal);
        Assert.Contains("sign-in.locked", audit, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_forgot_the_password_gets_a_link_from_the_tool_beside_the_running_server_and_older_cookies_end()
    {
        using var emil = new Visitor(_app);
        await scene.Join(emil, "emil@example.com", "Analyst");
        var said = await Tool.Run("accounts", "reset-link", "Emil@example.com", "--url", _app.Url + "/", $"--Cpd:DataDirectory={_app.DataDirectory}");
        Assert.Equal((0, ""), (said.Code, said.Errors));
        var link = new Uri(said.Output.Trim());
        Assert.Equal(new Uri(_app.Url).Authority, link.Authority);
        using var later = new Visitor(_app);

        Assert.Contains("For emil@example.com", (await later.Get(link.PathAndQuery)).Body, StringComparison.Ordinal);
        var (status, body, _) = await later.Send(link.PathAndQuery, "reset", ("Given.Password", "too short"));
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("Use at least 12 characters", body, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await emil.Get("/people")).Status);
        var drawn = await later.TokenOf(link.PathAndQuery, "reset");
        var (_, _, to) = await later.Send(link.PathAndQuery, "reset", ("Given.Password", "other words in a row"));

        Assert.EndsWith("/sign-in?why=reset", to, StringComparison.Ordinal);
        Assert.EndsWith(link.AbsolutePath, (await later.Post(link.PathAndQuery, "reset", drawn, ("Given.Password", "yet other words in a row"))).To, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await emil.Get("/people")).Status);
        Assert.Contains("Wrong e-mail address or password", (await later.SignIn("emil@example.com", Password)).Body, StringComparison.Ordinal);
        Assert.EndsWith("/", (await later.SignIn("emil@example.com", "other words in a row")).To, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await later.Get(link.PathAndQuery)).Status);
        Assert.Contains("password.reset", (await scene.Ana.Get("/settings/audit?q=emil")).Body, StringComparison.Ordinal);
        Assert.DoesNotContain(link.AbsolutePath, _app.Said(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_tool_names_the_owners_where_nobody_has_that_address()
    {
        var said = await Tool.Run("accounts", "reset-link", "nobody@example.com", $"--Cpd:DataDirectory={_app.DataDirectory}");

        Assert.Equal((1, "There is no account for nobody@example.com. The owners are ana@example.com.\n"), (said.Code, said.Errors));
    }

    [Fact]
    public async Task Forms_sent_too_often_from_one_address_are_refused_until_a_moment_later()
    {
        using var thief = new Visitor(_app);
        using var neighbour = new Visitor(_app);

        var (status, body, after) = await UntilRefused(thief, _ => { });

        Assert.Equal(HttpStatusCode.TooManyRequests, status);
        Assert.Matches("^Too many attempts from your address. Try again in [0-9]+ seconds?.$", body);
        Assert.InRange(after!.Value.TotalSeconds, 1, 60);
        Assert.Equal(HttpStatusCode.OK, (await thief.Get("/sign-in")).Status);   // looking is free
        Assert.Contains("Wrong e-mail address or password", (await neighbour.SignIn("nobody@example.com", Password)).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_forwarded_address_is_believed_of_the_configured_proxy_alone()
    {
        if (!OperatingSystem.IsLinux()) return;   // elsewhere a machine has one address only
        using var liar = new Visitor(_app);
        using var proxy = new Visitor(_app, Proxy);

        Assert.Equal(HttpStatusCode.TooManyRequests, (await UntilRefused(liar, time => liar.Says("X-Forwarded-For", $"10.1.0.{time}"))).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await UntilRefused(proxy, time => proxy.Says("X-Forwarded-For", $"10.1.0.{time}"))).Status);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await UntilRefused(proxy, _ => { })).Status);
    }

    /// <summary>Forms without their token: those count as tries and cost next to nothing. The last answer, after a few more than are allowed in a minute; twice as many where the minute may end among them.</summary>
    private static async Task<(HttpStatusCode Status, string Body, TimeSpan? After)> UntilRefused(Visitor visitor, Action<int> before)
    {
        (HttpStatusCode, string, TimeSpan?) last = default;
        for (var time = 1; time <= 45; time++)
        {
            before(time);
            last = await visitor.SendBare("/sign-in");
            if (last.Item1 is HttpStatusCode.TooManyRequests) break;
        }
        return last;
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

    [GeneratedRegex(@"/setup\?code=(\S+)")]
    private static partial Regex SetupCode();

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Parameter();

    /// <summary>Zora is a person in the demo workspace. Ana owns it and Acme; Ben is a marketer and Cleo an administrator of Acme alone.</summary>
    public sealed class SetUp : IAsyncLifetime
    {
        private Visitor? _far;

        internal RunningApp App { get; private set; } = null!;

        internal Visitor Ana { get; private set; } = null!;

        internal Visitor Ben { get; private set; } = null!;

        /// <summary>Was signed in to the demo before.</summary>
        internal Visitor Guest { get; private set; } = null!;

        internal string Zora { get; private set; } = "";

        /// <summary>What was answered to somebody elsewhere before anybody had set it up.</summary>
        internal string WithWrongCode { get; private set; } = "";

        internal string WithRightCode { get; private set; } = "";

        /// <summary>A form that was drawn when it was needed, sent afterwards.</summary>
        internal Func<Task<(HttpStatusCode Status, string Body, string? To)>> SendSetUpAgain { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            App = await RunningApp.Start(("Cpd__Proxies", Proxy.ToString()));
            (Ana, Ben, Guest) = (new(App), new(App), new(App));
            using (await App.Post("/v1/identify", """{"userId":"zora","traits":{"firstName":"Zora"} }"""))
            {
                Zora = (await RunningApp.Until(() => App.Texts("SELECT lower(hex(person)) FROM people_view"), people => people.Count == 1))[0];
            }
            await TrySetUp();
            await Guest.Send("/sign-in", "demo");
            Assert.Equal(HttpStatusCode.OK, (await Guest.Get("/")).Status);

            var (status, body, to) = await Ana.SetUp("Acme", "ana@example.com", Password);
            Assert.True(to?.EndsWith('/') is true, $"{status} {body}");
            await Join(Ben, "ben@example.com", "Marketer");
            using var cleo = new Visitor(App);
            await Join(cleo, "cleo@example.com", "Administrator");
        }

        private async Task TrySetUp()
        {
            var code = await RunningApp.Until(() => Task.FromResult(SetupCode().Match(App.Said()).Groups[1].Value), code => code.Length > 0);
            var far = _far = new Visitor(App);
            far.Says("Host", "cpd.example.com");
            WithWrongCode = (await far.Send("/setup", "setup", ("Given.Code", code[..^2]), ("Given.Workspace", ""), ("Given.Name", " "), ("Given.Email", "no address"), ("Given.Password", "short"))).Body;
            WithRightCode = (await far.Send("/setup", "setup", ("Given.Code", code), ("Given.Workspace", "Far"), ("Given.Name", "Far"), ("Given.Email", "far@example.com"), ("Given.Password", "short"))).Body;
            var token = await far.TokenOf("/setup", "setup");
            SendSetUpAgain = () => far.Post("/setup", "setup", token,
                ("Given.Code", code), ("Given.Workspace", "Second"), ("Given.Name", "Second"), ("Given.Email", "second@example.com"), ("Given.Password", Password));
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
            _far?.Dispose();
            await App.DisposeAsync();
        }
    }
}
