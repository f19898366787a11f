using System.Globalization;
using System.Text.RegularExpressions;

namespace Cpd.Adapters.Infobip.Chat;

/// <summary>
/// What a message says in Infobip's words, and why it cannot be said. What Infobip would refuse by its shape is refused
/// here: there one bad message takes all others of its call with it.
/// </summary>
internal static partial class WhatsAppContents
{
    public const int LongestText = 4096, LongestBody = 1024, LongestCaption = 3000, LongestUrl = 2048, LongestTitle = 20, LongestId = 256, LongestFooter = 60,
        LongestFileName = 240, LongestPayload = 128, LongestCode = 15;

    private const int MostButtons = 3, MostPlaces = 99;

    public static bool IsTemplate(OutgoingMessage message) => Part(message, "template") is not null;

    /// <summary>The content, and by which of Infobip's paths it goes.</summary>
    public static (string Kind, WhatsAppContent Content) Of(OutgoingMessage message)
    {
        if (IsTemplate(message)) return ("template", OfTemplate(message));

        var (media, type, buttons) = (Part(message, "media"), Part(message, "mediaType") ?? "IMAGE", Buttons(message).ToList());
        if (buttons.Count > 0)
        {
            return ("interactive/buttons", new WhatsAppContent(
                Body: new WhatsAppText(message.Text), Action: new WhatsAppAction(buttons),
                Header: media is null ? null : new WhatsAppHeader(type, MediaUrl: media, Filename: FileName(message, type)),
                Footer: Part(message, "footer") is { } footer ? new WhatsAppText(footer) : null));
        }
        if (WhatsAppFlows.Of(message) is { } form) return ("interactive/flow", form);
        if (WhatsAppLists.Of(message) is { } list) return ("interactive/list", list);
        return media is null
            ? ("text", new WhatsAppContent(Text: message.Text, PreviewUrl: message.Text.Contains("http", StringComparison.OrdinalIgnoreCase) ? true : null))
            : (type.ToLowerInvariant(), new WhatsAppContent(MediaUrl: media, Caption: message.Text, Filename: FileName(message, type)));
    }

    /// <summary>Null where it can be said.</summary>
    public static ItemAnswer.Refused? Refusal(OutgoingMessage message)
    {
        var (kind, content) = Of(message);
        return kind switch
        {
            "template" => OfTemplate(content),
            "text" when content.Text!.Length > LongestText => TooLong("The text", LongestText),
            "interactive/buttons" => OfButtons(content),
            "interactive/list" => WhatsAppLists.Refusal(content),
            "interactive/flow" => WhatsAppFlows.Refusal(message, content),
            not "text" => OfMedia(content.MediaUrl) ?? (content.Caption!.Length > LongestCaption ? TooLong("The text below a picture, video or document", LongestCaption) : OfName(content.Filename)),
            _ => null,
        };
    }

    private static ItemAnswer.Refused? OfTemplate(WhatsAppContent content)
    {
        var data = content.TemplateData!;
        return Filled(data.Body, data.Header, data.Buttons)
            ?? (data.Carousel?.Cards ?? []).Select(card => Filled(card.Body, card.Header, card.Buttons)).FirstOrDefault(refused => refused is not null);
    }

    private static ItemAnswer.Refused? Filled(WhatsAppPlaceholders? body, WhatsAppHeader? header, IReadOnlyList<WhatsAppTemplateButton>? buttons)
    {
        foreach (var value in (body?.Placeholders ?? []).Append(header?.Placeholder))
            if (value is not null && (value.Length == 0 || Blanks().IsMatch(value)))
                return new("whatsapp.placeholder", "A template placeholder is empty, or contains line breaks or repeated spaces. Change its value.", Permanent: true);
        foreach (var button in buttons ?? [])
        {
            if (button.Type == "QUICK_REPLY" && button.Parameter!.Length > LongestPayload) return TooLong("The value of a button", LongestPayload);
            if (button.Type == "COPY_CODE" && button.Parameter!.Length > LongestCode) return TooLong("A code", LongestCode);
        }
        if (header is { Type: "LOCATION" } and not { Latitude: >= -90 and <= 90, Longitude: >= -180 and <= 180 })
            return new("whatsapp.place", "The location in the header is invalid. Enter coordinates such as 45.81 and 15.98.", Permanent: true);
        return header is { MediaUrl: { } media } ? OfMedia(media) ?? OfName(header.Filename) : null;
    }

