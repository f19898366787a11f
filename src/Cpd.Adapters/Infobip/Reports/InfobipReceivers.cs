using System.Text.Json;
using Cpd.Adapters.Dispatch;
using Cpd.Contracts;
using Cpd.EventLog;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Cpd.Adapters.Infobip.Reports;

/// <summary>Where Infobip tells us what became of messages, and what people write back.</summary>
public static class InfobipReceivers
{
    /// <summary>A bucket of Infobip's holds up to 2,000 reports of less than 1 KB.</summary>
    private const int MostBytes = 4 * 1024 * 1024;

    public static IEndpointRouteBuilder MapInfobipWebhooks(this IEndpointRouteBuilder routes)
    {
        routes.MapPost(InfobipWebhooks.ReportsPattern, context => Receive(context, (body, only, now) => DeliveryReports.Read(body, now).Of(only)));
        routes.MapPost(InfobipWebhooks.EmailPattern, context => Receive(context, (body, only, now) => DeliveryReports.Read(body, now, Channel.Email).Of(only)));
        MapChat(routes, InfobipWebhooks.WhatsAppPattern, Channel.WhatsApp);
        MapChat(routes, InfobipWebhooks.ViberPattern, Channel.Viber);
        MapChat(routes, InfobipWebhooks.RcsPattern, Channel.Rcs);
        MapChat(routes, InfobipWebhooks.MmsPattern, Channel.Mms);
        routes.MapPost(InfobipWebhooks.VoicePattern, context => Receive(context, (body, only, now) => DeliveryReports.Read(body, now, Channel.Voice).Of(only)));
        routes.MapPost(InfobipWebhooks.PushPattern, context => Receive(context, (body, only, now) => DeliveryReports.Read(body, now, Channel.Push).Of(only)));
        routes.MapPost(InfobipWebhooks.InboundPattern, context =>
        {
            var options = context.RequestServices.GetRequiredService<IOptions<InboundOptions>>().Value;
            return Receive(context, (body, only, now) => InboundMessages.Read(body, only is null ? options.WorkspaceOf : _ => only, now));
        });
        routes.MapPost(InfobipWebhooks.BlocklistPattern, context =>
        {
            var options = context.RequestServices.GetRequiredService<IOptions<InboundOptions>>().Value;
            return Receive(context, (body, only, now) => BlocklistEvents.Read(body, only is null ? options.WorkspaceOf : _ => only, now));
        });
        return routes;
    }

    private static void MapChat(IEndpointRouteBuilder routes, string pattern, Channel channel) => routes.MapPost(pattern, context =>
    {
        var options = context.RequestServices.GetRequiredService<IOptions<InboundOptions>>().Value;
        return Receive(context, (body, only, now) => ChatReports.Read(body, channel, only is null ? options.WorkspaceOf : _ => only, only, now));
    });

    /// <summary>
    /// 200 only when everything of use is durable: whatever else we answer, Infobip sends it again. Items that cannot be
    /// used are counted and passed over, since they would be as unusable the next time.
    /// </summary>
    private static async Task Receive(HttpContext context, Func<JsonElement, string?, DateTimeOffset, ReadReports> read)
    {
        var services = context.RequestServices;
        var guard = services.GetRequiredService<WebhookGuard>();
        context.Response.StatusCode = guard.RefusePath(context.GetRouteValue("secret") as string, out var workspace) ?? guard.RefuseCaller(context.Request)
            ?? await Take(context, guard, services, (body, now) => read(body, workspace, now));
        if (context.Response.StatusCode == StatusCodes.Status401Unauthorized) context.Response.Headers.WWWAuthenticate = "Basic realm=\"webhooks\"";
    }

    private static async Task<int> Take(
        HttpContext context, WebhookGuard guard, IServiceProvider services, Func<JsonElement, DateTimeOffset, ReadReports> read)
    {
        if (await ReadBody(context) is not { } bytes) return StatusCodes.Status413PayloadTooLarge;
        if (guard.RefuseBody(context.Request, bytes) is { } refused) return refused;

        var metrics = services.GetRequiredService<AdapterMetrics>();
        ReadReports found;
        try
        {
            using var body = JsonDocument.Parse(bytes);
            found = read(body.RootElement, services.GetRequiredService<TimeProvider>().GetUtcNow());
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            // The second: a member's name that its escapes make no text of.
            metrics.Received(reports: 0, skipped: 1);
            return StatusCodes.Status400BadRequest;
        }

        try
        {
            // Not the request's token: once read, it is kept, even if the caller hangs up meanwhile.
            if (found.Records.Count > 0) await services.GetRequiredService<IEventLog>().Append(found.Records, CancellationToken.None);
        }
        catch (LogUnavailableException)
        {
            return StatusCodes.Status503ServiceUnavailable;
        }
        metrics.Received(found.Records.Count, found.Skipped);
        AdapterTracing.Reported(found.Records);
        return StatusCodes.Status200OK;
    }

    /// <summary>The raw bytes, over which the signature goes; null where there are too many.</summary>
    private static async Task<byte[]?> ReadBody(HttpContext context)
    {
        if (context.Request.ContentLength > MostBytes) return null;
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = MostBytes + 1;

        var buffer = new MemoryStream((int)(context.Request.ContentLength ?? 4096));
        var piece = new byte[16 * 1024];
        int read;
        while ((read = await context.Request.Body.ReadAsync(piece, context.RequestAborted)) > 0)
        {
            if (buffer.Length + read > MostBytes) return null;
            buffer.Write(piece, 0, read);
        }
        return buffer.ToArray();
    }
}
