using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Cpd.Contracts;

namespace Cpd.Adapters.Webhooks;

/// <summary>What came of one try.</summary>
/// <param name="MayRetry">True where the next try may do better.</param>
/// <param name="RetryAfter">What the server asked for.</param>
internal sealed record WebhookResult(int Status, RawJson Answer, string? Problem, bool MayRetry, TimeSpan? RetryAfter = null);

/// <summary>Makes one call to a company's server. Follows no redirects, uses no proxy and no cookies, and reads only so much.</summary>
internal sealed class WebhookHttp(WebhookOptions options, TimeProvider clock) : IDisposable
{
    private static readonly HashSet<string> OurHeaders = new(StringComparer.OrdinalIgnoreCase)
    {
        "Host", "Connection", "Content-Length", "Expect", "Idempotency-Key", "Keep-Alive", "TE", "Trailer", "Transfer-Encoding", "Upgrade",
    };

    private readonly HttpClient _client = new(Handler(options)) { Timeout = Timeout.InfiniteTimeSpan };

    /// <param name="secrets">What the call is signed with; none where it is not.</param>
    public async Task<WebhookResult> Call(WebhookRequested call, IReadOnlyList<string> secrets, CancellationToken ct)
    {
        if (Refusal(call) is { } refusal) return new WebhookResult(0, default, refusal, MayRetry: false);

        var seconds = Math.Clamp(call.TimeoutSeconds, 1, options.LongestTimeout.TotalSeconds);
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(seconds), clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, ct);
        try
        {
            using var request = Request(call, secrets);
            using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            return await Read(response, either.Token);
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            return new WebhookResult(0, default, $"The server did not answer within {seconds:0} seconds.", MayRetry: true);
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException && fault.GetBaseException() is AddressRefusedException refused)
        {
            return new WebhookResult(0, default, refused.Message, MayRetry: false);
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException)
        {
            return new WebhookResult(0, default, $"The server could not be reached: {Why(fault)}.", MayRetry: true);
        }
    }

    public void Dispose() => _client.Dispose();

    private static SocketsHttpHandler Handler(WebhookOptions options)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            MaxResponseHeadersLength = 32,
            // A name may move to another address; a connection that lives on would not notice.
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        };
        if (!options.AllowPrivateAddresses) handler.ConnectCallback = (context, ct) => PublicConnections.Open(context.DnsEndPoint, ct);
        return handler;
    }

    private static string? Refusal(WebhookRequested call)
    {
        if (!Uri.TryCreate(call.Url, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
            return "The address is not an http or https address; correct it in the step.";
        if (url.UserInfo.Length > 0) return "The address contains a user name; put credentials into a header.";
        if (call.Method.ToUpperInvariant() is not ("GET" or "POST" or "PUT" or "PATCH" or "DELETE"))
            return "The method must be GET, POST, PUT, PATCH or DELETE.";

        foreach (var (name, value) in call.Headers)
        {
            if (OurHeaders.Contains(name) || name.StartsWith("Proxy-", StringComparison.OrdinalIgnoreCase))
                return $"The header {name} cannot be set; take it out of the step.";
            if (name.Length == 0 || !name.All(c => char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-.^_`|~".Contains(c)) || value.Any(char.IsControl))
                return "A header's name or value has characters that HTTP does not allow; correct it in the step.";
        }
        return null;
    }

    private HttpRequestMessage Request(WebhookRequested call, IReadOnlyList<string> secrets)
    {
        var request = new HttpRequestMessage(new HttpMethod(call.Method.ToUpperInvariant()), call.Url);
        var body = call.Body is { } text ? Encoding.UTF8.GetBytes(text) : null;
        if (body is not null)
            request.Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json", "utf-8") } };

        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        request.Headers.TryAddWithoutValidation("User-Agent", "Cpd");
        foreach (var (name, value) in call.Headers)
        {
            HttpHeaders? headers = name.StartsWith("Content-", StringComparison.OrdinalIgnoreCase) ? request.Content?.Headers : request.Headers;
            headers?.Remove(name);
            headers?.TryAddWithoutValidation(name, value);
        }
        request.Headers.Add("Idempotency-Key", call.Call.ToString());
        WebhookSignature.Sign(request.Headers, call.Call.ToString(), clock.GetUtcNow(), body, secrets);
        return request;
    }

    private async Task<WebhookResult> Read(HttpResponseMessage response, CancellationToken ct)
    {
        var status = (int)response.StatusCode;
        var (answer, unusable) = await ReadAnswer(response, ct);
        if (response.IsSuccessStatusCode) return new WebhookResult(status, answer, unusable, MayRetry: false);

        var mayRetry = status >= 500 || response.StatusCode is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests || status == 425;
        var problem = status is >= 300 and < 400
            ? $"The server redirects ({status}); put the address it leads to into the step."
            : $"The server answered {status}.";
        return new WebhookResult(status, answer, problem, mayRetry, RetryAfter(response));
    }

    /// <summary>
    /// What a journey can use of the answer. A server that says it answers JSON has to; one that says "OK" or shows a page
    /// did what it was asked all the same.
    /// </summary>
    private async Task<(RawJson Answer, string? Problem)> ReadAnswer(HttpResponseMessage response, CancellationToken ct)
    {
        var type = response.Content.Headers.ContentType?.MediaType ?? "";
        var isJson = type.EndsWith("/json", StringComparison.OrdinalIgnoreCase) || type.EndsWith("+json", StringComparison.OrdinalIgnoreCase);
        var mayBeText = type.Length == 0 || type.Equals("text/plain", StringComparison.OrdinalIgnoreCase);
        if (!isJson && !mayBeText) return default;

        var body = await ReadSome(response, ct);
        if (body is null) return (default, $"The answer is longer than {options.MostAnswerBytes} bytes; let the server answer only what the journey needs.");
        if (body.Length == 0) return default;
        if (IsJson(body)) return (new RawJson(body), null);   // also where it is not marked as such
        if (isJson) return (default, "The answer is not JSON in UTF-8.");
        return Utf8.IsValid(body) ? (new RawJson(JsonSerializer.SerializeToUtf8Bytes(Encoding.UTF8.GetString(body))), null) : default;
    }

    private async Task<byte[]?> ReadSome(HttpResponseMessage response, CancellationToken ct)
    {
        if (response.Content.Headers.ContentLength > options.MostAnswerBytes) return null;

        var buffer = new byte[options.MostAnswerBytes + 1];
        await using var stream = await response.Content.ReadAsStreamAsync(ct);
        var read = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, ct);
        return read > options.MostAnswerBytes ? null : buffer[..read];
    }

    private static bool IsJson(byte[] body)
    {
        if (!Utf8.IsValid(body)) return false;

        try
        {
            var reader = new Utf8JsonReader(body);
            while (reader.Read())
            {
            }
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response) =>
        response.Headers.RetryAfter is not { } asked ? null : asked.Delta ?? asked.Date - clock.GetUtcNow();

    private static string Why(Exception fault) => fault is HttpRequestException { HttpRequestError: not HttpRequestError.Unknown } http
        ? http.HttpRequestError.ToString()
        : fault.GetBaseException().GetType().Name;
}
