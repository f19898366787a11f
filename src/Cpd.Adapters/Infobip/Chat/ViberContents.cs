using System.Globalization;
using Cpd.Adapters.Infobip.Sms;

namespace Cpd.Adapters.Infobip.Chat;

/// <summary>What a message says in Infobip's words, and why it cannot be said: there one bad message takes all others of its call with it.</summary>
internal static class ViberContents
{
    public const int LongestText = 1000, LongestUrl = 1000, LongestTitle = 30;

    public static ViberContent Of(OutgoingMessage message)
    {
        var button = Part(message, "button0") is { } title ? new ViberButton(title, Part(message, "action")) : null;
        return Part(message, "media") is { } picture ? new("IMAGE", message.Text, picture, button) : new("TEXT", message.Text, Button: button);
    }

    public static ViberOptions Options(OutgoingMessage message) => new(
        int.TryParse(Part(message, "validity"), NumberStyles.None, CultureInfo.InvariantCulture, out var minutes) ? new SmsValidity(minutes, "MINUTES") : null,
        Label: message.Transactional ? "TRANSACTIONAL" : "PROMOTIONAL");

    /// <summary>Null where it can be said.</summary>
    public static ItemAnswer.Refused? Refusal(OutgoingMessage message)
    {
        var content = Of(message);
        if (content.Text!.Length > LongestText) return TooLong("The text", LongestText);
        if (content.MediaUrl is { } picture && !IsUrl(picture)) return new("viber.media", "The URL of the picture is invalid. It must start with https://.", Permanent: true);
        if (content.Button is not { } button) return null;

        return button.Title!.Length > LongestTitle ? TooLong("A button", LongestTitle)
            : !IsUrl(button.Action) ? new("viber.button", "The button's URL is invalid for this person. It must start with https://.", Permanent: true)
            : null;
    }

    private static bool IsUrl(string? url) => url?.Length <= LongestUrl && Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https";

    private static ItemAnswer.Refused TooLong(string what, int most) => new("viber.too-long", $"{what} has more than {most:N0} characters for this person. Shorten it.", Permanent: true);

    private static string? Part(OutgoingMessage message, string name) => message.Parts?.GetValueOrDefault(name) is { Length: > 0 } part ? part : null;
}