    private static ItemAnswer.Refused? OfButtons(WhatsAppContent content)
    {
        var buttons = content.Action!.Buttons!;
        if (content.Body!.Text!.Length > LongestBody) return TooLong("The text above buttons", LongestBody);
        if (buttons.Any(button => button.Title!.Length > LongestTitle)) return TooLong("A button", LongestTitle);
        if (buttons.Any(button => button.Id!.Length > LongestId)) return TooLong("The value of a button", LongestId);
        if (buttons.DistinctBy(button => button.Title).Count() < buttons.Count || buttons.DistinctBy(button => button.Id).Count() < buttons.Count)
            return new("whatsapp.buttons", "Two buttons have the same text for this person. Give them different texts.", Permanent: true);
        if (content.Footer?.Text?.Length > LongestFooter) return TooLong("The footer", LongestFooter);
        return content.Header is { MediaUrl: { } media } ? OfMedia(media) ?? OfName(content.Header.Filename) : null;
    }

    private static ItemAnswer.Refused? OfMedia(string? url) =>
        url?.Length <= LongestUrl && Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? null : new("whatsapp.media", "The URL of the picture, video or document is invalid. It must start with https://.", Permanent: true);

    private static ItemAnswer.Refused? OfName(string? name) => name?.Length > LongestFileName ? TooLong("The name of the document", LongestFileName) : null;

    internal static ItemAnswer.Refused TooLong(string what, int most) => new("whatsapp.too-long", $"{what} has more than {most:N0} characters for this person. Shorten it.", Permanent: true);

    private static WhatsAppContent OfTemplate(OutgoingMessage message)
    {
        var cards = new List<WhatsAppCarouselCard>();
        while (HeaderOf(message, $"card{cards.Count}.") is { } header)
        {
            var card = $"card{cards.Count}.";
            cards.Add(new WhatsAppCarouselCard(header, Numbered(message, card + "body", 1).ToList() is { Count: > 0 } places ? new WhatsAppPlaceholders(places) : null, ButtonsOf(message, card)));
        }
        return new WhatsAppContent(Part(message, "template"), Part(message, "language"), new WhatsAppTemplateData(
            new WhatsAppPlaceholders([.. Numbered(message, "body", 1)]), HeaderOf(message, ""), ButtonsOf(message, ""), cards.Count == 0 ? null : new WhatsAppCarousel(cards)));
    }

    /// <param name="card">What names of its parts begin with; empty for what is no card's.</param>
    private static WhatsAppHeader? HeaderOf(OutgoingMessage message, string card) => (Part(message, card + "headerType"), Part(message, card + "header")) switch
    {
        ("LOCATION", _) => new WhatsAppHeader("LOCATION", Latitude: Degrees(message, card + "headerLatitude"), Longitude: Degrees(message, card + "headerLongitude")),
        (null, _) or (_, null) => null,
        ("TEXT", { } text) => new WhatsAppHeader("TEXT", Placeholder: text),
        ({ } media, { } url) => new WhatsAppHeader(media, MediaUrl: url, Filename: FileName(message, media, card)),
    };

    private static double? Degrees(OutgoingMessage message, string part) =>
        double.TryParse(Part(message, part), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var degrees) ? degrees : null;

    private static List<WhatsAppTemplateButton>? ButtonsOf(OutgoingMessage message, string card) =>
        Enumerable.Range(0, MostPlaces).Where(number => Part(message, $"{card}buttonType{number}") is not null)
            .Select(number => Part(message, $"{card}buttonType{number}") is "FLOW"
                ? new WhatsAppTemplateButton("FLOW", FlowToken: WhatsAppFlows.TokenOf(message))
                : new WhatsAppTemplateButton(Part(message, $"{card}buttonType{number}"), Part(message, $"{card}button{number}") ?? "")).ToList() is { Count: > 0 } buttons ? buttons : null;

    private static IEnumerable<WhatsAppReplyButton> Buttons(OutgoingMessage message)
    {
        for (var number = 0; number < MostButtons; number++)
            if (Part(message, $"button{number}") is { } title) yield return new("REPLY", Part(message, $"payload{number}") ?? title, title);
    }

    private static IEnumerable<string> Numbered(OutgoingMessage message, string name, int from)
    {
        for (var number = from; message.Parts?.GetValueOrDefault($"{name}{number}") is { } value && number <= MostPlaces; number++) yield return value;
    }

    private static string? FileName(OutgoingMessage message, string type, string card = "") => type == "DOCUMENT" ? Part(message, card + "fileName") : null;

    internal static string? Part(OutgoingMessage message, string name) => message.Parts?.GetValueOrDefault(name) is { Length: > 0 } part ? part : null;

    /// <summary>What Infobip takes in no place.</summary>
    [GeneratedRegex(@"[\r\n\t]| {5,}")]
    private static partial Regex Blanks();
}
