using Cpd.Adapters.Infobip;
using Cpd.Adapters.Infobip.Chat;
using Cpd.Adapters.Infobip.Sms;
using Cpd.Adapters.Sandbox.Sms;
using Cpd.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cpd.Adapters.Sandbox.Chat;

/// <summary>Infobip's paths for RCS, as far as we use them.</summary>
internal sealed class RcsEndpoints(SandboxService sandbox)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/rcs/2/messages", Send);
        routes.MapPost("/rcs/2/capability-check/query", Capabilities);
        routes.MapGet("/rcs/2/logs", Logs);
        routes.MapGet("/rcs/2/reports", context => SendCalls.Reports(context, sandbox, Channel.Rcs));
    }

    private Task Send(HttpContext context) => SendCalls.Send<RcsRequest, RcsMessage>(
        context, sandbox, Channel.Rcs, InfobipJson.Wire.RcsRequest, RcsRules.Check,
        (request, fates) => [.. request.Messages!.SelectMany(message => message.Destinations!.Select(destination => Of(fates, message, destination, StoredChat.ClicksOf(request.Options?.Tracking))))]);

    /// <summary>Who gets RCS: everybody but those of whom <see cref="NumberBehaviour.Rcs"/> says otherwise, and what is no number.</summary>
    private async Task Capabilities(HttpContext context)
    {
        var (request, wrong) = await SandboxGate.Body(context, InfobipJson.Wire.RcsCapabilityRequest);
        if (!await SandboxGate.Open(context, sandbox)) return;

        var violations = wrong is null ? RcsRules.Check(request) : [wrong];
        if (violations.Count > 0) await SandboxGate.Refuse(context, 400, violations);
        else await SandboxGate.Answer(
            context, new RcsCapabilityResponse([.. request!.PhoneNumbers!.Select(number => new RcsCapabilityResult(Guid.NewGuid().ToString(), number, CodeOf(number)))], request.Options),
            InfobipJson.Wire.RcsCapabilityResponse);
    }

    private string CodeOf(string number) =>
        !SmsNumber.IsPossible(SmsNumber.Digits(number)) ? RcsCapability.InvalidNumber
        : IsWithout(SmsNumber.Digits(number)) ? RcsCapability.Unreachable
        : RcsCapability.Enabled;

    private bool IsWithout(string digits) => sandbox.Mood.Now.PerNumber.GetValueOrDefault(digits)?.Rcs is false;

    private async Task Logs(HttpContext context)
    {
        if (await SandboxReader.Logs(context, sandbox, Channel.Rcs) is var (lines, page))
            await SandboxGate.Answer(context, new RcsLogs([.. lines.Select(SandboxChats.RcsLogLine)], page), InfobipJson.Wire.RcsLogs);
    }

    private NewMessage Of(Fates fates, RcsMessage message, SmsDestination destination, string? clicksTo)
    {
        var (content, to) = (message.Content!, destination.To ?? "");
        var picture = content.Content?.Media?.File?.Url;
        var buttons = (content.Suggestions ?? content.Content?.Suggestions)?.Select(one => new StoredButton(one.Text!, one.Url is null ? one.PostbackData : null, one.Url)).ToList();
        var chat = new StoredChat(content.Content?.Title, picture, picture is null ? null : "IMAGE", Buttons: buttons, SeenUrl: message.Webhooks?.Seen?.Url, ClicksTo: clicksTo);
        return fates.Make(
            Channel.Rcs, to, destination.MessageId, message.Sender, content.Text ?? content.Content?.Description ?? "", 1,
            own => to.Length == 0 ? ChatStatuses.MissingTo : !SmsNumber.IsPossible(SmsNumber.Digits(to)) ? ChatStatuses.InvalidDestination : own?.RejectStatusId ?? ChatStatuses.Accepted,
            (place, fails) => fails || IsWithout(place) ? ChatStatuses.UnknownUser : 0,
            new SmsWebhooks(message.Webhooks?.Delivery, message.Webhooks?.ContentType, message.Webhooks?.CallbackData), message.Options?.CampaignReferenceId, message.Options?.Platform)
            with { Mail = StoredChat.Write(chat) };
    }
}
