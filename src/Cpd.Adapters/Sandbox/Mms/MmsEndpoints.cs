using Cpd.Adapters.Infobip;
using Cpd.Adapters.Infobip.Chat;
using Cpd.Adapters.Infobip.Mms;
using Cpd.Adapters.Infobip.Sms;
using Cpd.Adapters.Sandbox.Chat;
using Cpd.Adapters.Sandbox.Sms;
using Cpd.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cpd.Adapters.Sandbox.Mms;

/// <summary>Infobip's paths for MMS, as far as we use them: no groups, and nothing is uploaded.</summary>
internal sealed class MmsEndpoints(SandboxService sandbox)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/mms/2/messages", Send);
        routes.MapGet("/mms/2/logs", Logs);
        routes.MapGet("/mms/2/reports", context => SendCalls.Reports(context, sandbox, Channel.Mms));
    }

    private Task Send(HttpContext context) => SendCalls.Send<MmsRequest, MmsMessage>(
        context, sandbox, Channel.Mms, InfobipJson.Wire.MmsRequest, MmsRules.Check,
        (request, fates) => [.. request.Messages!.SelectMany(message => message.Destinations!.Select(destination => Of(fates, message, destination, StoredChat.ClicksOf(request.Options?.Tracking))))]);

    private async Task Logs(HttpContext context)
    {
        if (await SandboxReader.Logs(context, sandbox, Channel.Mms) is var (lines, page))
            await SandboxGate.Answer(context, new MmsLogs([.. lines.Select(SandboxMms.LogLine)], page), InfobipJson.Wire.MmsLogs);
    }

    private NewMessage Of(Fates fates, MmsMessage message, SmsDestination destination, string? clicksTo)
    {
        var (segments, to) = (message.Content!.MessageSegments!, destination.To ?? "");
        return fates.Make(
            Channel.Mms, to, destination.MessageId, message.Sender, string.Join('\n', segments.Select(one => one.Text).OfType<string>()), 1,
            own => to.Length == 0 ? ChatStatuses.MissingTo : !SmsNumber.IsPossible(SmsNumber.Digits(to)) ? ChatStatuses.InvalidDestination : own?.RejectStatusId ?? ChatStatuses.Accepted,
            (_, fails) => fails ? sandbox.Mood.Now.DeliveryErrorId : 0,
            message.Webhooks, message.Options?.CampaignReferenceId, message.Options?.Platform)
            with { Mail = StoredChat.Write(SandboxMms.Stored(message.Content.Title, [.. segments.Where(one => one.ContentUrl is not null).Select(one => new StoredMedia(one.ContentUrl!, one.ContentType))]) with { ClicksTo = clicksTo }) };
    }
}
