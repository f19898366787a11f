using Cpd.Adapters.Infobip;
using Cpd.Adapters.Infobip.Chat;
using Cpd.Adapters.Infobip.Email;
using Cpd.Adapters.Infobip.Sms;
using Cpd.Adapters.Sandbox.Email;
using Cpd.Adapters.Sandbox.Sms;
using Cpd.Contracts;

namespace Cpd.Adapters.Sandbox;

/// <summary>Makes rows of a request, and decides for each message what will become of it.</summary>
internal sealed class Fates(SandboxMood mood, string bulkId, DateTimeOffset? sendAt, long now)
{
    /// <summary>More parts than this are refused.</summary>
    private const int MostParts = 25;

    /// <summary>The same on every channel.</summary>
    private const int NoCredit = 12;

    private readonly SandboxBehaviour _mood = mood.Now;

    public List<NewMessage> Of(IReadOnlyList<SmsMessage> messages, SmsTracking? tracking = null)
    {
        var links = tracking is { TrackClicks: not false, TrackingUrl: { } told } ? SandboxMails.Write(new StoredMail(null, null, null, ClicksTo: told)) : null;
        var made = new List<NewMessage>(messages.Count);
        foreach (var message in messages)
        {
            var (text, parts) = StoredSms.Shown(message.Content!);
            foreach (var destination in message.Destinations!)
                made.Add(StoredSms.Timed(Of(message, destination, text, parts) with { Sms = StoredSms.Of(message), Mail = links }, message.Options));
        }
        return made;
    }

    public List<NewMessage> Of(IReadOnlyList<EmailMessage> messages, EmailTracking? tracking = null)
    {
        var made = new List<NewMessage>(messages.Count);
        foreach (var message in messages)
        {
            var files = SandboxFiles.Of(message.Content!);
            foreach (var group in message.Destinations!)
            foreach (var destination in group.To!.Concat(group.Cc ?? []).Concat(group.Bcc ?? []))
            {
                var mail = SandboxMails.Write(new StoredMail(message.Content!.Subject, message.Content.Html, group.ReplyTo, SandboxMails.UnsubscribeOf(message.Content.Headers),
                    tracking is { Track: not false, TrackClicks: true } ? tracking.TrackingUrl : null, tracking is { Track: not false, TrackOpens: true } ? tracking.TrackingUrl : null,
                    files.Count == 0 ? null : [.. files.Select(file => file.About)]));
                var to = destination.Destination ?? "";
                made.Add(Make(
                    Channel.Email, to, destination.MessageId, message.Sender, message.Content.Text ?? "", 1, own => MailStatusOf(to, own), MailErrorOf,
                    message.Webhooks, message.Options?.CampaignReferenceId, message.Options?.Platform) with { Mail = mail, Files = files });
            }
        }
        return made;
    }

    private NewMessage Of(SmsMessage message, SmsDestination destination, string text, int parts)
    {
        var to = destination.To ?? "";
        return Make(
            Channel.Sms, to, destination.MessageId, message.Sender, text, parts, own => StoredSms.Refused(message.Content!) ?? StatusOf(to, parts, own), (_, fails) => fails ? _mood.DeliveryErrorId : 0,
            message.Webhooks, message.Options?.CampaignReferenceId, message.Options?.Platform);
    }

    /// <param name="errorOf">Of the place, and whether it is to fail by chance.</param>
    internal NewMessage Make(
        Channel channel, string to, string? id, string? sender, string text, int parts, Func<NumberBehaviour?, int> statusOf, Func<string, bool, int> errorOf,
        SmsWebhooks? webhooks, string? campaign, InfobipPlatform? platform)
    {
        var place = SandboxMessages.Place(channel, to);
        var own = _mood.PerNumber.Count > 0 ? _mood.PerNumber.GetValueOrDefault(place) : null;
        var sentAt = Math.Max(now, sendAt?.ToUnixTimeMilliseconds() ?? 0);
        var outcomeAt = sentAt + (own?.ReportDelayMs ?? _mood.ReportDelayMs);
        var error = own?.DeliveryErrorId is { } chosen ? Known(channel, chosen) : errorOf(place, mood.Chance(_mood.DeliveryFailRate));
        var (phase, dueAt, intermediate) = Report(webhooks?.Delivery, own, sentAt, outcomeAt);

        return new NewMessage(
            id is { Length: > 0 } ? id : Guid.NewGuid().ToString(), id is { Length: > 0 },
            bulkId, sender, to, place, text, parts, now, sentAt, now + _mood.ShowAfterMs,
            _mood.Balance <= 0 ? NoCredit : statusOf(own), outcomeAt, OutcomeOf(channel, error), error,
            webhooks?.CallbackData, webhooks?.Delivery?.Url, campaign, platform?.EntityId, platform?.ApplicationId, phase, dueAt, intermediate, channel);
    }

    private static int StatusOf(string to, int parts, NumberBehaviour? own)
    {
        if (to.Length == 0) return SmsStatuses.MissingTo;
        if (!SmsNumber.IsPossible(SmsNumber.Digits(to))) return SmsStatuses.InvalidDestination;
        return parts > MostParts ? SmsStatuses.TooLong : own?.RejectStatusId ?? SmsStatuses.Accepted;
    }

    private static int MailStatusOf(string to, NumberBehaviour? own) =>
        to.Length == 0 ? EmailStatuses.MissingTo
        : !EmailAddress.IsAddress(to) ? EmailStatuses.InvalidDestination
        : own?.RejectStatusId ?? EmailStatuses.Enroute;

    /// <summary>What stands before the @ chooses the end, also with something behind a plus: these names are ours, not Infobip's.</summary>
    private static int MailErrorOf(string address, bool fails) => address.Split('@')[0].Split('+')[0] switch
    {
        "bounce" => EmailStatuses.HardBounce,
        "softbounce" => EmailStatuses.SoftBounce,
        "spam" => EmailStatuses.Complained,
        "unsub" => EmailStatuses.Unsubscribed,
        _ => fails ? EmailStatuses.SoftBounce : 0,
    };

    /// <summary>A number's fate is told in errors of text messages; in a chat such a number has no account.</summary>
    private static int Known(Channel channel, int error) => channel.IsChat() && InfobipStatuses.Fault(channel, error) is null ? ChatStatuses.UnknownUser : error;

    private static int OutcomeOf(Channel channel, int error) => (channel, error) switch
    {
        (_, 0) => 5,
        (Channel.Email, _) => EmailStatuses.NotDelivered,
        _ when channel.IsChat() => ChatStatuses.RejectedByProvider,
        (_, 4101) => 15,
        (_, 608) => 87,
        _ => InfobipStatuses.Fault(channel, error)?.Group == 3 ? 4 : 9,
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
