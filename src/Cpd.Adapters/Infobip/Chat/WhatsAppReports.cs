using System.Text.Json;
using Cpd.Adapters.Infobip.Sms;

namespace Cpd.Adapters.Infobip.Chat;

/// <summary>What the delivery webhook brings.</summary>
public sealed record WhatsAppReports(IReadOnlyList<WhatsAppReport>? Results);

public sealed record WhatsAppReport(
    string? BulkId, MessagePrice? Price, MessageStatus? Status, MessageError? Error, string? MessageId, DateTimeOffset? DoneAt, int? MessageCount,
    DateTimeOffset? SentAt, string? To, string? CallbackData, string? EntityId = null, string? ApplicationId = null);

/// <summary>That messages were read. There are no callback data in it: whose it is, only the address tells.</summary>
public sealed record ChatSeenReports(IReadOnlyList<ChatSeenReport>? Results);

/// <param name="From">The person.</param>
/// <param name="To">The number or name of ours they read it from.</param>
public sealed record ChatSeenReport(string? MessageId, string? From, string? To, DateTimeOffset? SentAt, DateTimeOffset? SeenAt);

/// <summary>What people wrote, or pressed.</summary>
public sealed record WhatsAppInbox(IReadOnlyList<WhatsAppInbound>? Results, int MessageCount, int PendingMessageCount);

public sealed record WhatsAppInbound(
    string? From, string? To, string? IntegrationType, DateTimeOffset? ReceivedAt, string? MessageId, WhatsAppInboundContent? Message, MessagePrice? Price,
    WhatsAppContact? Contact);

/// <param name="Type">TEXT, BUTTON (of a template), INTERACTIVE_BUTTON_REPLY, INTERACTIVE_LIST_REPLY and others.</param>
/// <param name="Payload">Of a template's button.</param>
/// <param name="Id">Of a free message's button or row, whose words are the <paramref name="Title"/>.</param>
/// <param name="Description">Below the words of a row.</param>
/// <param name="Context">What it answers.</param>
/// <param name="Response">Of a form: what was filled in, an object.</param>
/// <param name="Url">Of a picture and the like: where it is fetched, with the account's key.</param>
public sealed record WhatsAppInboundContent(string? Type, string? Text = null, string? Payload = null, string? Id = null, string? Title = null, WhatsAppContext? Context = null,
    string? Url = null, string? Caption = null, string? Description = null, JsonElement? Response = null);

/// <param name="Id">The message id of ours.</param>
public sealed record WhatsAppContext(string? From, string? Id);

public sealed record WhatsAppContact(string? Name);
