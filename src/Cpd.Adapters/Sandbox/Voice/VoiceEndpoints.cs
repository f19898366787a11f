using Cpd.Adapters.Infobip;
using Cpd.Adapters.Infobip.Voice;
using Cpd.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cpd.Adapters.Sandbox.Voice;

/// <summary>Infobip's paths for calls in which a text is spoken; their errors have the older shape.</summary>
internal sealed class VoiceEndpoints(SandboxService sandbox)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/tts/3/single", Single);
        routes.MapPost("/tts/3/multi", Multi);
        routes.MapPost("/tts/3/advanced", Advanced);
        routes.MapGet("/tts/3/logs", Logs);
        routes.MapGet("/tts/3/voices/{language}", Voices);
        routes.MapGet("/voice/1/reports", Reports);
    }

    private async Task Advanced(HttpContext context)
    {
        // Read first, as with text messages.
        var (request, wrong) = await SandboxGate.Body(context, InfobipJson.Wire.VoiceRequest);
        await Take(context, request?.Messages, request?.BulkId, wrong);
    }

    private async Task Multi(HttpContext context)
    {
        var (request, wrong) = await SandboxGate.Body(context, InfobipJson.Wire.MultiVoiceRequest);
        await Take(
            context,
            request?.Messages?.Select(one => one is null ? null! : new VoiceMessage(
                one.From, one.To?.Select(to => new VoiceDestination(to)).ToList(), one.Text, one.Language, one.Voice, AudioFileUrl: one.AudioFileUrl)).ToList(),
            null, wrong);
    }

    private async Task Single(HttpContext context)
    {
        var (request, wrong) = await SandboxGate.Body(context, InfobipJson.Wire.SingleVoiceRequest);
        if (wrong is null && (string.IsNullOrWhiteSpace(request?.From) || string.IsNullOrWhiteSpace(request.To)))
            wrong = new ApiViolation(string.IsNullOrWhiteSpace(request?.From) ? "from" : "to", "must not be blank");
        await Take(
            context, request is null ? null : [new VoiceMessage(request.From, [new VoiceDestination(request.To)], request.Text, request.Language, request.Voice, AudioFileUrl: request.AudioFileUrl)],
            null, wrong);
    }

    private async Task Take(HttpContext context, IReadOnlyList<VoiceMessage>? given, string? bulk, ApiViolation? wrong)
    {
        if (!await SandboxGate.Open(context, sandbox)) return;

        var violations = wrong is null ? VoiceRules.Check(given, bulk) : [wrong];
        if (violations.Count > 0)
        {
            await SandboxGate.Refuse(context, 400, violations);
            return;
        }

        var bulkId = bulk is { Length: > 0 } ? bulk : Guid.NewGuid().ToString();
        var now = sandbox.Now;
        // Each may be for another hour.
        List<NewMessage> messages = [.. given!.SelectMany(message => new VoiceFates(new Fates(sandbox.Mood, bulkId, message.SendAt, now), sandbox.Mood).Of([message]))];
        await sandbox.Take(context, messages, statuses => SandboxGate.Answer(
            context, new VoiceResponse(bulkId, [.. messages.Select((message, i) => new VoiceResponseItem(message.To, InfobipStatuses.Describe(Channel.Voice, statuses[i]), message.Id))]),
            InfobipJson.Wire.VoiceResponse));
    }

    private async Task Logs(HttpContext context)
    {
        if (await SandboxReader.Logs(context, sandbox, Channel.Voice) is var (lines, _))
            await SandboxGate.Answer(context, new VoiceLogs([.. lines.Select(SandboxCalls.LogLine)]), InfobipJson.Wire.VoiceLogs);
    }

    private async Task Reports(HttpContext context)
    {
        if (await SandboxReader.Reports(context, sandbox, Channel.Voice) is { } found)
            await SandboxGate.Answer(context, new VoiceReports([.. found.Select(SandboxCalls.Report)]), InfobipJson.Wire.VoiceReports);
    }

    private async Task Voices(HttpContext context)
    {
        if (!await SandboxGate.Open(context, sandbox)) return;

        // The names are the sandbox's own: it speaks to nobody's ears.
        var language = (string)context.GetRouteValue("language")!;
        if (!VoiceRules.Speaks(language)) await SandboxGate.Refuse(context, 404);
        else await SandboxGate.Answer(
            context, new VoiceNames([new("Ana", "female", "Sandbox", false, true, false), new("Ivo", "male", "Sandbox", false, false, false)]), InfobipJson.Wire.VoiceNames);
    }
}
