using System.Text.Json;
using static Cpd.Adapters.Infobip.Chat.WhatsAppContents;

namespace Cpd.Adapters.Infobip.Chat;

/// <summary>A message that opens a form, in Infobip's words, and why it cannot be said.</summary>
internal static class WhatsAppFlows
{
    /// <summary>WhatsApp knows no other one; Infobip names none that it would take for itself.</summary>
    private const int MessageVersion = 3;

    /// <summary>Null where the message opens none.</summary>
    public static WhatsAppContent? Of(OutgoingMessage message) => Part(message, "flow") is not { } flow ? null : new WhatsAppContent(
        Body: new WhatsAppText(message.Text),
        Action: new WhatsAppAction(
            FlowToken: TokenOf(message), FlowId: flow, CallToActionButton: Part(message, "flowButton") ?? "", Mode: "PUBLISHED", FlowMessageVersion: MessageVersion,
            FlowAction: Part(message, "flowScreen") is null ? null : "NAVIGATE",
            FlowActionPayload: Part(message, "flowScreen") is { } screen ? new WhatsAppFlowPayload(screen, DataOf(message)) : null),
        Footer: Part(message, "footer") is { } footer ? new WhatsAppText(footer) : null);

    /// <summary>Comes back with what is filled in, should nothing else tell which message it was.</summary>
    public static string TokenOf(OutgoingMessage message) => message.Id.ToString();

    public static ItemAnswer.Refused? Refusal(OutgoingMessage message, WhatsAppContent content) =>
        content.Body!.Text!.Length > LongestBody ? TooLong("The text above a form", LongestBody)
        : content.Action!.CallToActionButton!.Length > LongestTitle ? TooLong("The button that opens the form", LongestTitle)
        : content.Action.CallToActionButton.Length == 0 ? Wrong("The button that opens the form is empty for this person. Add a text.")
        : content.Footer?.Text?.Length > LongestFooter ? TooLong("The footer", LongestFooter)
        : Part(message, "flowData") is not null && DataOf(message) is null ? Wrong("The data for the form is not a valid JSON object for this person. Fix it in Templates.")
        : null;

    private static JsonElement? DataOf(OutgoingMessage message)
    {
        if (Part(message, "flowData") is not { } data) return null;
        try
        {
            return JsonElement.Parse(data) is { ValueKind: JsonValueKind.Object } read ? read : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static ItemAnswer.Refused Wrong(string sentence) => new("whatsapp.flow", sentence, Permanent: true);
}
