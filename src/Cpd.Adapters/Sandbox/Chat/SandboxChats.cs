using System.Text.Json;
using System.Text.Json.Nodes;
using Cpd.Adapters.Infobip;
using Cpd.Adapters.Infobip.Chat;
using Cpd.Adapters.Infobip.Sms;
using Cpd.Adapters.Sandbox.Phone;
using Cpd.Adapters.Sandbox.Sms;

namespace Cpd.Adapters.Sandbox.Chat;

/// <summary>Chats on the wire, as Infobip reports them and passes on what people write.</summary>
internal static class SandboxChats
{
    private static readonly MessagePrice Price = new(0.05m, "EUR");

    public static WhatsAppReport Report(StoredMessage message) => new(
        message.BulkId, Price,
        InfobipStatuses.Describe(message.Channel, message.Intermediate || SandboxMessages.IsAccepted(message.Status) ? 3 : message.Status),
        InfobipStatuses.DescribeError(message.Channel, message.Intermediate ? 0 : message.Error), message.Id,
        At(message.Intermediate ? message.SentAt : message.DoneAt ?? message.SentAt), 1, At(message.SentAt), SmsNumber.Digits(message.To), message.CallbackData,
        message.Entity, message.Application);

    /// <param name="address">Where the sandbox is, as whoever is told reaches it.</param>
    public static WhatsAppInbound Wire(StoredInbound message, string address) => new(
        SmsNumber.Digits(message.From), message.To, "WHATSAPP", At(message.ReceivedAt), message.Id, Content(message, address), new MessagePrice(0, "EUR"), new WhatsAppContact("Sandbox"));

    /// <summary>By Viber, RCS, MMS and push reports look like those of text messages.</summary>
    public static SmsReport ChatReport(StoredMessage message) => new(
        message.BulkId, Price,
        InfobipStatuses.Describe(message.Channel, message.Intermediate || SandboxMessages.IsAccepted(message.Status) ? 3 : message.Status),
        InfobipStatuses.DescribeError(message.Channel, message.Intermediate ? 0 : message.Error), message.Id, message.To, message.Sender, At(message.SentAt),
        At(message.Intermediate ? message.SentAt : message.DoneAt ?? message.SentAt), 1, "00000", message.CallbackData, new InfobipPlatform(message.Entity, message.Application), message.Campaign);

    public static ViberLog LogLine(StoredMessage message) => new(
        message.Sender, message.To, message.BulkId, message.Id, At(message.SentAt), message.DoneAt is { } done ? At(done) : null, 1, Price,
        InfobipStatuses.Describe(message.Channel, message.Status), InfobipStatuses.DescribeError(message.Channel, message.Error),
        new InfobipPlatform(message.Entity, message.Application), new ViberContent("TEXT", message.Text), message.Campaign);

    public static RcsLog RcsLogLine(StoredMessage message) => new(
        message.Sender, message.To, message.BulkId, message.Id, At(message.SentAt), message.DoneAt is { } done ? At(done) : null, 1, Price,
        InfobipStatuses.Describe(message.Channel, message.Status), InfobipStatuses.DescribeError(message.Channel, message.Error),
        new InfobipPlatform(message.Entity, message.Application), new RcsContent("TEXT", message.Text), message.Campaign);

    public static RcsInbound RcsWire(StoredInbound message) => new(
        SmsNumber.Digits(message.From), message.To, "RCS", At(message.ReceivedAt), "BASIC_MESSAGE", 1, message.Id, message.Answers,
        message.Button is { } button ? new RcsInboundContent("SUGGESTION", message.Text, button) : new RcsInboundContent("TEXT", message.Text),
        new MessagePrice(0, "EUR"), new RcsConversation(CanInitiate: false), new InfobipPlatform());

    public static ViberInbound ViberWire(StoredInbound message) => new(
        SmsNumber.Digits(message.From), message.To, "VIBER", At(message.ReceivedAt), message.Id, new ViberInboundContent("TEXT", message.Text), new MessagePrice(0, "EUR"));

    private static WhatsAppInboundContent Content(StoredInbound message, string address)
    {
        var context = message.Answers is { } id ? new WhatsAppContext(message.To, id) : null;
        if (message.Media?.Split('/') is [var kind, var media])
            return new(kind, Url: $"{address}/whatsapp/1/senders/{SmsNumber.Digits(message.To)}/media/{media}", Caption: message.Text.Length > 0 && kind is not "STICKER" ? message.Text : null, Context: context);
        return message.Button is not { } button ? new("TEXT", message.Text, Context: context)
            : message is { OfTemplate: true, OfForm: false } ? new("BUTTON", message.Text, button, Context: context)
            : message.OfForm ? new("INTERACTIVE_FLOW_REPLY", SandboxService.WithoutAnswers, Response: Response(message.Detail, button), Context: context)
            : message.OfList ? new("INTERACTIVE_LIST_REPLY", Id: button, Title: message.Text, Description: message.Detail, Context: context)
            : new("INTERACTIVE_BUTTON_REPLY", Id: button, Title: message.Text, Context: context);
    }

    private static JsonElement Response(string? answers, string token)
    {
        var response = (JsonObject)JsonNode.Parse(answers ?? "{}")!;
        response["flow_token"] = token;
        return JsonElement.Parse(response.ToJsonString());
    }

    private static DateTimeOffset At(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
}
