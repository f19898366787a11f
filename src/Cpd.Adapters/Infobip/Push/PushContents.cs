using System.Globalization;
using System.Text.Json;
using Cpd.Adapters.Infobip.Sms;

namespace Cpd.Adapters.Infobip.Push;

/// <summary>What a notification says in Infobip's words, and why it cannot be said: there one bad message takes all others of its call with it.</summary>
internal static class PushContents
{
    public const int LongestTitle = 50, LongestText = 4000, LongestUrl = 2048;

    /// <summary>32 hexadecimal digits.</summary>
    public static bool IsApplication(string sender) => sender.Length == 32 && sender.All(char.IsAsciiHexDigit);

    public static PushContent Of(OutgoingMessage message) =>
        Part(message, "media") is { } picture ? new("IMAGE", Part(message, "title"), message.Text, picture) : new("TEXT", Part(message, "title"), message.Text);

    public static PushOptions? Options(OutgoingMessage message)
    {
        SmsValidity? validity = int.TryParse(Part(message, "validity"), NumberStyles.None, CultureInfo.InvariantCulture, out var minutes) ? new(minutes, "MINUTES") : null;
        PushAction? action = Part(message, "action") is { } link ? new(link, IsWeb(link) ? "OPEN_URL_IN_BROWSER" : "DEEP_LINK") : null;
        var data = Part(message, "data") is { } written ? Object(written) : null;
        return validity is null && action is null && data is null ? null : new PushOptions(validity, action, data);
    }

    /// <summary>Null where it can be said.</summary>
    public static ItemAnswer.Refused? Refusal(OutgoingMessage message, string? sender) =>
        sender is null ? Refused("push.no-sender", "Push has no application. Add its code in Channels.")
        : !IsApplication(sender) ? Refused("push.sender", "The sender must be an application code of 32 hexadecimal digits. Choose another one.")
        : message.Text.Length > LongestText ? TooLong("The text", LongestText)
        : Part(message, "title")?.Length > LongestTitle ? TooLong("The title", LongestTitle)
        : Part(message, "media") is { } picture && !IsWeb(picture) ? Refused("push.media", "The URL of the picture is invalid. It must start with https://.")
        : Part(message, "action") is { } action && !IsLink(action) ? Refused("push.action", "The link to open is not a full URL. It must start with https:// or the app's own scheme.")
        : Part(message, "data") is { } data && Object(data) is null ? Refused("push.data", "The data for the app is not a valid JSON object for this person. Fix it in the template.")
        : null;

    /// <summary>Null for what is no JSON object.</summary>
    private static JsonElement? Object(string written)
    {
        try
        {
            using var read = JsonDocument.Parse(written);
            return read.RootElement.ValueKind is JsonValueKind.Object ? read.RootElement.Clone() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>A web address, or one of the app's own; none that a browser would run or read from a disk.</summary>
    private static bool IsLink(string link) =>
        link.Length <= LongestUrl && Uri.TryCreate(link, UriKind.Absolute, out var uri) && uri.Scheme is not ("file" or "javascript" or "data") && link.StartsWith(uri.Scheme + ":", StringComparison.OrdinalIgnoreCase);

    private static bool IsWeb(string url) => url.Length <= LongestUrl && Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https";

    private static ItemAnswer.Refused TooLong(string what, int most) => Refused("push.too-long", $"{what} has more than {most:N0} characters for this person. Shorten it.");

    private static ItemAnswer.Refused Refused(string code, string sentence) => new(code, sentence, Permanent: true);

    private static string? Part(OutgoingMessage message, string name) => message.Parts?.GetValueOrDefault(name)?.Trim() is { Length: > 0 } part ? part : null;
}
