using Cpd.Adapters.Infobip.Sms;

namespace Cpd.Adapters.Infobip.Chat;

/// <summary>Body of <c>POST /viber/2/messages</c>: many messages in one call; the answer is the one of text messages. The sandbox reads the same records, hence the nullable members.</summary>
public sealed record ViberRequest(IReadOnlyList<ViberMessage>? Messages, SmsRequestOptions? Options = null) : IEnvelope<ViberMessage>;

public sealed record ViberMessage(
    string? Sender, IReadOnlyList<SmsDestination>? Destinations, ViberContent? Content, ViberOptions? Options = null, ViberWebhooks? Webhooks = null);

/// <param name="Type">TEXT or IMAGE, as far as we use it.</param>
/// <param name="Text">At most 1,000 letters.</param>
/// <param name="MediaUrl">Of a picture, at most 1,000 letters.</param>
public sealed record ViberContent(string? Type, string? Text = null, string? MediaUrl = null, ViberButton? Button = null);

/// <param name="Title">At most 30 letters.</param>
/// <param name="Action">Where it leads.</param>
public sealed record ViberButton(string? Title, string? Action);

/// <param name="TrackingData">1 to 100 letters; comes back with what the person answers, whichever message it was that they answer.</param>
/// <param name="Label">PROMOTIONAL or TRANSACTIONAL.</param>
public sealed record ViberOptions(
    SmsValidity? ValidityPeriod = null, string? TrackingData = null, string? Label = null, InfobipPlatform? Platform = null, string? CampaignReferenceId = null);

/// <param name="Seen">Where it is told that it was read.</param>
/// <param name="CallbackData">Comes back with delivery reports, and with nothing else.</param>
public sealed record ViberWebhooks(SmsDeliveryWebhook? Delivery, ViberSeenWebhook? Seen = null, string? ContentType = null, string? CallbackData = null);

public sealed record ViberSeenWebhook(string? Url);

/// <summary>What <c>GET /viber/2/logs</c> answers; <see cref="Cursor"/> only where it was asked for.</summary>
public sealed record ViberLogs(IReadOnlyList<ViberLog>? Results, InfobipCursor? Cursor = null);

public sealed record ViberLog(
    string? Sender, string? Destination, string? BulkId, string? MessageId, DateTimeOffset? SentAt, DateTimeOffset? DoneAt, int? MessageCount,
    MessagePrice? Price, MessageStatus? Status, MessageError? Error, InfobipPlatform? Platform, ViberContent? Content, string? CampaignReferenceId);

/// <summary>What people wrote.</summary>
public sealed record ViberInbox(IReadOnlyList<ViberInbound>? Results, int MessageCount, int PendingMessageCount);

/// <param name="Sender">The person.</param>
/// <param name="To">Whom of ours they wrote to.</param>
public sealed record ViberInbound(
    string? Sender, string? To, string? IntegrationType, DateTimeOffset? ReceivedAt, string? MessageId, ViberInboundContent? Message, MessagePrice? Price);

/// <param name="Type">TEXT or FILE.</param>
/// <param name="TrackingData">Of the message that is answered.</param>
public sealed record ViberInboundContent(string? Type, string? Text = null, string? Url = null, string? FileName = null, string? TrackingData = null);
