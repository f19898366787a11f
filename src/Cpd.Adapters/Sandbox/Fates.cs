using Cpd.Adapters.Infobip;
using Cpd.Contracts;

namespace Cpd.Adapters.Sandbox;

/// <summary>Makes rows of a request, and decides for each message what will become of it.</summary>
internal sealed class Fates(SandboxMood mood, string bulkId, DateTimeOffset? sendAt, long now)
{
    /// <summary>More parts than this are refused.</summary>
    private const int MostParts = 25;

    private readonly SandboxBehaviour _mood = mood.Now;

    public List<NewMessage> Of(IReadOnlyList<SmsMessage> messages)
    {
        var made = new List<NewMessage>(messages.Count);
        foreach (var message in messages)
        {
            var text = message.Content!.Text ?? message.Content.Hex!;
            var parts = SmsParts.Of(text, SmsAlphabet.Coded(message.Content.Language?.LanguageCode)).Count;
            foreach (var destination in message.Destinations!) made.Add(Of(message, destination, text, parts));
        }
        return made;
    }

    private NewMessage Of(SmsMessage message, SmsDestination destination, string text, int parts)
    {
        var to = destination.To ?? "";
        var number = SmsNumber.Digits(to);
        var own = _mood.PerNumber.Count > 0 ? _mood.PerNumber.GetValueOrDefault(number) : null;
        var sentAt = Math.Max(now, sendAt?.ToUnixTimeMilliseconds() ?? 0);
        var outcomeAt = sentAt + (own?.ReportDelayMs ?? _mood.ReportDelayMs);
        var error = own?.DeliveryErrorId ?? (mood.Chance(_mood.DeliveryFailRate) ? _mood.DeliveryErrorId : 0);
        var (phase, dueAt, intermediate) = Report(message.Webhooks?.Delivery, own, sentAt, outcomeAt);

        return new NewMessage(
            destination.MessageId is { Length: > 0 } given ? given : Guid.NewGuid().ToString(), destination.MessageId is { Length: > 0 },
            bulkId, message.Sender, to, number, text, parts, now, sentAt, now + _mood.ShowAfterMs,
            StatusOf(to, number, parts, own), outcomeAt, OutcomeOf(error), error,
            message.Webhooks?.CallbackData, message.Webhooks?.Delivery?.Url, message.Options?.CampaignReferenceId,
            message.Options?.Platform?.EntityId, message.Options?.Platform?.ApplicationId, phase, dueAt, intermediate);
    }

    private static int StatusOf(string to, string number, int parts, NumberBehaviour? own)
    {
        if (to.Length == 0) return SmsStatuses.MissingTo;
        if (!SmsNumber.IsPossible(number)) return SmsStatuses.InvalidDestination;
        return parts > MostParts ? SmsStatuses.TooLong : own?.RejectStatusId ?? SmsStatuses.Accepted;
    }

    private static int OutcomeOf(int error) => error switch
    {
        0 => 5,
        4101 => 15,
        608 => 87,
        _ => InfobipStatuses.Fault(Channel.Sms, error)?.Group == 3 ? 4 : 9,
    };

    private (int Phase, long? DueAt, bool Intermediate) Report(SmsDeliveryWebhook? delivery, NumberBehaviour? own, long sentAt, long outcomeAt)
    {
        if (delivery?.Notify == false || (own?.LoseReport ?? mood.Chance(_mood.LoseReportsRate))) return (SandboxTables.Closed, null, false);
        if (delivery?.Url is null) return (SandboxTables.Pull, outcomeAt, false);
        if (mood.Chance(_mood.ReorderWebhooks)) return (SandboxTables.Push, outcomeAt + mood.Some(_mood.ReportDelayMs + 1000), false);

        var intermediate = delivery.IntermediateReport == true;
        return (SandboxTables.Push, intermediate ? (sentAt + outcomeAt) / 2 : outcomeAt, intermediate);
    }
}
