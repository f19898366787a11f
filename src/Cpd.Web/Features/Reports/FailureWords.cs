using Cpd.Engine.Dashboards;
using Cpd.Engine.UserView;

namespace Cpd.Web.Features.Reports;

/// <summary>Why messages fail, for people.</summary>
internal static class FailureWords
{
    private static readonly Dictionary<string, string> Ours = new(StringComparer.Ordinal)
    {
        [""] = "The reason was not kept",
        ["message.no-address"] = "The person has no address on this channel",
        ["message.no-consent"] = "The person refused such messages",
        ["message.suppressed"] = "The person wrote STOP, or wants nothing on this channel",
        ["message.no-session"] = "The person has not written within 24 hours, and it was no template",
        ["message.empty-place"] = "A place of the template would be empty for this person",
        ["message.quiet-hours"] = "It was asked for within quiet hours, outside of any journey",
        ["message.no-hour"] = "Quiet hours leave no time of the day",
        ["message.cap"] = "The person got as many as the rules of sending allow",
        ["message.displaced"] = "A more important message took its place",
        ["message.no-rules"] = "The rules of sending cannot be read",
        ["message.missing-variable"] = "The text needs a value that is not known of the person",
        ["message.address-invalid"] = "A link or picture of the e-mail led nowhere on the web",
        ["links.no-person"] = "Links of a person's own, and no person to make them for",
        ["email.no-mailbox"] = "Infobip says that there is no mailbox at the address",
        ["email.attachment-gone"] = "An attachment is not stored any more",
        ["template.unknown"] = "There is no such template",
        ["template.not-approved"] = "The template is not approved at Infobip",
        ["template.unfilled"] = "Something in the template is not filled in",
        ["message.code-long"] = "The code was too long",
        ["message.no-place"] = "The place above the text was none",
        ["template.invalid"] = "The template has a mistake",
        ["dispatch.gave-up"] = "The provider could not be reached in time",
        ["dispatch.outcome-unknown"] = "The provider never said what became of it",
        ["dispatch.record-gone"] = "It lay too long before it could be sent",
        ["whatsapp.no-sender"] = "WhatsApp has no number to send from",
        ["whatsapp.media"] = "A picture, film or document has no address that can be fetched",
        ["whatsapp.flow"] = "A form could not be opened",
        ["whatsapp.place"] = "The place above the text was none",
        ["whatsapp.too-long"] = "Something in the message was too long for WhatsApp",
        ["viber.no-sender"] = "Viber has no sender",
        ["viber.media"] = "A picture has no address that can be fetched",
        ["viber.button"] = "A button leads nowhere",
        ["viber.too-long"] = "Something in the message was too long for Viber",
        ["rcs.no-sender"] = "RCS has no sender",
        ["rcs.media"] = "A picture has no address that can be fetched",
        ["rcs.too-long"] = "Something in the message was too long for RCS",
        ["rcs.not-capable"] = "The phone gets no RCS",
        ["mms.media"] = "A picture or film has no address that can be fetched",
        ["mms.too-long"] = "Something in the message was too long for MMS",
        ["push.no-sender"] = "Push has no application",
        ["push.sender"] = "The application's code is none",
        ["push.media"] = "A picture has no address that can be fetched",
        ["push.action"] = "What opens when it is tapped is no address",
        ["push.data"] = "What the app gets with it is no JSON object",
        ["push.too-long"] = "Something in the notification was too long",
        ["infobip.push.66"] = "The person has no device with the app",
        ["infobip.channel-not-supported"] = "This channel has no sender yet",
    };

    public static string Of(FailureReport failure) =>
        Ours.GetValueOrDefault(failure.Code) ?? (failure.Code.StartsWith("infobip.", StringComparison.Ordinal)
            ? $"Infobip refused it: {JourneyNames.Readable(failure.Code["infobip.".Length..].Replace('.', ' '))}"
            : JourneyNames.Readable(failure.Code.ToLowerInvariant()));

    public static string Of(MessageFate fate) => fate switch
    {
        MessageFate.NotSent => "Not sent",
        MessageFate.Undelivered => "Not delivered",
        _ => fate.ToString(),
    };
}
