using Cpd.Adapters.Infobip;
using Cpd.Adapters.Infobip.Chat;
using Cpd.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cpd.Adapters.Sandbox.Chat;

/// <summary>Infobip's paths for WhatsApp; those about products and orders are not among them.</summary>
internal sealed class WhatsAppEndpoints(SandboxService sandbox)
{
    private static readonly string[] Kinds = 
    [
        "text", "image", "video", "document", "audio", "sticker", "location", "contact", "interactive/buttons", "interactive/list", "interactive/url-button",
        "interactive/location-request", "interactive/flow",
    ];

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/whatsapp/1/message/template", SendTemplates);
        foreach (var kind in Kinds) routes.MapPost($"/whatsapp/1/message/{kind}", context => SendOne(context, kind));
        routes.MapGet("/whatsapp/2/senders/{sender}/templates", Templates);
        new WhatsAppTemplateEndpoints(sandbox).Map(routes);
        new WhatsAppSenderEndpoints(sandbox).Map(routes);
    }

    private async Task SendTemplates(HttpContext context)
    {
        // Read first, as with text messages.
        var (request, wrong) = await SandboxGate.Body(context, InfobipJson.Wire.WhatsAppRequest);
        if (!await SandboxGate.Open(context, sandbox)) return;
        if (await Refused(context, wrong is null ? WhatsAppRules.Check(request) : [wrong])) return;

        var bulkId = request!.BulkId is { Length: > 0 } given ? given : Guid.NewGuid().ToString();
        var messages = Fated(bulkId, fates => [.. request.Messages!.Select(message => fates.Of(message, "template"))]);
        await sandbox.Take(context, messages, statuses => SandboxGate.Answer(
            context, new WhatsAppResponse([.. messages.Select((message, i) => Item(message, statuses[i]))], bulkId), InfobipJson.Wire.WhatsAppResponse));
    }

    private async Task SendOne(HttpContext context, string kind)
    {
        var (request, wrong) = await SandboxGate.Body(context, InfobipJson.Wire.WhatsAppMessage);
        if (!await SandboxGate.Open(context, sandbox)) return;
        if (await Refused(context, wrong is null ? WhatsAppRules.Check(request, kind) : [wrong])) return;

        var messages = Fated("", fates => [fates.Of(request!, kind)]);
        await sandbox.Take(context, messages, statuses => SandboxGate.Answer(context, Item(messages[0], statuses[0]), InfobipJson.Wire.WhatsAppResponseItem));
    }

    private async Task Templates(HttpContext context)
    {
        if (!await SandboxGate.Open(context, sandbox)) return;

        await SandboxGate.Latency(sandbox);
        await SandboxGate.Answer(context, new WhatsAppTemplates(sandbox.Store.Read(SandboxTemplates.All)), InfobipJson.Wire.WhatsAppTemplates);
    }

    private List<NewMessage> Fated(string bulkId, Func<WhatsAppFates, List<NewMessage>> make) => sandbox.Store.Read(db => make(new WhatsAppFates(
        new Fates(sandbox.Mood, bulkId, sendAt: null, sandbox.Now), SandboxTemplates.All(db),
        (number, partner) => SandboxSessions.IsOpen(db, Channel.WhatsApp, number, partner, sandbox.Now))));

    private static async Task<bool> Refused(HttpContext context, List<ApiViolation> violations)
    {
        if (violations.Count == 0) return false;
        await SandboxGate.Refuse(context, 400, violations);
        return true;
    }

    private static WhatsAppResponseItem Item(NewMessage message, int status) =>
        new(message.To, 1, message.Id, InfobipStatuses.Describe(Channel.WhatsApp, status));
}
