using Cpd.Engine.Dashboards;
using Cpd.Engine.UserView;

namespace Cpd.Web.Features.Reports;

/// <summary>Why messages fail, for people.</summary>
internal static class FailureWords
{
    private static readonly Dictionary<string, string> Ours = new(StringComparer.Ordinal)
    {
        [""] = "No reason was recorded",
        ["message.no-address"] = "No address on this channel",
        ["message.no-consent"] = "Opted out",
        ["message.suppressed"] = "Unsubscribed, or the address is suppressed",
        ["message.no-session"] = "No message from the person within 24 hours, and no template used",
        ["message.empty-place"] = "A template placeholder is empty for this person",
        ["message.quiet-hours"] = "Requested during quiet hours, outside of journeys",
        ["message.no-hour"] = "Quiet hours cover the whole day",
        ["message.cap"] = "Frequency cap reached",
        ["message.displaced"] = "Displaced by a message with higher priority",
        ["message.no-rules"] = "The sending rules cannot be read",
        ["message.missing-variable"] = "A value is missing for this person",
        ["message.address-invalid"] = "A link or image has an invalid URL",
        ["message.no-template"] = "The step needs a template",
        ["message.no-text"] = "The message has no text",
        ["message.no-person"] = "The message names no person",
        ["message.unknown-channel"] = "The channel is unknown to this version",
        ["message.no-subject"] = "The subject is empty for this person",
        ["message.sender-invalid"] = "The sender or reply-to address is invalid",
        ["message.code-long"] = "The code is too long",
        ["message.no-place"] = "The location in the header is invalid",
        ["links.no-person"] = "Personal links in a message without a person",
        ["template.unknown"] = "The template does not exist",
        ["template.other-channel"] = "The template is for another channel",
        ["template.not-approved"] = "The template is not approved at Infobip",
        ["template.unfilled"] = "A template placeholder is not filled in",
        ["template.invalid"] = "The template has errors",
        ["dispatch.gave-up"] = "The provider could not be reached in time",
        ["dispatch.outcome-unknown"] = "The provider never confirmed the outcome",
        ["dispatch.record-gone"] = "Not sent before the log's retention ended",
        ["email.address"] = "Invalid e-mail address",
        ["email.no-mailbox"] = "No mailbox at this address",
        ["email.no-sender"] = "E-mail has no sender",
        ["email.no-subject"] = "The e-mail has no subject",
        ["email.attachment-gone"] = "An attachment is no longer stored",
        ["voice.no-sender"] = "Voice has no number to call from",
        ["voice.sender"] = "The sender is not a valid number",
        ["voice.no-words"] = "The text has no words to speak",
        ["voice.too-long"] = "The text is too long for a call",
        ["whatsapp.no-sender"] = "WhatsApp has no number to send from",
        ["whatsapp.media"] = "A picture, video or document has an invalid URL",
        ["whatsapp.flow"] = "A form is incomplete or invalid",
        ["whatsapp.list"] = "A list is incomplete or invalid",
        ["whatsapp.buttons"] = "Two buttons have the same text",
        ["whatsapp.place"] = "The location in the header is invalid",
        ["whatsapp.placeholder"] = "A template placeholder is empty or has invalid line breaks",
        ["whatsapp.too-long"] = "A text is too long for WhatsApp",
        ["viber.no-sender"] = "Viber has no sender",
        ["viber.media"] = "A picture has an invalid URL",
        ["viber.button"] = "A button has an invalid URL",
        ["viber.too-long"] = "A text is too long for Viber",
        ["rcs.no-sender"] = "RCS has no sender",
        ["rcs.media"] = "A picture has an invalid URL",
        ["rcs.too-long"] = "A text is too long for RCS",
        ["rcs.not-capable"] = "The phone does not support RCS",
        ["mms.media"] = "A picture or video has an invalid URL",
        ["mms.too-long"] = "A text is too long for MMS",
        ["push.no-sender"] = "Push has no application",
        ["push.sender"] = "The application code is invalid",
        ["push.media"] = "A picture has an invalid URL",
        ["push.action"] = "The link to open is invalid",
        ["push.data"] = "The data for the app is not a JSON object",
        ["push.too-long"] = "A text is too long for a push notification",
        ["infobip.no-key"] = "The Infobip account has no usable API key",
        ["infobip.push.66"] = "No device with the app",
        ["infobip.channel-not-supported"] = "This version does not send on this channel",
    };

    public static string Of(FailureReport failure) =>
        Ours.GetValueOrDefault(failure.Code) ?? (failure.Code.StartsWith("infobip.", StringComparison.Ordinal)
            ? $"Infobip refused it: {JourneyNames.Readable(failure.Code["infobip.".Length..].Replace('.', ' '))}"
            : JourneyNames.Readable(failure.Code.ToLowerInvariant()));

    public static string Of(MessageFate fate) => fate switch
    {
        MessageFate.Seen => "Read",
        MessageFate.NotSent => "Not sent",
        MessageFate.Undelivered => "Not delivered",
        _ => fate.ToString(),
    };
}
