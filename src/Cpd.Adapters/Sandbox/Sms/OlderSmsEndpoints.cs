using Cpd.Adapters.Infobip;
using Cpd.Adapters.Infobip.Sms;
using Cpd.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cpd.Adapters.Sandbox.Sms;

/// <summary>Text messages by the generation before: sent, reported and logged in its words, kept with all others.</summary>
internal sealed class OlderSmsEndpoints(SandboxService sandbox)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/sms/2/text/advanced", Send);
        routes.MapPost("/sms/2/binary/advanced", Send);
        routes.MapGet("/sms/1/text/query", context => new SmsQuery(sandbox).Send(context));
        routes.MapGet("/sms/1/logs", Logs);
        routes.MapGet("/sms/1/reports", Reports);
        routes.MapPost("/ct/1/log/end/{messageId}", Convert);
    }

    private async Task Send(HttpContext context)
    {
        var (request, wrong) = await SandboxGate.Body(context, SandboxWire.Wire.OlderSmsRequest);
        if (!await SandboxGate.Open(context, sandbox)) return;

        var newer = request?.Messages?.Select(message => message?.Newer()!).ToList();
        var violations = wrong is null ? SmsRules.Check(new SmsRequest(newer), sandbox.Clock.GetUtcNow()) : [wrong];
        SendRules.Size(request?.BulkId, 100, "bulkId", violations);
        if (violations.Count > 0)
        {
            await SandboxGate.Refuse(context, 400, [.. violations.Select(one => one with { Property = Older(one.Property!) })]);
            return;
        }

        var bulkId = request!.BulkId is { Length: > 0 } given ? given : Guid.NewGuid().ToString();
        // Each may be for another hour.
        List<NewMessage> messages = [.. newer!.SelectMany((message, i) => new Fates(sandbox.Mood, bulkId, request.Messages![i].SendAt, sandbox.Now).Of([message], request.UrlOptions))];
        await Take(context, sandbox, messages, bulkId, request.IncludeSmsCountInResponse == true);
    }

    public static Task Take(HttpContext context, SandboxService sandbox, List<NewMessage> made, string bulkId, bool withCount)
    {
        List<NewMessage> messages = [.. made.Select(message => message with { Sms = (message.Sms ?? new StoredSms()) with { Older = true } })];
        return sandbox.Take(context, messages, statuses => SandboxGate.Answer(
            context,
            new OlderSmsResponse(bulkId, [.. messages.Select((message, i) => new OlderSmsResponseItem(
                message.To, InfobipStatuses.Describe(Channel.Sms, statuses[i]), message.Id, withCount ? message.Parts : null))]),
            SandboxWire.Wire.OlderSmsResponse));
    }

    private async Task Logs(HttpContext context)
    {
        if (await SandboxReader.Logs(context, sandbox, Channel.Sms) is var (lines, _)) await SandboxGate.Answer(context, OlderSmsLogs.Of(lines), SandboxWire.Wire.OlderSmsLogs);
    }

    private async Task Reports(HttpContext context)
    {
        if (await SandboxReader.Reports(context, sandbox, Channel.Sms) is { } found) await SandboxGate.Answer(context, OlderSmsReports.Of(found), SandboxWire.Wire.OlderSmsReports);
    }

    /// <summary>That somebody did what the message asked for. It is taken for every message there is, and counted nowhere.</summary>
    private async Task Convert(HttpContext context)
    {
        if (!await SandboxGate.Open(context, sandbox)) return;

        var id = (string)context.GetRouteValue("messageId")!;
        if (!sandbox.Store.Read(db => SandboxMessages.IsThere(db, id))) await SandboxGate.Refuse(context, 404);
        else await SandboxGate.Answer(context, new ConversionTag(id), SandboxWire.Wire.ConversionTag);
    }

    /// <summary>Where the members of the newer request stand in the older one.</summary>
    private static string Older(string path) => path
        .Replace(".content.hex", ".binary.hex", StringComparison.Ordinal).Replace(".content.", ".", StringComparison.Ordinal)
        .Replace(".options.platform.", ".", StringComparison.Ordinal).Replace(".options.", ".", StringComparison.Ordinal)
        .Replace(".webhooks.delivery.url", ".notifyUrl", StringComparison.Ordinal).Replace(".webhooks.", ".", StringComparison.Ordinal);
}

internal sealed record ConversionTag(string ProcessKey);
