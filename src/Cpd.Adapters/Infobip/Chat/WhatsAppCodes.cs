namespace Cpd.Adapters.Infobip.Chat;

/// <summary>
/// Templates that bring a one-time code. Their words are WhatsApp's own, in the template's language; Infobip has no member for
/// them, so where a list does not bring them they stand here in English.
/// </summary>
public static class WhatsAppCodes
{
    private const string Category = "AUTHENTICATION", Copied = "COPY_CODE", FilledIn = "ONE_TAP", Place = "{{";

    /// <summary>How the button gives the code away: COPY_CODE, ONE_TAP, or what this version does not know. Null for templates of other kinds.</summary>
    /// <remarks>
    /// What Infobip lists is published for new ones alone, which have an <c>otpType</c> and no words. WhatsApp itself lists
    /// them with words and with a button that leads to an address, and so may Infobip.
    /// </remarks>
    public static string? KindOf(WhatsAppTemplate template) => template is { Category: Category, Structure: { Buttons: [var button] } structure } ? button switch
    {
        { OtpType: { } type } => type,
        { Type: Copied } or { Type: "URL", Url: not null } when structure.Body?.Text?.Contains(Place, StringComparison.Ordinal) is true => Copied,
        _ => null,
    } : null;

    public static bool IsKnown(string kind) => kind is Copied or FilledIn;

    /// <summary>With one place, {{1}}.</summary>
    public static string TextOf(WhatsAppStructure structure) => structure.Body?.Text is { Length: > 0 } listed ? listed
        : "{{1}} is your verification code." + (structure.Body?.AddSecurityRecommendation is true ? " For your security, do not share this code." : "");

    /// <summary>Null where it says nothing of how long the code holds.</summary>
    public static string? FooterOf(WhatsAppStructure structure) => structure.Footer is not { } footer ? null
        : footer.Text ?? (footer.CodeExpirationMinutes is { } minutes ? $"This code expires in {minutes} {(minutes == 1 ? "minute" : "minutes")}." : null);

    public static string ButtonOf(WhatsAppStructure structure) =>
        structure.Buttons![0] is { Text: { Length: > 0 } words } ? words : structure.Buttons[0].OtpType == FilledIn ? "Autofill" : "Copy code";
}
