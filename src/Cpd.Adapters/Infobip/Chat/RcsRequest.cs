using Cpd.Adapters.Infobip.Sms;

namespace Cpd.Adapters.Infobip.Chat;

/// <summary>Body of <c>POST /rcs/2/messages</c>: many messages in one call; the answer is the one of text messages. The sandbox reads the same records, hence the nullable members.</summary>
public sealed record RcsRequest(IReadOnlyList<RcsMessage>? Messages, SmsRequestOptions? Options = null) : IEnvelope<RcsMessage>;

public sealed record RcsMessage(
    string? Sender, IReadOnlyList<SmsDestination>? Destinations, RcsContent? Content, RcsOptions? Options = null, ViberWebhooks? Webhooks = null);

/// <param name="Type">TEXT, or CARD for a text with a picture, as far as we use them.</param>
/// <param name="Text">Of a text, at most 3,072 letters.</param>
/// <param name="Orientation">Of a card: HORIZONTAL or VERTICAL.</param>
/// <param name="Alignment">Of a card: LEFT or RIGHT.</param>
/// <param name="Content">Of a card.</param>
/// <param name="Suggestions">At most 11.</param>
public sealed record RcsContent(
    string? Type, string? Text = null, string? Orientation = null, string? Alignment = null, RcsCard? Content = null, IReadOnlyList<RcsSuggestion>? Suggestions = null);

/// <param name="Description">At most 2,000 letters.</param>
public sealed record RcsCard(string? Title = null, string? Description = null, RcsMedia? Media = null, IReadOnlyList<RcsSuggestion>? Suggestions = null);

/// <param name="Height">SHORT, MEDIUM or TALL.</param>
public sealed record RcsMedia(RcsFile? File, string? Height);

/// <param name="Url">At most 2,048 letters.</param>
public sealed record RcsFile(string? Url);

/// <param name="Type">REPLY or OPEN_URL, as far as we use them.</param>
/// <param name="Text">At most 25 letters.</param>
/// <param name="PostbackData">Comes back when it is pressed, at most 2,024 letters.</param>
public sealed record RcsSuggestion(string? Type, string? Text, string? PostbackData, string? Url = null);

public sealed record RcsOptions(SmsValidity? ValidityPeriod = null, InfobipPlatform? Platform = null, string? CampaignReferenceId = null);

/// <summary>What <c>GET /rcs/2/logs</c> answers; <see cref="Cursor"/> only where it was asked for.</summary>
public sealed record RcsLogs(IReadOnlyList<RcsLog>? Results, InfobipCursor? Cursor = null);

public sealed record RcsLog(
    string? Sender, string? Destination, string? BulkId, string? MessageId, DateTimeOffset? SentAt, DateTimeOffset? DoneAt, int? MessageCount,
    MessagePrice? Price, MessageStatus? Status, MessageError? Error, InfobipPlatform? Platform, RcsContent? Content, string? CampaignReferenceId);

/// <summary>What people wrote, or pressed.</summary>
public sealed record RcsInbox(IReadOnlyList<RcsInbound>? Results, int MessageCount, int PendingMessageCount);

/// <param name="Sender">The person.</param>
/// <param name="To">Whom of ours they wrote to.</param>
public sealed record RcsInbound(
    string? Sender, string? To, string? IntegrationType, DateTimeOffset? ReceivedAt, string? InteractionType, int RcsCount, string? MessageId, string? PairedMessageId,
    RcsInboundContent? Message, MessagePrice? Price, RcsConversation? Conversation, InfobipPlatform? Platform);

/// <param name="Type">TEXT, FILE, SUGGESTION or LOCATION.</param>
public sealed record RcsInboundContent(string? Type, string? Text = null, string? PostbackData = null);

public sealed record RcsConversation(bool CanInitiate, string? Id = null);
