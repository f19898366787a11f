using System.Text.Json.Serialization.Metadata;
using Cpd.Adapters.Infobip;
using Cpd.Adapters.Infobip.Sms;
using Cpd.Adapters.Sandbox.Chat;
using Cpd.Contracts;
using Microsoft.AspNetCore.Http;

namespace Cpd.Adapters.Sandbox;

/// <summary>Sends of the channels that share an envelope: read, checked, each message given its fate, kept, and answered as one.</summary>
internal static class SendCalls
{
    /// <param name="check">All that is wrong with the body, by path.</param>
    /// <param name="messages">One for each destination.</param>
    public static async Task Send<TRequest, TMessage>(
        HttpContext context, SandboxService sandbox, Channel channel, JsonTypeInfo<TRequest> type,
        Func<TRequest?, DateTimeOffset, List<ApiViolation>> check, Func<TRequest, Fates, List<NewMessage>> messages)
        where TRequest : class, IEnvelope<TMessage>
    {
        // Read first: a service that takes its time has the request in its hands, whatever becomes of the caller.
        var (request, wrong) = await SandboxGate.Body(context, type);
        if (!await SandboxGate.Open(context, sandbox)) return;

        var violations = wrong is null ? check(request, sandbox.Clock.GetUtcNow()) : [wrong];
        if (violations.Count > 0)
        {
            await SandboxGate.Refuse(context, 400, violations);
            return;
        }

        var schedule = request!.Options?.Schedule;
        var bulkId = schedule?.BulkId is { Length: > 0 } given ? given : Guid.NewGuid().ToString();
        var taken = messages(request, new Fates(sandbox.Mood, bulkId, schedule?.SendAt, sandbox.Now));
        var withCount = request.Options?.IncludeSmsCountInResponse is true;
        await sandbox.Take(context, taken, statuses => SandboxGate.Answer(context, Answer(channel, bulkId, taken, statuses, withCount), InfobipJson.Wire.SmsResponse));
    }

    /// <summary>By all but SMS reports are asked for and look alike.</summary>
    public static async Task Reports(HttpContext context, SandboxService sandbox, Channel channel)
    {
        if (await SandboxReader.Reports(context, sandbox, channel) is { } found)
            await SandboxGate.Answer(context, new SmsReports([.. found.Select(SandboxChats.ChatReport)]), InfobipJson.Wire.SmsReports);
    }

    /// <param name="withCount">Whether it is told how many short messages each is.</param>
    public static SmsResponse Answer(Channel channel, string bulkId, List<NewMessage> messages, int[] statuses, bool withCount = false)
    {
        var items = new SmsResponseItem[messages.Count];
        for (var i = 0; i < items.Length; i++)
        {
            items[i] = new SmsResponseItem(messages[i].Id, InfobipStatuses.Describe(channel, statuses[i]), messages[i].To,
                withCount ? new SmsResponseDetails(messages[i].Parts) : null);
        }
        return new SmsResponse(bulkId, items);
    }
}
