using System.Globalization;
using Cpd.Adapters.Infobip.Sms;

namespace Cpd.Adapters.Infobip.Mms;

/// <summary>What a message says in Infobip's words, and why it cannot be said: there one bad message takes all others of its call with it.</summary>
internal static class MmsContents
{
    public const int LongestTitle = 66, LongestText = 4096, LongestUrl = 2048;

    private static readonly string[] Media = ["media", "media2", "media3"];

    /// <summary>Each picture or film by its address, and below them the text.</summary>
    public static MmsContent Of(OutgoingMessage message) => new(
        Part(message, "title"),
        [.. Urls(message).Select(url => new MmsSegment("LINK", ContentType: MmsMedia.TypeOf(url), ContentUrl: url)), new MmsSegment("TEXT", message.Text)]);

    public static MmsOptions? Options(OutgoingMessage message) =>
        int.TryParse(Part(message, "validity"), NumberStyles.None, CultureInfo.InvariantCulture, out var minutes) ? new MmsOptions(new SmsValidity(minutes, "MINUTES")) : null;

    /// <summary>Null where it can be said.</summary>
    public static ItemAnswer.Refused? Refusal(OutgoingMessage message)
    {
        if (message.Text.Length > LongestText) return TooLong("The text", LongestText);
        if (Part(message, "title")?.Length > LongestTitle) return TooLong("The title", LongestTitle);
        return Urls(message).All(url => url.Length <= LongestUrl && Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https")
            ? null : new("mms.media", "The URL of a picture or video is invalid. It must start with https://.", Permanent: true);
    }

    private static IEnumerable<string> Urls(OutgoingMessage message) => Media.Select(name => Part(message, name)).OfType<string>();

    private static ItemAnswer.Refused TooLong(string what, int most) => new("mms.too-long", $"{what} has more than {most:N0} characters for this person. Shorten it.", Permanent: true);

    private static string? Part(OutgoingMessage message, string name) => message.Parts?.GetValueOrDefault(name)?.Trim() is { Length: > 0 } part ? part : null;
}
