using Cpd.Adapters.Infobip;
using Cpd.Adapters.Infobip.Sms;
using Cpd.Adapters.Sandbox.Phone;
using Cpd.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cpd.Adapters.Sandbox.Chat;

/// <summary>What a number of ours does in chats besides sending: it shows that it types, says that it has read, and has a reputation.</summary>
internal sealed class WhatsAppSenderEndpoints(SandboxService sandbox)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/whatsapp/1/events", Events);
        routes.MapPost("/whatsapp/1/senders/{sender}/message/{messageId}/read", Read);
        routes.MapGet("/whatsapp/1/senders/quality", Quality);
        routes.MapMethods("/whatsapp/1/senders/{sender}/media/{mediaId}", ["GET", "HEAD"], Media);
    }

    private async Task Events(HttpContext context)
    {
        var (request, wrong) = await SandboxGate.Body(context, SandboxWire.Wire.WhatsAppEventsRequest);
        if (!await SandboxGate.Open(context, sandbox)) return;

        List<ApiViolation> violations = wrong is null ? [] : [wrong];
        if (wrong is null && request?.Events is not { Count: > 0 }) violations.Add(new ApiViolation("events", "must not be empty"));
        for (var i = 0; i < (request?.Events?.Count ?? 0); i++)
        {
            var (at, one) = ($"events[{i}]", request!.Events![i]);
            if (string.IsNullOrWhiteSpace(one?.Sender)) violations.Add(new ApiViolation(at + ".sender", "must not be blank"));
            if (one?.Destinations is not { Count: 1 }) violations.Add(new ApiViolation(at + ".destinations", "size must be between 1 and 1"));
            if (one?.Content?.Type is not "TYPING_INDICATOR") violations.Add(new ApiViolation(at + ".content.type", "must be TYPING_INDICATOR"));
        }
        if (violations.Count > 0)
        {
            await SandboxGate.Refuse(context, 400, violations);
            return;
        }
        await SandboxGate.Answer(
            context,
            new SmsResponse(Guid.NewGuid().ToString(), [.. request!.Events!.Select(one => new SmsResponseItem(
                one.Destinations![0].MessageId ?? Guid.NewGuid().ToString(), InfobipStatuses.Describe(Channel.WhatsApp, 7), one.Destinations[0].To))]),
            InfobipJson.Wire.SmsResponse);
    }

    private async Task Read(HttpContext context)
    {
        if (!await SandboxGate.Open(context, sandbox)) return;

        var id = (string)context.GetRouteValue("messageId")!;
        if (sandbox.Store.Read(db => SandboxInbox.IsThere(db, id))) context.Response.StatusCode = StatusCodes.Status204NoContent;
        else await SandboxGate.Refuse(context, 404);
    }

    private async Task Quality(HttpContext context)
    {
        if (!await SandboxGate.Open(context, sandbox)) return;

        var query = new QueryReader(context.Request.Query);
        var senders = query.List("senders");
        if (senders.Count is 0 or > 100) await SandboxGate.Refuse(context, 400, new ApiViolation("senders", "size must be between 1 and 100"));
        else await SandboxGate.Answer(
            context, new SenderQualities([.. senders.Select(sender => new SenderQuality(sender, "HIGH", "CONNECTED", "LIMIT_250", sandbox.Clock.GetUtcNow()))]), SandboxWire.Wire.SenderQualities);
    }

    private async Task Media(HttpContext context)
    {
        if (!await SandboxGate.Open(context, sandbox)) return;

        var id = (string)context.GetRouteValue("mediaId")!;
        if (sandbox.Store.Read(db => SandboxMedia.Find(db, id)) is not { } media)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }
        context.Response.ContentType = media.Type;
        context.Response.ContentLength = media.Bytes.Length;
        context.Response.Headers.XContentTypeOptions = "nosniff";
        if (HttpMethods.IsGet(context.Request.Method)) await context.Response.Body.WriteAsync(media.Bytes, context.RequestAborted);
    }
}

internal sealed record WhatsAppEventsRequest(IReadOnlyList<WhatsAppEvent>? Events);

internal sealed record WhatsAppEvent(string? Sender, IReadOnlyList<SmsDestination>? Destinations, WhatsAppEventContent? Content);

internal sealed record WhatsAppEventContent(string? Type);

internal sealed record SenderQualities(IReadOnlyList<SenderQuality> Results);

internal sealed record SenderQuality(string Sender, string QualityRating, string Status, string CurrentLimit, DateTimeOffset LastUpdated);
