using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Cpd.Web.Cli;

/// <summary>A running server, asked over HTTP with a key.</summary>
internal sealed class Server : IDisposable
{
    private readonly HttpClient _http;

    public Server(Uri address, string key)
    {
        Address = address;
        _http = new HttpClient(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(10), AllowAutoRedirect = false }) { BaseAddress = address, Timeout = TimeSpan.FromMinutes(1) };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(key + ":")));
    }

    public Uri Address { get; }

    /// <exception cref="CommandFailedException">It did not answer 200.</exception>
    public async Task<T> Get<T>(string path, CancellationToken ct) =>
        JsonSerializer.Deserialize<T>(Good(await Ask(HttpMethod.Get, path, null, ct)).Body, JsonSerializerOptions.Web)!;

    /// <summary>The body; null where there is no such thing.</summary>
    /// <exception cref="CommandFailedException">It answered neither 200 nor 404.</exception>
    public async Task<string?> Find(string path, CancellationToken ct)
    {
        var answer = await Ask(HttpMethod.Get, path, null, ct);
        return answer.Status is HttpStatusCode.NotFound && answer.Code is not null ? null : Good(answer).Body;
    }

    /// <exception cref="CommandFailedException">It was refused.</exception>
    public async Task Post(string path, string? json, CancellationToken ct) =>
        Good(await Ask(HttpMethod.Post, path, json is null ? null : new StringContent(json, Encoding.UTF8, "application/json"), ct));

    /// <summary>The same, where the answer says something.</summary>
    /// <exception cref="CommandFailedException">It was refused.</exception>
    public async Task<T> Post<T>(string path, string json, CancellationToken ct) =>
        JsonSerializer.Deserialize<T>(Good(await Ask(HttpMethod.Post, path, new StringContent(json, Encoding.UTF8, "application/json"), ct)).Body, JsonSerializerOptions.Web)!;

    /// <summary>Whatever it answers, if it does.</summary>
    /// <exception cref="CommandFailedException">Nothing answers.</exception>
    public async Task<ServerAnswer> Ask(HttpMethod method, string path, HttpContent? content, CancellationToken ct)
    {
        try
        {
            return await Send(method, path, content, ct);
        }
        catch (Exception silent) when (silent is HttpRequestException or IOException || (silent is TaskCanceledException && !ct.IsCancellationRequested))
        {
            throw new CommandFailedException($"{Address} is not responding: {silent.Message} Is the server running there? Set its address with --server.");
        }
    }

    /// <summary>The same, for callers that try again themselves: throws what the connection throws.</summary>
    public async Task<ServerAnswer> Send(HttpMethod method, string path, HttpContent? content, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        using var response = await _http.SendAsync(request, ct);
        var body = await response.Content.ReadAsStringAsync(ct);
        return new ServerAnswer(response.StatusCode, body, response.Headers.RetryAfter?.Delta);
    }

    public void Dispose() => _http.Dispose();

    private ServerAnswer Good(ServerAnswer answer) => answer.Status is HttpStatusCode.OK or HttpStatusCode.Accepted
        ? answer
        : throw new CommandFailedException($"{Address} answered {(int)answer.Status}: {answer.Sentence}");
}

internal sealed record ServerAnswer(HttpStatusCode Status, string Body, TimeSpan? RetryAfter)
{
    /// <summary>The refusal's stable code; null where the answer has none.</summary>
    public string? Code => Member("code");

    public string Sentence => Member("message") ?? (Body.Length is > 0 and < 200 ? Body : "No reason given. Is this a Cpd server?");

    private string? Member(string name)
    {
        try
        {
            var json = JsonElement.Parse(Body);
            return json.ValueKind is JsonValueKind.Object && json.TryGetProperty(name, out var member) ? member.GetString() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
