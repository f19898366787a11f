using System.Text.Json.Serialization;
using Cpd.Adapters.Infobip.Sms;

namespace Cpd.Adapters.Infobip.Email;

/// <summary>Body of <c>POST /email/4/messages</c>: many messages in one call. The sandbox reads the same records, hence the nullable members.</summary>
public sealed record EmailRequest(IReadOnlyList<EmailMessage>? Messages, EmailRequestOptions? Options = null);

/// <param name="Sender"><c>Name &lt;address&gt;</c>, or an address alone.</param>
/// <param name="Destinations">Each is a mail of its own; a personal text is a message of its own.</param>
public sealed record EmailMessage(
    string? Sender, IReadOnlyList<EmailDestinations>? Destinations, EmailMessageContent? Content, EmailMessageOptions? Options = null, SmsWebhooks? Webhooks = null);

public sealed record EmailDestinations(
    IReadOnlyList<EmailDestination>? To, IReadOnlyList<EmailDestination>? Cc = null, IReadOnlyList<EmailDestination>? Bcc = null, string? ReplyTo = null);

/// <param name="MessageId">At most 200 characters; the only protection against sending twice.</param>
/// <param name="Placeholders">Values for places such as {{name}}, as JSON within a text.</param>
public sealed record EmailDestination(string? Destination, string? MessageId = null, string? Placeholders = null);

/// <param name="Subject">At most 1,000 characters.</param>
/// <param name="TemplateId">A template at Infobip, in place of subject and content.</param>
/// <param name="Headers">Further lines of the head, as JSON within a text: <see cref="EmailHeaders"/>.</param>
public sealed record EmailMessageContent(string? Subject, string? Text = null, string? Html = null, string? TemplateId = null, string? Headers = null, string? DefaultPlaceholders = null,
    IReadOnlyList<EmailAttachment>? Attachments = null);

/// <param name="Type"><see cref="Binary"/> with its bytes in the request, or <see cref="Reference"/> to what was uploaded before.</param>
/// <param name="Content">As base64.</param>
/// <param name="ContentId">Of a reference.</param>
public sealed record EmailAttachment(string? Type, byte[]? Content = null, string? ContentType = null, string? FileName = null, string? ContentId = null)
{
    public const string Binary = "binary", Reference = "uploadedReference";
}

/// <summary>The lines of the head that we set.</summary>
public sealed record EmailHeaders(
    [property: JsonPropertyName("List-Unsubscribe")] string? ListUnsubscribe, [property: JsonPropertyName("List-Unsubscribe-Post")] string? ListUnsubscribePost);

public sealed record EmailMessageOptions(InfobipPlatform? Platform = null, string? CampaignReferenceId = null);

public sealed record EmailRequestOptions(SmsSchedule? Schedule = null, EmailTracking? Tracking = null);

/// <param name="TrackingUrl">Where openings, clicks, complaints and the like are told.</param>
public sealed record EmailTracking(bool? Track = null, bool? TrackOpens = null, bool? TrackClicks = null, string? TrackingUrl = null);

/// <summary>Answer to a send. That it came says that the call was taken; whether a message was is in its status.</summary>
public sealed record EmailResponse(string? BulkId, IReadOnlyList<EmailResponseItem>? Messages);

public sealed record EmailResponseItem(string? MessageId, MessageStatus? Status, string? Destination);

/// <summary>What the delivery webhook brings.</summary>
public sealed record EmailReports(IReadOnlyList<EmailReport>? Results);

/// <summary>How one e-mail ended, or that it is still on its way. It counts in SMS, too, which is what Infobip calls it.</summary>
public sealed record EmailReport(
    string? BulkId, MessagePrice? Price, MessageStatus? Status, MessageError? Error, string? MessageId, string? To,
    DateTimeOffset? SentAt, DateTimeOffset? DoneAt, int? SmsCount, string? CallbackData, string? SendingIp, SmtpAnswer? Smtp,
    int? AttemptCount, long? TimeToFirstAttempt, string? EntityId, string? ApplicationId, string? CampaignReferenceId);

/// <summary>What the server of the address said.</summary>
public sealed record SmtpAnswer(string? Response);

/// <summary>What <c>GET /email/4/reports</c> answers.</summary>
public sealed record EmailPulledReports(IReadOnlyList<EmailPulledReport>? Results);

public sealed record EmailPulledReport(
    string? BulkId, MessagePrice? Price, MessageStatus? Status, MessageError? Error, string? MessageId, string? To, string? Sender,
    DateTimeOffset? SentAt, DateTimeOffset? DoneAt, int? MessageCount, string? CallbackData, InfobipPlatform? Platform, string? CampaignReferenceId,
    int? AttemptCount, long? TimeToFirstAttempt);

/// <summary>What <c>GET /email/4/logs</c> answers; <see cref="Cursor"/> only where it was asked for.</summary>
public sealed record EmailLogs(IReadOnlyList<EmailLog>? Results, InfobipCursor? Cursor = null);

public sealed record EmailLog(
    string? Text, string? Sender, string? Destination, string? BulkId, string? MessageId, DateTimeOffset? SentAt, DateTimeOffset? DoneAt, int? MessageCount,
    MessagePrice? Price, MessageStatus? Status, MessageError? Error, InfobipPlatform? Platform, string? CampaignReferenceId);

/// <summary>Something that happened to an e-mail after it arrived: one in each POST.</summary>
/// <param name="NotificationType">OPENED, CLICKED, UNSUBSCRIBED, COMPLAINED or LATE_BOUNCE.</param>
/// <param name="SendDateTime">Milliseconds since 1970.</param>
public sealed record EmailEvent(
    string? NotificationType, string? EventId, string? Domain, string? Recipient, string? Sender, string? Url, long? SendDateTime,
    string? MessageId, string? BulkId, string? CallbackData);
