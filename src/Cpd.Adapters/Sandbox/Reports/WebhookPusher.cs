using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Cpd.Adapters.Infobip;
using Cpd.Adapters.Infobip.Chat;
using Cpd.Adapters.Infobip.Email;
using Cpd.Adapters.Infobip.Mms;
using Cpd.Adapters.Infobip.Sms;
using Cpd.Adapters.Infobip.Voice;
using Cpd.Adapters.Sandbox.Chat;
using Cpd.Adapters.Sandbox.Email;
using Cpd.Adapters.Sandbox.Mms;
using Cpd.Adapters.Sandbox.Phone;
using Cpd.Adapters.Sandbox.Sms;
using Cpd.Adapters.Sandbox.Voice;
using Cpd.Contracts;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Cpd.Adapters.Sandbox.Reports;

/// <summary>
/// Pushes delivery reports and what people write, many in one call, and again until they are taken. What waits stands in
/// the file, so a restart goes on where the process ended; what was under way then is pushed twice, as is promised.
/// </summary>
internal sealed partial class WebhookPusher(SandboxService sandbox, IHostApplicationLifetime life, ILogger<WebhookPusher> logger) : BackgroundService
{
    private const int MostInOneCall = 100, MostAtOnce = 2000, CallsAtOnce = 8, MostTries = 20;

