using System.Globalization;
using Cpd.Adapters.Infobip.Sms;

namespace Cpd.Adapters.Infobip.Chat;

/// <summary>What a message says in Infobip's words, and why it cannot be said: there one bad message takes all others of its call with it.</summary>
internal static class RcsContents
{
    public const int LongestText = 3072, LongestBelowPicture = 2000, LongestUrl = 2048, LongestButton = 25, LongestPayload = 2024;

    private const int MostButtons = 3;

    /// <summary>A text alone, or a card where there is a picture.</summary>
    public static RcsContent Of(OutgoingMessage message)
    {
        var suggestions = Buttons(message).ToList() is { Count: > 0 } some ? some : null;
        return Part(message, "media") is { } picture
            ? new("CARD", Orientation: "VERTICAL", Alignment: "LEFT", Content: new RcsCard(Description: message.Text, Media: new RcsMedia(new RcsFile(picture), "MEDIUM"), Suggestions: suggestions))
            : new("TEXT", message.Text, Suggestions: suggestions);
    }

    public static RcsOptions? Options(OutgoingMessage message) =>
        int.TryParse(Part(message, "validity"), NumberStyles.None, CultureInfo.InvariantCulture, out var minutes) ? new RcsOptions(new SmsValidity(minutes, "MINUTES")) : null;

    /// <summary>Null where it can be said.</summary>
    public static ItemAnswer.Refused? Refusal(OutgoingMessage message)
    {
        var picture = Part(message, "media");
        var longest = picture is null ? LongestText : LongestBelowPicture;
        if (message.Text.Length > longest) return TooLong(picture is null ? "The text" : "The text below a picture", longest);
        if (picture is not null && !(picture.Length <= LongestUrl && Uri.TryCreate(picture, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"))
            return new("rcs.media", "The URL of the picture is invalid. It must start with https://.", Permanent: true);

        var buttons = Buttons(message).ToList();
        if (buttons.Exists(button => button.Text!.Length > LongestButton)) return TooLong("A button", LongestButton);
        return buttons.Exists(button => button.PostbackData!.Length > LongestPayload) ? TooLong("The value of a button", LongestPayload) : null;
    }

    private static IEnumerable<RcsSuggestion> Buttons(OutgoingMessage message)
    {
        for (var number = 0; number < MostButtons; number++)
            if (Part(message, $"button{number}") is { } words) yield return new("REPLY", words, Part(message, $"payload{number}") ?? words);
    }

    private static ItemAnswer.Refused TooLong(string what, int most) => new("rcs.too-long", $"{what} has more than {most:N0} characters for this person. Shorten it.", Permanent: true);

    private static string? Part(OutgoingMessage message, string name) => message.Parts?.GetValueOrDefault(name) is { Length: > 0 } part ? part : null;
}
