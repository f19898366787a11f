using System.Globalization;

namespace Cpd.Adapters.Infobip.Sms;

/// <summary>What a text message says, and how it is to be handed over, in Infobip's words.</summary>
internal static class SmsWords
{
    private static readonly string[] Weekdays = ["MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY"];

    public static SmsContent Content(OutgoingMessage message) => new(message.Text, Transliteration: SmsTransliteration.Named(Part(message.Parts, "transliteration")), Language: Language(message));

    /// <summary>Null where nothing was chosen.</summary>
    public static SmsMessageOptions? Options(OutgoingMessage message)
    {
        if (message.Parts is not { Count: > 0 } parts) return null;

        var options = new SmsMessageOptions(
            ValidityPeriod: Validity(Part(parts, "validity")), DeliveryTimeWindow: Window(Part(parts, "days")), Flash: Part(parts, "flash") is null ? null : true, Regional: Regional(parts));
        return options == new SmsMessageOptions() ? null : options;
    }

    private static SmsLanguage? Language(OutgoingMessage message) =>
        Part(message.Parts, "alphabet") is { } name && SmsAlphabet.Named(name).For(message.Text).Code is { } code
            ? new SmsLanguage(code, SingleShift: true, LockingShift: false)
            : null;

    /// <summary>Such as <c>15m</c> or <c>6h</c>.</summary>
    private static SmsValidity? Validity(string? text) =>
        text is { Length: > 1 } && int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var amount)
            ? new SmsValidity(amount, text[^1] == 'h' ? "HOURS" : "MINUTES")
            : null;

    private static SmsWindow? Window(string? days) => days switch
    {
        "monday-friday" => new SmsWindow(Weekdays[..5]),
        "monday-saturday" => new SmsWindow(Weekdays),
        _ => null,
    };

    private static SmsRegional? Regional(IReadOnlyDictionary<string, string> parts)
    {
        var india = Part(parts, "indiaEntity") is { } entity ? new SmsIndiaDlt(entity, Part(parts, "indiaTemplate"), Part(parts, "indiaTelemarketer")) : null;
        var turkey = Part(parts, "turkeyRecipients") is { } recipients ? new SmsTurkeyIys(recipients == "merchants" ? "TACIR" : "BIREYSEL", Number(Part(parts, "turkeyBrand"))) : null;
        var (title, reseller) = (Part(parts, "koreaTitle"), Number(Part(parts, "koreaReseller")));
        // More than Infobip takes would have it refuse the others of the call, too.
        var korea = title is null && reseller is null ? null : new SmsSouthKorea(title is { Length: > 66 } ? title[..66] : title, reseller);
        return india is null && turkey is null && korea is null ? null : new SmsRegional(india, turkey, korea);
    }

    private static int? Number(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string? Part(IReadOnlyDictionary<string, string>? parts, string name) => parts?.GetValueOrDefault(name) is { Length: > 0 } part ? part : null;
}
