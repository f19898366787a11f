using Cpd.Adapters.Infobip.Sms;
using Cpd.Adapters.Infobip.Voice;
using Cpd.Adapters.Sandbox.Sms;
using Cpd.Contracts;

namespace Cpd.Adapters.Sandbox.Voice;

/// <summary>Makes rows of calls. The phone rings first; what becomes of it stands there from the beginning, unless somebody touches the phone meanwhile.</summary>
internal sealed class VoiceFates(Fates fates, SandboxMood mood)
{
    private readonly SandboxBehaviour _mood = mood.Now;

    public List<NewMessage> Of(IReadOnlyList<VoiceMessage> messages) =>
        [.. messages.SelectMany(message => message.Destinations!.Select(destination => Of(message, destination)))];

    private NewMessage Of(VoiceMessage message, VoiceDestination destination)
    {
        var to = destination.To ?? "";
        var webhooks = new SmsWebhooks(message.NotifyUrl is { } url ? new SmsDeliveryWebhook(url) : null, message.NotifyContentType, message.CallbackData);
        var made = fates.Make(
            Channel.Voice, to, destination.MessageId, message.From, message.Text ?? message.AudioFileUrl ?? "", 1, own => StatusOf(message, to, own), ErrorOf,
            webhooks, null, null);

        var (status, error) = SandboxCalls.EndOf(made.OutcomeError);
        var rings = status is VoiceStatuses.Busy ? 0 : _mood.RingMs;
        return made with
        {
            OutcomeStatus = status,
            OutcomeError = error,
            OutcomeAt = made.OutcomeAt + rings,
            DueAt = made.DueAt + rings,
            Mail = SandboxCalls.Write(new StoredCall(message.Language ?? "en", message.Voice?.Name ?? message.Voice?.Gender, made.SentAt + rings, Math.Max(0, message.MaxDtmf ?? 0))),
        };
    }

    /// <summary>By number before by chance, and that before what all calls do.</summary>
    private int ErrorOf(string place, bool fails) =>
        SandboxCalls.ErrorOf(_mood.PerNumber.GetValueOrDefault(place)?.Call ?? (fails ? CallFate.NotAnswered : _mood.Calls));

    private static int StatusOf(VoiceMessage message, string to, NumberBehaviour? own)
    {
        if (to.Length == 0) return VoiceStatuses.MissingTo;
        if (!SmsNumber.IsPossible(SmsNumber.Digits(to))) return VoiceStatuses.InvalidDestination;
        return VoiceRules.Refused(message) ?? own?.RejectStatusId ?? VoiceStatuses.Accepted;
    }
}
