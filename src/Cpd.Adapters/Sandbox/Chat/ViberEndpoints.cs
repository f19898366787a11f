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
        routes.MapGet("/viber/2/reports", Reports);
    }

    private async Task Send(HttpContext context)
    {
        // Read first, as with text messages.
        var (request, wrong) = await SandboxGate.Body(context, InfobipJson.Wire.ViberRequest);
        if (!await SandboxGate.Open(context, sandbox)) return;

        var violations = wrong is null ? ViberRules.Check(request, sandbox.Clock.GetUtcNow()) : [wrong];
        if (violations.Count > 0)
        {
            await SandboxGate.Refuse(context, 400, violations);
            return;
        }

        var schedule = request!.Options?.Schedule;
        var bulkId = schedule?.BulkId is { Length: > 0 } given ? given : Guid.NewGuid().ToString();
        var fates = new Fates(sandbox.Mood, bulkId, schedule?.SendAt, sandbox.Now);
        List<NewMessage> messages = [.. request.Messages!.SelectMany(message => message.Destinations!.Select(destination => Of(fates, message, destination, StoredChat.ClicksOf(request.Options?.Tracking))))];
        await sandbox.Take(context, messages, statuses => SandboxGate.Answer(
            context, new SmsResponse(bulkId, [.. messages.Select((message, i) => new SmsResponseItem(message.Id, InfobipStatuses.Describe(Channel.Viber, statuses[i]), message.To))]),
            InfobipJson.Wire.SmsResponse));
    }

    private async Task Logs(HttpContext context)
    {
        if (await SandboxReader.Logs(context, sandbox, Channel.Viber) is var (lines, page))
            await SandboxGate.Answer(context, new ViberLogs([.. lines.Select(SandboxChats.LogLine)], page), InfobipJson.Wire.ViberLogs);
    }

    private async Task Reports(HttpContext context)
    {
        if (await SandboxReader.Reports(context, sandbox, Channel.Viber) is { } found)
            await SandboxGate.Answer(context, new SmsReports([.. found.Select(SandboxChats.ChatReport)]), InfobipJson.Wire.SmsReports);
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
