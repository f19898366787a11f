using System.Net;
using System.Net.Sockets;

namespace Cpd.EndToEnd.Tests.Access;

/// <summary>
/// A browser without a screen: keeps its cookies, sends forms as they stand on a page, and is led nowhere by itself. On Linux each
/// one calls from an address of its own, so that none of them uses up the tries of another one.
/// </summary>
internal sealed class Visitor : IDisposable
{
    private static int _made;

    private readonly CookieContainer _cookies = new();
    private readonly HttpClient _client;

    /// <param name="address">Of this machine's own network, where it matters which.</param>
    public Visitor(RunningApp app, IPAddress? address = null)
    {
        var from = address ?? new IPAddress([127, 1, (byte)(_made >> 8), (byte)Interlocked.Increment(ref _made)]);
        var line = new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = _cookies };
        if (OperatingSystem.IsLinux()) line.ConnectCallback = (context, ct) => Connect(from, context.DnsEndPoint, ct);
        _client = new HttpClient(line) { BaseAddress = new Uri(app.Url), Timeout = TimeSpan.FromSeconds(60) };
    }

    /// <summary>Sent with everything from now on.</summary>
    public void Says(string header, string value)
    {
        _client.DefaultRequestHeaders.Remove(header);
        _client.DefaultRequestHeaders.Add(header, value);
    }

    /// <summary>Somebody else with a copy of this one's cookies.</summary>
    public Visitor Copy(RunningApp app)
    {
        var copy = new Visitor(app);
        copy._cookies.Add(_cookies.GetAllCookies());
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

    public static async Task<(HttpStatusCode Status, string Body, string? To)> Send(HttpClient client, string path, string form, params (string Name, string Value)[] fields) =>
        await Post(client, path, form, await TokenOf(client, path, form), fields);

    /// <summary>What the form of that name on that page has to be sent with; for one that is sent later.</summary>
    public Task<string> TokenOf(string path, string form) => TokenOf(_client, path, form);

    public Task<(HttpStatusCode Status, string Body, string? To)> Post(string path, string form, string token, params (string Name, string Value)[] fields) => Post(_client, path, form, token, fields);

    private static async Task<string> TokenOf(HttpClient client, string path, string form)
    {
        var page = await client.GetStringAsync(new Uri(path, UriKind.Relative));
        const string Before = "name=\"__RequestVerificationToken\" value=\"";
        var at = page.IndexOf(Before, Math.Max(0, page.IndexOf($"name=\"_handler\" value=\"{form}\"", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.True(at > 0, $"{path} has no form.");
        var token = page[(at + Before.Length)..];
        return token[..token.IndexOf('"', StringComparison.Ordinal)];
    }

    private static async Task<(HttpStatusCode Status, string Body, string? To)> Post(HttpClient client, string path, string form, string token, (string Name, string Value)[] fields)
    {
        using var given = new FormUrlEncodedContent(
            [new("_handler", form), new("__RequestVerificationToken", token), .. fields.Select(field => new KeyValuePair<string, string>(field.Name, field.Value))]);
        using var answer = await client.PostAsync(new Uri(path, UriKind.Relative), given);
        return (answer.StatusCode, WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()), answer.Headers.Location?.OriginalString);
    }

    /// <summary>Sends a form with nothing in it, not even its token.</summary>
    public async Task<(HttpStatusCode Status, string Body, TimeSpan? After)> SendBare(string path)
    {
        using var nothing = new FormUrlEncodedContent([]);
        using var answer = await _client.PostAsync(new Uri(path, UriKind.Relative), nothing);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(), answer.Headers.RetryAfter?.Delta);
    }

    public Task<(HttpStatusCode Status, string Body, string? To)> SetUp(string workspace, string email, string password) =>
        Send("/setup", "setup", ("Given.Workspace", workspace), ("Given.Name", "Ana"), ("Given.Email", email), ("Given.Password", password));

    public Task<(HttpStatusCode Status, string Body, string? To)> SignIn(string email, string password) =>
        Send("/sign-in", "sign-in", ("Given.Email", email), ("Given.Password", password));

    public void Dispose() => _client.Dispose();

    private static async ValueTask<Stream> Connect(IPAddress from, DnsEndPoint to, CancellationToken ct)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            socket.Bind(new IPEndPoint(from, 0));
            await socket.ConnectAsync(IPAddress.Parse(to.Host), to.Port, ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
