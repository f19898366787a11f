using Cpd.Adapters.Infobip;
using Cpd.Adapters.Infobip.Email;
using Cpd.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cpd.Adapters.Sandbox.Email;

/// <summary>Infobip's paths for e-mails, of their newest generation.</summary>
internal sealed class EmailEndpoints(SandboxService sandbox)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/email/4/messages", Send);
        routes.MapGet("/email/4/logs", Logs);
        routes.MapGet("/email/4/reports", Reports);
    }

    private async Task Send(HttpContext context)
    {
        // Read first, as with text messages.
        var (request, wrong) = await SandboxGate.Body(context, InfobipJson.Wire.EmailRequest);
        if (!await SandboxGate.Open(context, sandbox)) return;

        var violations = wrong is null ? EmailRules.Check(request, sandbox.Clock.GetUtcNow()) : [wrong];
        if (violations.Count > 0)
        {
            await SandboxGate.Refuse(context, 400, violations);
            return;
        }

        request = request! with { Messages = MailPlaceholders.Filled(request.Messages!) };
        var schedule = request.Options?.Schedule;
        var bulkId = schedule?.BulkId is { Length: > 0 } given ? given : Guid.NewGuid().ToString();
        var messages = new Fates(sandbox.Mood, bulkId, schedule?.SendAt, sandbox.Now).Of(request.Messages!, request.Options?.Tracking);
        messages = Suppressions.Kept(sandbox, messages);
        await sandbox.Take(context, messages, statuses => SandboxGate.Answer(
            context, new EmailResponse(bulkId, [.. messages.Select((message, i) => new EmailResponseItem(message.Id, InfobipStatuses.Describe(Channel.Email, statuses[i]), message.To))]),
            InfobipJson.Wire.EmailResponse));
    }

    private async Task Logs(HttpContext context)
    {
        if (await SandboxReader.Logs(context, sandbox, Channel.Email) is var (lines, page))
            await SandboxGate.Answer(context, new EmailLogs([.. lines.Select(SandboxMails.LogLine)], page), InfobipJson.Wire.EmailLogs);
    }

    private async Task Reports(HttpContext context)
    {
        if (await SandboxReader.Reports(context, sandbox, Channel.Email) is { } found)
            await SandboxGate.Answer(context, new EmailPulledReports([.. found.Select(SandboxMails.Pulled)]), InfobipJson.Wire.EmailPulledReports);
    }
}
