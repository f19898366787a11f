using Cpd.Adapters.Infobip;
using Cpd.Adapters.Infobip.Chat;

namespace Cpd.Adapters.Sandbox;

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

    public static WhatsAppInbound Wire(StoredInbound message) => new(
        SmsNumber.Digits(message.From), message.To, "WHATSAPP", At(message.ReceivedAt), message.Id, Content(message), new MessagePrice(0, "EUR"), new WhatsAppContact("Sandbox"));

    private static WhatsAppInboundContent Content(StoredInbound message)
    {
        var context = message.Answers is { } id ? new WhatsAppContext(message.To, id) : null;
        return message.Button is not { } button ? new("TEXT", message.Text, Context: context)
            : message.OfTemplate ? new("BUTTON", message.Text, button, Context: context)
            : new("INTERACTIVE_BUTTON_REPLY", Id: button, Title: message.Text, Context: context);
    }

    private static DateTimeOffset At(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
}
