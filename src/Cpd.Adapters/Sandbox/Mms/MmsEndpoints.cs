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
        routes.MapGet("/mms/2/reports", Reports);
    }

    private async Task Send(HttpContext context)
    {
        // Read first, as with text messages.
        var (request, wrong) = await SandboxGate.Body(context, InfobipJson.Wire.MmsRequest);
        if (!await SandboxGate.Open(context, sandbox)) return;

        var violations = wrong is null ? MmsRules.Check(request, sandbox.Clock.GetUtcNow()) : [wrong];
        if (violations.Count > 0)
        {
            await SandboxGate.Refuse(context, 400, violations);
            return;
        }

        var schedule = request!.Options?.Schedule;
        var bulkId = schedule?.BulkId is { Length: > 0 } given ? given : Guid.NewGuid().ToString();
        var fates = new Fates(sandbox.Mood, bulkId, schedule?.SendAt, sandbox.Now);
        List<NewMessage> messages = [.. request.Messages!.SelectMany(message => message.Destinations!.Select(destination => Of(fates, message, destination)))];
        await sandbox.Take(context, messages, statuses => SandboxGate.Answer(
            context, new SmsResponse(bulkId, [.. messages.Select((message, i) => new SmsResponseItem(message.Id, InfobipStatuses.Describe(Channel.Mms, statuses[i]), message.To))]),
            InfobipJson.Wire.SmsResponse));
    }

    private async Task Logs(HttpContext context)
    {
        if (await SandboxReader.Logs(context, sandbox, Channel.Mms) is var (lines, page))
            await SandboxGate.Answer(context, new MmsLogs([.. lines.Select(SandboxMms.LogLine)], page), InfobipJson.Wire.MmsLogs);
    }

    private async Task Reports(HttpContext context)
    {
        if (await SandboxReader.Reports(context, sandbox, Channel.Mms) is { } found)
            await SandboxGate.Answer(context, new SmsReports([.. found.Select(SandboxChats.ChatReport)]), InfobipJson.Wire.SmsReports);
    }

    private NewMessage Of(Fates fates, MmsMessage message, SmsDestination destination)
    {
        var (segments, to) = (message.Content!.MessageSegments!, destination.To ?? "");
        return fates.Make(
            Channel.Mms, to, destination.MessageId, message.Sender, string.Join('\n', segments.Select(one => one.Text).OfType<string>()), 1,
            own => to.Length == 0 ? ChatStatuses.MissingTo : !SmsNumber.IsPossible(SmsNumber.Digits(to)) ? ChatStatuses.InvalidDestination : own?.RejectStatusId ?? ChatStatuses.Accepted,
            (_, fails) => fails ? sandbox.Mood.Now.DeliveryErrorId : 0,
            message.Webhooks, message.Options?.CampaignReferenceId, message.Options?.Platform)
            with { Mail = StoredChat.Write(SandboxMms.Stored(message.Content.Title, [.. segments.Where(one => one.ContentUrl is not null).Select(one => new StoredMedia(one.ContentUrl!, one.ContentType))])) };
    }
}
