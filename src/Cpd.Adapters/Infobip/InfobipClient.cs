using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Cpd.Adapters.Infobip.Chat;
using Cpd.Adapters.Infobip.Email;
using Cpd.Adapters.Infobip.Mms;
using Cpd.Adapters.Infobip.Push;
using Cpd.Adapters.Infobip.Sms;
using Cpd.Adapters.Infobip.Voice;
using Cpd.Adapters.Webhooks;

namespace Cpd.Adapters.Infobip;

/// <summary>
/// Infobip's HTTP API, as far as we use it. One method is one call: nothing is repeated in here, since only the caller
/// knows what a repeat would do.
/// </summary>
public sealed class InfobipClient(HttpClient http, IInfobipEndpoint endpoint, TimeProvider clock)
{
    /// <summary>How many reports or log lines one call may bring.</summary>
    public const int MostResults = 1000;

    /// <summary>How long the message ids in one question for logs may be together.</summary>
    public const int MostQuery = 2048;

    /// <summary>Where an answer leads that is not the API itself.</summary>
    private static readonly HttpClient Elsewhere = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        ConnectCallback = (context, ct) => PublicConnections.Open(context.DnsEndPoint, ct),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        UseCookies = false,
        UseProxy = false,
    })
    { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary><c>POST /sms/3/messages</c></summary>
    public Task<InfobipAnswer<SmsResponse>> Send(SmsRequest request, CancellationToken ct) =>
        Call(HttpMethod.Post, "sms/3/messages", Json(request, InfobipJson.Wire.SmsRequest), InfobipJson.Wire.SmsResponse, ct);

    /// <summary><c>POST /email/4/messages</c></summary>
    public Task<InfobipAnswer<EmailResponse>> Send(EmailRequest request, CancellationToken ct) =>
        Call(HttpMethod.Post, "email/4/messages", Json(request, InfobipJson.Wire.EmailRequest), InfobipJson.Wire.EmailResponse, ct);

    /// <summary><c>GET /email/4/logs</c>: as <see cref="Logs"/>, of e-mails.</summary>
    public Task<InfobipAnswer<EmailLogs>> EmailLogs(LogQuery query, CancellationToken ct) =>
        Call(HttpMethod.Get, "email/4/logs" + query.Text(), null, InfobipJson.Wire.EmailLogs, ct);

    /// <summary><c>POST /email/2/validation</c>: at most 150 calls a second, each of which costs.</summary>
    public Task<InfobipAnswer<AddressValidation>> Validate(AddressValidationRequest request, CancellationToken ct) =>
        Call(HttpMethod.Post, "email/2/validation", Json(request, InfobipJson.Wire.AddressValidationRequest), InfobipJson.Wire.AddressValidation, ct);

    /// <summary><c>POST /tts/3/advanced</c></summary>
    public Task<InfobipAnswer<VoiceResponse>> Send(VoiceRequest request, CancellationToken ct) =>
        Call(HttpMethod.Post, "tts/3/advanced", Json(request, InfobipJson.Wire.VoiceRequest), InfobipJson.Wire.VoiceResponse, ct);

    /// <summary><c>GET /tts/3/logs</c>: as <see cref="Logs"/>, of calls.</summary>
    public Task<InfobipAnswer<VoiceLogs>> VoiceLogs(LogQuery query, CancellationToken ct) =>
        Call(HttpMethod.Get, "tts/3/logs" + query.Text(), null, InfobipJson.Wire.VoiceLogs, ct);

    /// <summary><c>GET /sms/3/logs</c>: the last 48 hours; at most 120 calls a minute.</summary>
    public Task<InfobipAnswer<SmsLogs>> Logs(LogQuery query, CancellationToken ct) =>
        Call(HttpMethod.Get, "sms/3/logs" + query.Text(), null, InfobipJson.Wire.SmsLogs, ct);

    /// <summary><c>GET /sms/3/reports</c>: takes reports that no webhook got. Each comes once, so keep them before asking again.</summary>
    public Task<InfobipAnswer<SmsReports>> Reports(int limit, CancellationToken ct) =>
        Call(HttpMethod.Get, string.Create(CultureInfo.InvariantCulture, $"sms/3/reports?limit={limit}"), null, InfobipJson.Wire.SmsReports, ct);

    /// <summary><c>GET /sms/1/bulks</c>: when a request goes out that was sent with a schedule.</summary>
    public Task<InfobipAnswer<BulkTime>> SmsBulk(string bulkId, CancellationToken ct) => Call(HttpMethod.Get, Bulk("sms/1/bulks", bulkId), null, InfobipJson.Wire.BulkTime, ct);

    /// <summary><c>PUT /sms/1/bulks</c>: another time for it.</summary>
    public Task<InfobipAnswer<BulkTime>> RescheduleSms(string bulkId, DateTimeOffset sendAt, CancellationToken ct) =>
        Call(HttpMethod.Put, Bulk("sms/1/bulks", bulkId), Json(new BulkTime(null, sendAt), InfobipJson.Wire.BulkTime), InfobipJson.Wire.BulkTime, ct);

    /// <summary><c>GET /sms/1/bulks/status</c></summary>
    public Task<InfobipAnswer<BulkState>> SmsBulkState(string bulkId, CancellationToken ct) => Call(HttpMethod.Get, Bulk("sms/1/bulks/status", bulkId), null, InfobipJson.Wire.BulkState, ct);

    /// <summary><c>PUT /sms/1/bulks/status</c>: holds it (PAUSED), lets it go on (PENDING) or ends it (CANCELED).</summary>
    public Task<InfobipAnswer<BulkState>> SetSmsBulkState(string bulkId, string status, CancellationToken ct) =>
        Call(HttpMethod.Put, Bulk("sms/1/bulks/status", bulkId), Json(new BulkState(null, status), InfobipJson.Wire.BulkState), InfobipJson.Wire.BulkState, ct);

    /// <summary><c>POST</c> or <c>DELETE /platform/1/blocklists</c>: one call a second.</summary>
    public Task<InfobipAnswer<BlocklistRequest>> Blocklist(bool block, BlocklistRequest request, CancellationToken ct) =>
        Call(block ? HttpMethod.Post : HttpMethod.Delete, "platform/1/blocklists", Json(request, InfobipJson.Wire.BlocklistRequest), InfobipJson.Wire.BlocklistRequest, ct);

    /// <summary><c>POST /whatsapp/1/message/template</c></summary>
    public Task<InfobipAnswer<WhatsAppResponse>> Send(WhatsAppRequest request, CancellationToken ct) =>
        Call(HttpMethod.Post, "whatsapp/1/message/template", Json(request, InfobipJson.Wire.WhatsAppRequest), InfobipJson.Wire.WhatsAppResponse, ct);

    /// <summary><c>POST /whatsapp/1/message/{kind}</c></summary>
    /// <param name="kind">text, image, video, document or interactive/buttons.</param>
    public Task<InfobipAnswer<WhatsAppResponseItem>> Send(string kind, WhatsAppMessage message, CancellationToken ct) =>
        Call(HttpMethod.Post, $"whatsapp/1/message/{kind}", Json(message, InfobipJson.Wire.WhatsAppMessage), InfobipJson.Wire.WhatsAppResponseItem, ct);

    /// <summary><c>GET /whatsapp/2/senders/{sender}/templates</c>: all of a number, in all languages and states.</summary>
    public Task<InfobipAnswer<WhatsAppTemplates>> WhatsAppTemplates(string sender, CancellationToken ct) =>
        Call(HttpMethod.Get, $"whatsapp/2/senders/{Uri.EscapeDataString(sender)}/templates", null, InfobipJson.Wire.WhatsAppTemplates, ct);

    /// <summary><c>POST /viber/2/messages</c></summary>
    public Task<InfobipAnswer<SmsResponse>> Send(ViberRequest request, CancellationToken ct) =>
        Call(HttpMethod.Post, "viber/2/messages", Json(request, InfobipJson.Wire.ViberRequest), InfobipJson.Wire.SmsResponse, ct);

    /// <summary><c>GET /viber/2/logs</c>: as <see cref="Logs"/>, of Viber.</summary>
    public Task<InfobipAnswer<ViberLogs>> ViberLogs(LogQuery query, CancellationToken ct) =>
        Call(HttpMethod.Get, "viber/2/logs" + query.Text(), null, InfobipJson.Wire.ViberLogs, ct);

    /// <summary><c>POST /rcs/2/messages</c></summary>
    public Task<InfobipAnswer<SmsResponse>> Send(RcsRequest request, CancellationToken ct) =>
        Call(HttpMethod.Post, "rcs/2/messages", Json(request, InfobipJson.Wire.RcsRequest), InfobipJson.Wire.SmsResponse, ct);

    /// <summary><c>GET /rcs/2/logs</c>: as <see cref="Logs"/>, of RCS.</summary>
    public Task<InfobipAnswer<RcsLogs>> RcsLogs(LogQuery query, CancellationToken ct) =>
        Call(HttpMethod.Get, "rcs/2/logs" + query.Text(), null, InfobipJson.Wire.RcsLogs, ct);

    /// <summary><c>POST /mms/2/messages</c></summary>
    public Task<InfobipAnswer<SmsResponse>> Send(MmsRequest request, CancellationToken ct) =>
        Call(HttpMethod.Post, "mms/2/messages", Json(request, InfobipJson.Wire.MmsRequest), InfobipJson.Wire.SmsResponse, ct);

    /// <summary><c>GET /mms/2/logs</c>: as <see cref="Logs"/>, of MMS.</summary>
    public Task<InfobipAnswer<MmsLogs>> MmsLogs(LogQuery query, CancellationToken ct) =>
        Call(HttpMethod.Get, "mms/2/logs" + query.Text(), null, InfobipJson.Wire.MmsLogs, ct);

    /// <summary><c>POST /push/3/messages</c></summary>
    public Task<InfobipAnswer<SmsResponse>> Send(PushRequest request, CancellationToken ct) =>
        Call(HttpMethod.Post, "push/3/messages", Json(request, InfobipJson.Wire.PushRequest), InfobipJson.Wire.SmsResponse, ct);

    /// <summary><c>GET /push/3/logs</c>: as <see cref="Logs"/>, of push notifications.</summary>
    public Task<InfobipAnswer<PushLogs>> PushLogs(LogQuery query, CancellationToken ct) =>
        Call(HttpMethod.Get, "push/3/logs" + query.Text(), null, InfobipJson.Wire.PushLogs, ct);

    /// <summary><c>POST /rcs/2/capability-check/query</c>: at most 500 numbers, at most 100 calls a second.</summary>
    public Task<InfobipAnswer<RcsCapabilityResponse>> Query(RcsCapabilityRequest request, CancellationToken ct) =>
        Call(HttpMethod.Post, "rcs/2/capability-check/query", Json(request, InfobipJson.Wire.RcsCapabilityRequest), InfobipJson.Wire.RcsCapabilityResponse, ct);

    /// <summary><c>GET /whatsapp/1/senders/{sender}/media/{mediaId}</c>: what somebody sent, at most 15 calls a second.</summary>
    /// <param name="place">As <see cref="Contracts.InboundMedia.Place"/> has it.</param>
    /// <param name="most">Bytes; what is larger is not read.</param>
    public async Task<FetchedMedia> Media(string place, int most, CancellationToken ct)
    {
        using var timeUp = new CancellationTokenSource(endpoint.Timeout * 3, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, timeUp.Token);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, endpoint.At(place));
            request.Headers.Authorization = new AuthenticationHeaderValue("App", endpoint.ApiKey);
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            if (response.StatusCode is not (HttpStatusCode.Found or HttpStatusCode.TemporaryRedirect) || response.Headers.Location is not { IsAbsoluteUri: true, Scheme: "https" } elsewhere)
                return await FetchedMedia.Read(response, most, either.Token);

            // Without the key, which is for Infobip's API alone, and never to an address inside the house.
            using var there = await Elsewhere.GetAsync(elsewhere, HttpCompletionOption.ResponseHeadersRead, either.Token);
            return await FetchedMedia.Read(there, most, either.Token);
        }
        catch (Exception problem) when (problem is HttpRequestException or IOException || (problem is OperationCanceledException && !ct.IsCancellationRequested))
        {
            return new FetchedMedia(FetchedMedia.Away);
        }
    }

    private static string Bulk(string path, string bulkId) => $"{path}?bulkId={Uri.EscapeDataString(bulkId)}";

    private static ByteArrayContent Json<T>(T request, JsonTypeInfo<T> type)
    {
        var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(request, type));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        return content;
    }

    private async Task<InfobipAnswer<T>> Call<T>(HttpMethod method, string path, HttpContent? content, JsonTypeInfo<T> type, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(method, endpoint.At(path)) { Content = content };
        request.Headers.Authorization = new AuthenticationHeaderValue("App", endpoint.ApiKey);
        request.Headers.Accept.ParseAdd("application/json");

        using var timeUp = new CancellationTokenSource(endpoint.Timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, timeUp.Token);
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            var body = await response.Content.ReadAsByteArrayAsync(either.Token);
            return Read(response, body, type);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return timeUp.IsCancellationRequested
                ? new InfobipAnswer<T>.Unknown($"No response within {endpoint.Timeout.TotalSeconds:0.#} s.")
                : new InfobipAnswer<T>.NotSent("No connection in time.");
        }
        catch (HttpRequestException problem) when (problem.HttpRequestError is HttpRequestError.NameResolutionError
            or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError)
        {
            return new InfobipAnswer<T>.NotSent($"No connection ({problem.HttpRequestError}).", problem.HttpRequestError);
        }
        catch (Exception problem) when (problem is HttpRequestException or IOException)
        {
            return new InfobipAnswer<T>.Unknown("The connection broke before the response was complete.");
        }
    }

    private InfobipAnswer<T> Read<T>(HttpResponseMessage response, byte[] body, JsonTypeInfo<T> type)
    {
        if (response.IsSuccessStatusCode) return ReadValue(body, type);

        var error = InfobipError.Read(response.StatusCode, body);
        return response.StatusCode switch
        {
            HttpStatusCode.TooManyRequests => new InfobipAnswer<T>.TooMany(error, RetryAfter(response.Headers.RetryAfter)),
            // 408 says that the request did not arrive whole; the sentence of a proxy is no proof of that.
            HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError => new InfobipAnswer<T>.Unknown(error.Sentence),
            _ => new InfobipAnswer<T>.Refused(error),
        };
    }

    private static InfobipAnswer<T> ReadValue<T>(byte[] body, JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(body, type) is { } value
                ? new InfobipAnswer<T>.Answered(value)
                : new InfobipAnswer<T>.Unknown("The response was empty.", IsAnswer: true);
        }
        catch (JsonException problem)
        {
            return new InfobipAnswer<T>.Unknown($"The response could not be read at {problem.Path ?? "its beginning"}.", IsAnswer: true);
        }
    }

    private TimeSpan? RetryAfter(RetryConditionHeaderValue? header)
    {
        var wait = header?.Delta ?? header?.Date - clock.GetUtcNow();
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }
}

