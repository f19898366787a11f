using Cpd.Adapters.Infobip;
using Cpd.Adapters.Infobip.Sms;

namespace Cpd.Adapters.Sandbox.Sms;

/// <summary>The values of a text message's content and options. The words are ours, in Infobip's manner: those of this request are not published.</summary>
internal static class SmsOptionRules
{
    private const string Null = "must not be null";

    private static readonly string[] Days = ["MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY"];

    public static void Check(SmsContent content, string path, List<ApiViolation> wrong)
    {
        if (content is { Text: null, Hex: null }) wrong.Add(new ApiViolation(path + ".text", Null));
        if (content.Hex is { } hex && StoredSms.Bytes(hex) is null) wrong.Add(new ApiViolation(path + ".hex", "must be hexadecimal"));
        if (content.Transliteration is { } way) OneOf(way, [.. SmsTransliteration.All], path + ".transliteration", wrong);
        if (content.Language?.LanguageCode is { } code) OneOf(code, ["NONE", "TR", "ES", "PT", "AUTODETECT"], path + ".language.languageCode", wrong);
    }

    public static void Check(SmsMessageOptions? options, string path, List<ApiViolation> wrong)
    {
        if (options?.ValidityPeriod is { } period)
        {
            if (period.Amount is null) wrong.Add(new ApiViolation(path + ".validityPeriod.amount", Null));
            else if (period.Amount < 1) wrong.Add(new ApiViolation(path + ".validityPeriod.amount", "must be greater than or equal to 1"));
            if (period.TimeUnit is { } unit) OneOf(unit, ["SECONDS", "MINUTES", "HOURS"], path + ".validityPeriod.timeUnit", wrong);
        }
        if (options?.DeliveryTimeWindow is { } window) Check(window, path + ".deliveryTimeWindow", wrong);
        if (options?.Regional is { } regional) Check(regional, path + ".regional", wrong);
    }

    private static void Check(SmsWindow window, string path, List<ApiViolation> wrong)
    {
        if (window.Days is not { Count: > 0 } days) wrong.Add(new ApiViolation(path + ".days", "must not be empty"));
        else foreach (var day in days) OneOf(day, Days, path + ".days", wrong);
        Check(window.From, path + ".from", wrong);
        Check(window.To, path + ".to", wrong);
        if (window.From is null != window.To is null) wrong.Add(new ApiViolation(path, "from and to must be there both or not at all"));
        else if (window is { From: { Hour: { } first, Minute: { } firstMinute }, To: { Hour: { } last, Minute: { } lastMinute } }
            && Math.Abs(first * 60 + firstMinute - (last * 60 + lastMinute)) < 60) wrong.Add(new ApiViolation(path, "from and to must be at least one hour apart"));
    }

    private static void Check(SmsHour? at, string path, List<ApiViolation> wrong)
    {
        if (at is null) return;
        if (at.Hour is not (>= 0 and <= 23)) wrong.Add(new ApiViolation(path + ".hour", "must be between 0 and 23"));
        if (at.Minute is not (>= 0 and <= 59)) wrong.Add(new ApiViolation(path + ".minute", "must be between 0 and 59"));
    }

    private static void Check(SmsRegional regional, string path, List<ApiViolation> wrong)
    {
        if (regional.IndiaDlt is { PrincipalEntityId: null or "" }) wrong.Add(new ApiViolation(path + ".indiaDlt.principalEntityId", Null));
        if (regional.TurkeyIys is { } turkey) OneOf(turkey.RecipientType ?? "", ["BIREYSEL", "TACIR"], path + ".turkeyIys.recipientType", wrong);
        SendRules.Size(regional.SouthKorea?.Title, 66, path + ".southKorea.title", wrong);
    }

    private static void OneOf(string value, string[] known, string path, List<ApiViolation> wrong)
    {
        if (!known.Contains(value)) wrong.Add(new ApiViolation(path, "must be one of " + string.Join(", ", known)));
    }
}