    private readonly HttpClient _http = InfobipModule.Line();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!sandbox.IsOn || !await Started(stoppingToken)) return;

        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await sandbox.Sleep(stoppingToken);
                await Task.Delay(TimeSpan.FromMilliseconds(sandbox.Mood.Now.WebhookWindowMs), sandbox.Clock, stoppingToken);
                while (await Pass(stoppingToken))
                {
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception problem)
            {
                Log.PassFailed(logger, problem);   // what waits is in the file and comes again
                await Task.Delay(TimeSpan.FromSeconds(1), sandbox.Clock, stoppingToken);
            }
        }
    }

    public override void Dispose()
    {
        _http.Dispose();
        base.Dispose();
    }

    /// <summary>The receiver may be this very process: before it listens, every push would be lost.</summary>
    private async Task<bool> Started(CancellationToken ct)
    {
        var started = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var first = life.ApplicationStarted.Register(() => started.TrySetResult(true));
        await using var second = ct.Register(() => started.TrySetResult(false));
        return await started.Task;
    }

    /// <summary>True where there may be more of it.</summary>
    private async Task<bool> Pass(CancellationToken ct)
    {
        var now = sandbox.Now;
        var (reports, inbound, seen) = sandbox.Store.Read(db => (SandboxReports.Due(db, MostAtOnce, now), SandboxInbox.Due(db, MostAtOnce, now), SandboxSeen.Due(db, MostAtOnce, now)));

        var calls = new List<Func<CancellationToken, Task>>();
        foreach (var same in reports.GroupBy(report => (report.Channel, report.DeliveryUrl, report.Sms?.Older)))
        foreach (var chunk in Shuffled(same).Chunk(sandbox.Subscriptions.Profile(same.Key.DeliveryUrl!)?.MaxBucketSize ?? MostInOneCall))
            calls.Add(stop => PushReports(new Uri(same.Key.DeliveryUrl!), chunk, stop));
        foreach (var same in inbound.GroupBy(message => message.Channel))
        foreach (var chunk in same.Chunk(MostInOneCall))
            calls.Add(stop => PushInbound(sandbox.InboundOf(same.Key), chunk, stop));
        foreach (var same in seen.GroupBy(one => (one.Channel, one.Url)))
        foreach (var chunk in same.Chunk(MostInOneCall))
            calls.Add(stop => PushSeen(same.Key.Url is { } url ? new Uri(url) : sandbox.Options.InboundOf(same.Key.Channel), chunk, stop));

        while (sandbox.Told.TryDequeue(out var told)) calls.Add(stop => Push(told.To, told.Body, stop));
        await Parallel.ForEachAsync(calls, new ParallelOptions { MaxDegreeOfParallelism = CallsAtOnce, CancellationToken = ct }, async (call, stop) => await call(stop));
        return reports.Count == MostAtOnce || inbound.Count == MostAtOnce || seen.Count == MostAtOnce;
    }

    private async Task PushReports(Uri url, StoredMessage[] reports, CancellationToken ct)
    {
        var body = reports[0].Channel switch
        {
            Channel.Email => JsonSerializer.SerializeToUtf8Bytes(new EmailReports([.. reports.Select(SandboxMails.Report)]), InfobipJson.Wire.EmailReports),
            Channel.Voice => JsonSerializer.SerializeToUtf8Bytes(new VoiceReports([.. reports.Select(SandboxCalls.Report)]), InfobipJson.Wire.VoiceReports),
            Channel.Viber or Channel.Rcs or Channel.Mms or Channel.Push => JsonSerializer.SerializeToUtf8Bytes(new SmsReports([.. reports.Select(SandboxChats.ChatReport)]), InfobipJson.Wire.SmsReports),
            Channel.WhatsApp => JsonSerializer.SerializeToUtf8Bytes(new WhatsAppReports([.. reports.Select(SandboxChats.Report)]), InfobipJson.Wire.WhatsAppReports),
            _ when reports[0].Sms is { Older: true } => JsonSerializer.SerializeToUtf8Bytes(OlderSmsReports.Of(reports), SandboxWire.Wire.OlderSmsReports),
            _ => JsonSerializer.SerializeToUtf8Bytes(new SmsReports([.. reports.Select(SandboxReports.Report)]), InfobipJson.Wire.SmsReports),
        };
        if (await Push(url, body, ct))
        {
            await sandbox.Store.Write(db =>
            {
                SandboxReports.AwaitOutcome(db, reports.Where(report => report.Intermediate));
                SandboxReports.Close(db, reports.Where(report => !report.Intermediate));
            }, ct);
            return;
        }

        await sandbox.Store.Write(db =>
        {
            SandboxReports.Close(db, reports.Where(report => report.Tries >= MostTries));
            SandboxReports.Postpone(db, reports.Where(report => report.Tries < MostTries), Again);
        }, ct);
    }

    private async Task PushInbound(Uri? url, StoredInbound[] messages, CancellationToken ct)
    {
        var body = messages[0].Channel switch
        {
            Channel.WhatsApp => JsonSerializer.SerializeToUtf8Bytes(new WhatsAppInbox([.. messages.Select(message => SandboxChats.Wire(message, Address(url)))], messages.Length, 0), InfobipJson.Wire.WhatsAppInbox),
            Channel.Rcs => JsonSerializer.SerializeToUtf8Bytes(new RcsInbox([.. messages.Select(SandboxChats.RcsWire)], messages.Length, 0), InfobipJson.Wire.RcsInbox),
            Channel.Mms => JsonSerializer.SerializeToUtf8Bytes(new MmsInbox([.. messages.Select(SandboxMms.Wire)], messages.Length, 0), InfobipJson.Wire.MmsInbox),
            Channel.Viber => JsonSerializer.SerializeToUtf8Bytes(new ViberInbox([.. messages.Select(SandboxChats.ViberWire)], messages.Length, 0), InfobipJson.Wire.ViberInbox),
            _ => JsonSerializer.SerializeToUtf8Bytes(new SmsInbox([.. messages.Select(SandboxInbox.Wire)], messages.Length, 0), InfobipJson.Wire.SmsInbox),
        };
        var taken = url is not null && await Push(url, body, ct);
        await sandbox.Store.Write(db =>
        {
            SandboxInbox.Close(db, messages.Where(message => taken || message.Tries >= MostTries));
            SandboxInbox.Postpone(db, messages.Where(message => !taken && message.Tries < MostTries), Again);
        }, ct);
    }

    /// <summary>The sandbox is in the process whose own address it tells; elsewhere a name alone, whose path is what counts.</summary>
    private string Address(Uri? told) =>
        (sandbox.Options.OwnWhatsAppUrl() ?? told) is { } url ? url.GetLeftPart(UriPartial.Authority) + InfobipEndpoint.SandboxPath : InfobipEndpoint.SandboxPath;

    private async Task PushSeen(Uri? url, StoredSeen[] seen, CancellationToken ct)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(new ChatSeenReports([.. seen.Select(SandboxSeen.Wire)]), InfobipJson.Wire.ChatSeenReports);
        var taken = url is not null && await Push(url, body, ct);
        await sandbox.Store.Write(db =>
        {
            SandboxSeen.Close(db, seen.Where(one => taken || one.Tries >= MostTries));
            SandboxSeen.Postpone(db, seen.Where(one => !taken && one.Tries < MostTries), Again);
        }, ct);
    }

    /// <summary>True where the receiver took it.</summary>
    private async Task<bool> Push(Uri url, byte[] body, CancellationToken ct)
    {
        var taken = await Post(url, body, ct);
        if (taken && sandbox.Mood.Chance(sandbox.Mood.Now.DuplicateWebhooks)) await Post(url, body, ct);
        return taken;
    }

    private async Task<bool> Post(Uri url, byte[] body, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        var security = sandbox.Options.Webhooks;
        if (sandbox.Subscriptions.Profile(url.OriginalString) is { } profile) profile.Sign(request, body, security.HmacHeader);
        else if (security.User is { Length: > 0 } user)
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{security.Password}")));
        if (security.HmacSecret is { Length: > 0 } && sandbox.Subscriptions.Profile(url.OriginalString) is null) request.Headers.TryAddWithoutValidation(security.HmacHeader, InfobipSignature.Of(body, security));

        using var timeUp = new CancellationTokenSource(sandbox.Options.PushTimeout, sandbox.Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, timeUp.Token);
        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            if (response.IsSuccessStatusCode) return true;
            Log.Refused(logger, (int)response.StatusCode);
        }
        catch (Exception problem) when (problem is HttpRequestException or IOException || (problem is OperationCanceledException && !ct.IsCancellationRequested))
        {
            Log.NotReached(logger, problem.GetType().Name);
        }
        return false;
    }

    /// <summary>A minute after the first failure, then two, five, ten, seventeen.</summary>
    private long Again(int failures) => sandbox.Now + (long)((1 + failures * failures) * 60_000 * sandbox.Mood.Now.TimeScale);

    private IEnumerable<StoredMessage> Shuffled(IEnumerable<StoredMessage> reports) =>
        sandbox.Mood.Now.ReorderWebhooks > 0 ? reports.OrderBy(_ => sandbox.Mood.Some(int.MaxValue)) : reports;

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "A webhook of the sandbox was answered with {Status}; it comes again.")]
        public static partial void Refused(ILogger logger, int status);

        [LoggerMessage(LogLevel.Information, "A webhook of the sandbox reached nobody ({Problem}); it comes again.")]
        public static partial void NotReached(ILogger logger, string problem);

        [LoggerMessage(LogLevel.Error, "The sandbox could not push; it tries again.")]
        public static partial void PassFailed(ILogger logger, Exception problem);
    }
}
