using Cpd.Adapters.Infobip;
using Cpd.Adapters.Infobip.Chat;
using Cpd.Adapters.Infobip.Sms;
using Cpd.Adapters.Sandbox.Sms;
using Cpd.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cpd.Adapters.Sandbox.Chat;

/// <summary>Infobip's paths for Viber, as far as we use them.</summary>
internal sealed class ViberEndpoints(SandboxService sandbox)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/viber/2/messages", Send);
        routes.MapGet("/viber/2/logs", Logs);
        routes.MapGet("/viber/2/reports", context => SendCalls.Reports(context, sandbox, Channel.Viber));
    }

    private Task Send(HttpContext context) => SendCalls.Send<ViberRequest, ViberMessage>(
        context, sandbox, Channel.Viber, InfobipJson.Wire.ViberRequest, ViberRules.Check,
        (request, fates) => [.. request.Messages!.SelectMany(message => message.Destinations!.Select(destination => Of(fates, message, destination, StoredChat.ClicksOf(request.Options?.Tracking))))]);

    private async Task Logs(HttpContext context)
    {
        if (await SandboxReader.Logs(context, sandbox, Channel.Viber) is var (lines, page))
            await SandboxGate.Answer(context, new ViberLogs([.. lines.Select(SandboxChats.LogLine)], page), InfobipJson.Wire.ViberLogs);
    }

    private static NewMessage Of(Fates fates, ViberMessage message, SmsDestination destination, string? clicksTo)
    {
        var (content, to) = (message.Content!, destination.To ?? "");
        var button = content.Button is { } one ? new StoredButton[] { new(one.Title!, Url: one.Action) } : null;
        var chat = new StoredChat(
            Media: content.MediaUrl, MediaType: content.MediaUrl is null ? null : "IMAGE", Buttons: button, SeenUrl: message.Webhooks?.Seen?.Url, ClicksTo: clicksTo);
        return fates.Make(
            Channel.Viber, to, destination.MessageId, message.Sender, content.Text!, 1,
            own => to.Length == 0 ? ChatStatuses.MissingTo : !SmsNumber.IsPossible(SmsNumber.Digits(to)) ? ChatStatuses.InvalidDestination : own?.RejectStatusId ?? ChatStatuses.Accepted,
            (_, fails) => fails ? ChatStatuses.UnknownUser : 0,
            new SmsWebhooks(message.Webhooks?.Delivery, message.Webhooks?.ContentType, message.Webhooks?.CallbackData), message.Options?.CampaignReferenceId, message.Options?.Platform)
            with { Mail = StoredChat.Write(chat) };
    }
}
