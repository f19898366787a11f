using System.Net;

namespace Cpd.EndToEnd.Tests.Access;

/// <summary>A browser without a screen: keeps its cookies, sends forms as they stand on a page, and is led nowhere by itself.</summary>
internal sealed class Visitor : IDisposable
{
    private readonly CookieContainer _cookies = new();
    private readonly HttpClient _client;

    public Visitor(RunningApp app) => _client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = _cookies })
    {
        BaseAddress = new Uri(app.Url),
        Timeout = TimeSpan.FromSeconds(60),
    };

    /// <summary>Somebody else with a copy of this one's cookies.</summary>
    public Visitor Copy(RunningApp app)
    {
        var copy = new Visitor(app);
        copy._cookies.Add(_cookies.GetCookies(_client.BaseAddress!));
        return copy;
    }

    public async Task<(HttpStatusCode Status, string Body, string? To, HttpResponseMessage Answer)> Get(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Accept.ParseAdd("text/html");
        var answer = await _client.SendAsync(request);
        return (answer.StatusCode, WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()), answer.Headers.Location?.OriginalString, answer);
    }

    /// <summary>Sends the form of that name on that page.</summary>
    public Task<(HttpStatusCode Status, string Body, string? To)> Send(string path, string form, params (string Name, string Value)[] fields) => Send(_client, path, form, fields);

    public static async Task<(HttpStatusCode Status, string Body, string? To)> Send(HttpClient client, string path, string form, params (string Name, string Value)[] fields)
    {
        var page = await client.GetStringAsync(new Uri(path, UriKind.Relative));
        const string Before = "name=\"__RequestVerificationToken\" value=\"";
        var at = page.IndexOf(Before, Math.Max(0, page.IndexOf($"name=\"_handler\" value=\"{form}\"", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.True(at > 0, $"{path} has no form.");
        var token = page[(at + Before.Length)..];
        using var given = new FormUrlEncodedContent(
            [new("_handler", form), new("__RequestVerificationToken", token[..token.IndexOf('"', StringComparison.Ordinal)]), .. fields.Select(field => new KeyValuePair<string, string>(field.Name, field.Value))]);
        using var answer = await client.PostAsync(new Uri(path, UriKind.Relative), given);
        return (answer.StatusCode, WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()), answer.Headers.Location?.OriginalString);
    }

    public Task<(HttpStatusCode Status, string Body, string? To)> SetUp(string workspace, string email, string password) =>
        Send("/setup", "setup", ("Given.Workspace", workspace), ("Given.Name", "Ana"), ("Given.Email", email), ("Given.Password", password));

    public Task<(HttpStatusCode Status, string Body, string? To)> SignIn(string email, string password) =>
        Send("/sign-in", "sign-in", ("Given.Email", email), ("Given.Password", password));

    public void Dispose() => _client.Dispose();
}
