using System.Text.Json;
using Cpd.Adapters.Infobip.Sms;

namespace Cpd.Adapters.Infobip.Push;

/// <summary>Body of <c>POST /push/3/messages</c>: many messages in one call; the answer is the one of text messages. The sandbox reads the same records, hence the nullable members.</summary>
public sealed record PushRequest(IReadOnlyList<PushMessage>? Messages, SmsRequestOptions? Options = null) : IEnvelope<PushMessage>;

/// <param name="Sender">The application's code, 32 hexadecimal digits.</param>
public sealed record PushMessage(
    string? Sender, IReadOnlyList<PushDestination>? Destinations, PushContent? Content, PushOptions? Options = null, SmsWebhooks? Webhooks = null);

/// <param name="Type">EXTERNAL_USER_ID, as far as we use it: all devices of somebody whom the app knows by an id.</param>
/// <param name="ExternalUserId">That id.</param>
public sealed record PushDestination(string? Type, string? ExternalUserId = null, string? MessageId = null);

/// <param name="Type">TEXT, or IMAGE where there is a picture.</param>
/// <param name="Title">At most 50 letters.</param>
/// <param name="Text">1 to 4,000 letters.</param>
/// <param name="Url">Of the picture.</param>
public sealed record PushContent(string? Type, string? Title = null, string? Text = null, string? Url = null);

/// <param name="OnTapButtonAction">What opens when it is tapped.</param>
/// <param name="CustomPayload">What the app gets with it, an object.</param>
public sealed record PushOptions(
    SmsValidity? ValidityPeriod = null, PushAction? OnTapButtonAction = null, JsonElement? CustomPayload = null, InfobipPlatform? Platform = null, string? CampaignReferenceId = null);

/// <param name="Type">DEEP_LINK into the app, OPEN_URL_IN_BROWSER or WEB_VIEW_URL.</param>
public sealed record PushAction(string? Resource, string? Type);

/// <summary>What <c>GET /push/3/logs</c> answers; <see cref="Cursor"/> only where it was asked for.</summary>
public sealed record PushLogs(IReadOnlyList<PushLog>? Results, InfobipCursor? Cursor = null);

public sealed record PushLog(
    string? Sender, string? Destination, string? BulkId, string? MessageId, DateTimeOffset? SentAt, DateTimeOffset? DoneAt, int? MessageCount,
    MessagePrice? Price, MessageStatus? Status, MessageError? Error, InfobipPlatform? Platform, PushContent? Content, string? CampaignReferenceId);
