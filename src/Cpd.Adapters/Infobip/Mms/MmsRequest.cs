using Cpd.Adapters.Infobip.Sms;

namespace Cpd.Adapters.Infobip.Mms;

/// <summary>Body of <c>POST /mms/2/messages</c>: many messages in one call; the answer is the one of text messages. The sandbox reads the same records, hence the nullable members.</summary>
public sealed record MmsRequest(IReadOnlyList<MmsMessage>? Messages, SmsRequestOptions? Options = null) : IEnvelope<MmsMessage>;

public sealed record MmsMessage(
    string? Sender, IReadOnlyList<SmsDestination>? Destinations, MmsContent? Content, MmsOptions? Options = null, SmsWebhooks? Webhooks = null);

/// <param name="Title">At most 66 letters.</param>
/// <param name="MessageSegments">What is shown one below the other.</param>
public sealed record MmsContent(string? Title, IReadOnlyList<MmsSegment>? MessageSegments);

/// <param name="Type">TEXT or LINK, as far as we use them.</param>
/// <param name="Text">Of a text, at most 4,096 letters.</param>
/// <param name="ContentType">Of a link: what is there, such as image/jpeg; may be missing.</param>
/// <param name="ContentUrl">Of a link: where it is fetched from.</param>
public sealed record MmsSegment(string? Type, string? Text = null, string? ContentType = null, string? ContentUrl = null, string? ContentId = null);

public sealed record MmsOptions(SmsValidity? ValidityPeriod = null, InfobipPlatform? Platform = null, string? CampaignReferenceId = null);

/// <summary>What <c>GET /mms/2/logs</c> answers; <see cref="Cursor"/> only where it was asked for.</summary>
public sealed record MmsLogs(IReadOnlyList<MmsLog>? Results, InfobipCursor? Cursor = null);

public sealed record MmsLog(
    string? Sender, string? Destination, string? BulkId, string? MessageId, DateTimeOffset? SentAt, DateTimeOffset? DoneAt, int? MessageCount,
    MessagePrice? Price, MessageStatus? Status, MessageError? Error, InfobipPlatform? Platform, MmsContent? Content, string? CampaignReferenceId);

/// <summary>What people sent us.</summary>
public sealed record MmsInbox(IReadOnlyList<MmsInbound>? Results, int MessageCount, int PendingMessageCount);

/// <param name="From">The person.</param>
/// <param name="To">Whom of ours they wrote to.</param>
/// <param name="Message">Texts and links, in their order.</param>
public sealed record MmsInbound(
    string? From, string? To, DateTimeOffset? ReceivedAt, string? MessageId, IReadOnlyList<MmsInboundSegment>? Message, MessagePrice? Price);

/// <param name="Value">Of a text.</param>
/// <param name="Url">Of anything else.</param>
public sealed record MmsInboundSegment(string? ContentType, string? Value = null, string? Url = null);
