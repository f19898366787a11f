namespace Cpd.Engine.Templates.Stored;

/// <summary>How a text message is handed over and shown, beside what it says: parts that are chosen, and most leave alone.</summary>
public static class SmsOptions
{
    /// <summary>Shown at once, and kept by the phone only if the person wants.</summary>
    public const string Flash = "flash";

    /// <summary>Which letters become plainer ones, by Infobip's names in small letters.</summary>
    public const string Transliteration = "transliteration";

    /// <summary>How long it is tried to hand it over; two days where it is missing.</summary>
    public const string Validity = "validity";

    /// <summary>On which days it is handed over, in UTC. Hours are a matter of the rules of sending.</summary>
    public const string Days = "days";

    /// <summary>What the law of India and South Korea wants of each text: the registered text's id, and a title.</summary>
    public const string IndiaTemplate = "indiaTemplate", KoreaTitle = "koreaTitle";

    public const string MondayToFriday = "monday-friday", MondayToSaturday = "monday-saturday";

    public static readonly IReadOnlyList<string> Transliterations =
    [
        "all", "central-european", "turkish", "greek", "cyrillic", "serbian-cyrillic", "bulgarian-cyrillic", "baltic", "portuguese", "colombian", "non-unicode",
    ];

    public static readonly IReadOnlyList<string> Validities = ["5m", "15m", "1h", "6h", "12h", "24h"];

    internal static readonly TemplatePart[] Parts =
    [
        new(Flash, Choices: ["yes"]), new(Transliteration, Choices: Transliterations), new(Validity, Choices: Validities), new(Days, Choices: [MondayToFriday, MondayToSaturday]),
        new(IndiaTemplate, IsOptional: true), new(KoreaTitle, IsOptional: true),
    ];
}