/// <summary>Which lines of the log are asked for.</summary>
/// <param name="Cursor">Empty text for the first page, then what the page before said; null for no pages at all.</param>
public sealed record LogQuery(
    IReadOnlyList<string>? MessageIds = null, string? BulkId = null, string? GeneralStatus = null,
    DateTimeOffset? SentSince = null, DateTimeOffset? SentUntil = null, int Limit = InfobipClient.MostResults, string? Cursor = null)
{
    internal string Text()
    {
        var text = new StringBuilder("?limit=").Append(Limit);
        if (MessageIds is { Count: > 0 }) text.Append("&messageId=").AppendJoin(',', MessageIds.Select(Uri.EscapeDataString));
        Add("bulkId", BulkId);
        Add("generalStatus", GeneralStatus);
        Add("sentSince", SentSince is { } since ? InfobipDate.Text(since) : null);
        Add("sentUntil", SentUntil is { } until ? InfobipDate.Text(until) : null);
        if (Cursor is not null) Add("useCursor", "true");
        Add("cursor", Cursor is { Length: > 0 } ? Cursor : null);
        return text.ToString();

        void Add(string name, string? value)
        {
            if (value is not null) text.Append('&').Append(name).Append('=').Append(Uri.EscapeDataString(value));
        }
    }
}
