using Cpd.Adapters.Infobip;
using Cpd.Adapters.Infobip.Sms;
using Cpd.Adapters.Sandbox.Phone;
using Cpd.Adapters.Sandbox.Reports;
using Cpd.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cpd.Adapters.Sandbox.Sms;

/// <summary>Infobip's paths for text messages.</summary>
internal sealed class SmsEndpoints(SandboxService sandbox)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/sms/3/messages", Send);
        routes.MapGet("/sms/3/text/query", context => new SmsQuery(sandbox).Send(context));
        routes.MapGet("/sms/3/logs", Logs);
        routes.MapGet("/sms/3/reports", Reports);
        routes.MapGet("/sms/1/inbox/reports", Inbox);
        routes.MapPost("/sms/1/preview", Preview);
    }

    private Task Send(HttpContext context) => SendCalls.Send<SmsRequest, SmsMessage>(
        context, sandbox, Channel.Sms, InfobipJson.Wire.SmsRequest, SmsRules.Check, (request, fates) => fates.Of(request.Messages!, request.Options?.Tracking));

    private async Task Logs(HttpContext context)
    {
        if (await SandboxReader.Logs(context, sandbox, Channel.Sms) is var (lines, page))
            await SandboxGate.Answer(context, new SmsLogs([.. lines.Select(SandboxReports.LogLine)], page), InfobipJson.Wire.SmsLogs);
    }

    private async Task Reports(HttpContext context)
    {
        if (await SandboxReader.Reports(context, sandbox, Channel.Sms) is { } found)
            await SandboxGate.Answer(context, new SmsReports([.. found.Select(SandboxReports.Report)]), InfobipJson.Wire.SmsReports);
    }

    private async Task Inbox(HttpContext context)
    {
        if (!await SandboxGate.Open(context, sandbox)) return;

        var query = new QueryReader(context.Request.Query);
        var limit = query.Limit();
        // What people write here belongs to no application, entity or campaign.
        if ((query.Text("applicationId") ?? query.Text("entityId") ?? query.Text("campaignReferenceId")) is not null) limit = Math.Min(limit, 0);
        if (query.Wrong.Count > 0)
        {
            await SandboxGate.Refuse(context, 400, query.Wrong);
            return;
        }

        var (found, waiting) = await sandbox.Store.Write(
            db => (SandboxInbox.Fetch(db, limit, sandbox.Now), SandboxInbox.Waiting(db)), CancellationToken.None);
        await SandboxGate.Latency(sandbox);
        await SandboxGate.Answer(context, new SmsInbox([.. found.Select(SandboxInbox.Wire)], found.Count, waiting), InfobipJson.Wire.SmsInbox);
    }

    private async Task Preview(HttpContext context)
    {
        var (request, wrong) = await SandboxGate.Body(context, InfobipJson.Wire.SmsPreviewRequest);
        if (!await SandboxGate.Open(context, sandbox)) return;
        if (wrong is not null || request?.Text is not { } text)
        {
            await SandboxGate.Refuse(context, 400, wrong ?? new ApiViolation("text", "must not be null"));
            return;
        }

        if (request.Transliteration is { } way && !SmsTransliteration.IsKnown(way))
        {
            await SandboxGate.Refuse(context, 400, new ApiViolation("transliteration", "must be one of " + string.Join(", ", SmsTransliteration.All)));
            return;
        }
        if (request.LanguageCode is not (null or "TR" or "ES" or "PT" or "AUTODETECT"))
        {
            await SandboxGate.Refuse(context, 400, new ApiViolation("languageCode", "must match \"^(TR|ES|PT|AUTODETECT)$\""));
            return;
        }
        var changed = SmsTransliteration.Of(text, request.Transliteration);
        var parts = SmsParts.Of(changed, SmsAlphabet.Coded(request.LanguageCode, changed));
        var how = new SmsPreviewConfiguration(request.LanguageCode is { } code ? new SmsLanguage(code) : null, request.Transliteration);
        await SandboxGate.Answer(context, new SmsPreviews(text, [new SmsPreview(changed, parts.Count, parts.Remaining, how)]), InfobipJson.Wire.SmsPreviews);
    }
}
