using Cpd.Contracts;
using Cpd.Engine.Templates.Stored;

namespace Cpd.Engine.Templates.Chat;

/// <summary>What a message in a chat, an MMS or a push notification has beside its text. The names travel with the message.</summary>
public static class ChatParts
{
    /// <summary>Address of a picture, a film or a document, and which of them it is.</summary>
    public const string Media = "media", MediaType = "mediaType";

    /// <summary>Of an MMS and a push notification: the words above the text.</summary>
    public const string Title = "title";

    /// <summary>Of an MMS: addresses of a second and a third picture or film.</summary>
    public const string Media2 = "media2", Media3 = "media3";

    /// <summary>What a document is called.</summary>
    public const string FileName = "fileName";

    /// <summary>Small words below the text.</summary>
    public const string Footer = "footer";

    /// <summary>Of a Viber message: where its button leads; of a push notification: what opens when it is tapped.</summary>
    public const string Action = "action";

    /// <summary>Of a push notification: what the app gets with it, a JSON object.</summary>
    public const string Data = "data";

    /// <summary>By Viber, RCS, MMS and push: for how many minutes it is tried to reach the person.</summary>
    public const string Validity = "validity";

    /// <summary>Of a template at the provider: its name there, its language there, and what it is mirrored from.</summary>
    public const string Template = "template", Language = "language", Remote = "remote";

    /// <summary>How many buttons to answer by a message may have.</summary>
    public const int MostButtons = 3;

    public static readonly IReadOnlyList<string> MediaTypes = ["IMAGE", "VIDEO", "DOCUMENT"];

    private static readonly TemplatePart[] OfWhatsApp =
    [
        new(TemplateParts.Text), new(Media, IsOptional: true), new(MediaType, Choices: MediaTypes), new(FileName, IsOptional: true), new(Footer, IsOptional: true),
        .. Enumerable.Range(0, MostButtons).SelectMany(number => new TemplatePart[] { new(Button(number), IsOptional: true), new(Payload(number), IsOptional: true) }),
        .. ListParts.All, .. FlowParts.All,
    ];

    private static readonly TemplatePart[] OfViber =
    [
        new(TemplateParts.Text), new(Media, IsOptional: true), new(Button(0), IsOptional: true), new(Action, IsOptional: true), new(Validity, IsOptional: true),
    ];

    private static readonly TemplatePart[] OfRcs =
    [
        new(TemplateParts.Text), new(Media, IsOptional: true), new(Validity, IsOptional: true),
        .. Enumerable.Range(0, MostButtons).SelectMany(number => new TemplatePart[] { new(Button(number), IsOptional: true), new(Payload(number), IsOptional: true) }),
    ];

    private static readonly TemplatePart[] OfMms =
    [
        new(TemplateParts.Text), new(Title, IsOptional: true), new(Media, IsOptional: true), new(Media2, IsOptional: true), new(Media3, IsOptional: true), new(Validity, IsOptional: true),
    ];

    private static readonly TemplatePart[] OfPush =
    [
        new(TemplateParts.Text), new(Title, IsOptional: true), new(Media, IsOptional: true), new(Action, IsOptional: true), new(Data, TemplateEscaping.Json, IsOptional: true), new(Validity, IsOptional: true),
    ];

    /// <summary>The words on a button, from 0.</summary>
    public static string Button(int number) => $"button{number}";

    /// <summary>What comes back when it is pressed, the same in every language; without one its words do.</summary>
    public static string Payload(int number) => $"payload{number}";

    /// <summary>What fills a place of a template's body, from 1.</summary>
    public static string Body(int number) => $"body{number}";

    /// <summary>What fills the place in a template's header.</summary>
    public const string Header = "header";

    /// <summary>What fills a header that is a place, in degrees.</summary>
    public const string Latitude = "headerLatitude", Longitude = "headerLongitude";

    /// <summary>What kind of header or button of a template a value is for: the provider wants to hear it with the value.</summary>
    public const string HeaderType = "headerType";

    /// <inheritdoc cref="HeaderType"/>
    public static string ButtonType(int number) => $"buttonType{number}";

    /// <summary>The same part of one card of a carousel, from 0.</summary>
    public static string OfCard(int card, string part) => $"card{card}.{part}";

    internal static IReadOnlyList<TemplatePart> Of(Channel channel) => channel switch
    {
        Channel.Viber => OfViber,
        Channel.Rcs => OfRcs,
        Channel.Mms => OfMms,
        Channel.Push => OfPush,
        _ => OfWhatsApp,
    };
}
