using System.Globalization;
using System.Text;
using System.Text.Json;
using Cpd.Adapters.Infobip.Sms;

namespace Cpd.Adapters.Sandbox.Sms;

/// <summary>What a text message has that most have not; null where it is a text and nothing else.</summary>
/// <param name="Content">As it was sent, where that is more than a text.</param>
/// <param name="Older">Sent by the generation before, and reported in its words.</param>
internal sealed record StoredSms(SmsContent? Content = null, bool Older = false, bool Flash = false)
{
    private const int InvalidUdh = 24, Expired = 15, ValidityExpired = 4101;

    /// <summary>Infobip cuts what is more.</summary>
    private static readonly TimeSpan LongestValidity = TimeSpan.FromHours(48);

    public static string? Write(StoredSms? sms) => sms is null ? null : JsonSerializer.Serialize(sms, SandboxWire.Wire.StoredSms);

    public static StoredSms? Read(string? json) => json is null ? null : JsonSerializer.Deserialize(json, SandboxWire.Wire.StoredSms);

    public static StoredSms? Of(SmsMessage message)
    {
        var special = message.Content is not { Hex: null, Transliteration: null, Language: null };
        return special || message.Options?.Flash == true ? new StoredSms(special ? message.Content : null, Flash: message.Options?.Flash == true) : null;
    }

    /// <summary>What the phone shows, and in how many parts it comes.</summary>
    public static (string Text, int Parts) Shown(SmsContent content)
    {
        if (content.Text is { } given)
        {
            var text = SmsTransliteration.Of(given, content.Transliteration);
            return (text, SmsParts.Of(text, SmsAlphabet.Coded(content.Language?.LanguageCode, text)).Count);
        }
        var bytes = Bytes(content.Hex!)!;
        return (content.DataCoding == 8 ? Encoding.BigEndianUnicode.GetString(bytes) : content.Hex!, bytes.Length <= 140 ? 1 : (bytes.Length + 133) / 134);
    }

    /// <summary>Null where it is no row of bytes.</summary>
    public static byte[]? Bytes(string hex)
    {
        var digits = hex.Replace(" ", "", StringComparison.Ordinal);
        if (digits.Length % 2 != 0 || !digits.All(char.IsAsciiHexDigit)) return null;
        return [.. digits.Chunk(2).Select(pair => byte.Parse(pair, NumberStyles.HexNumber, CultureInfo.InvariantCulture))];
    }

    /// <summary>A head that is announced and does not fit the bytes.</summary>
    public static int? Refused(SmsContent content) =>
        content.Hex is { } hex && ((content.EsmClass ?? 0) & 0x40) != 0 && Bytes(hex) is var bytes && (bytes!.Length == 0 || bytes[0] + 1 > bytes.Length) ? InvalidUdh : null;

    /// <summary>Waits for its window, and expires where its report would come after it is good.</summary>
    public static NewMessage Timed(NewMessage made, SmsMessageOptions? options)
    {
        if (options?.DeliveryTimeWindow is { } window)
        {
            var wait = Next(window, made.SentAt) - made.SentAt;
            made = made with { SentAt = made.SentAt + wait, OutcomeAt = made.OutcomeAt + wait, DueAt = made.DueAt + wait };
        }
        if (Validity(options?.ValidityPeriod) is not { } good || made.OutcomeAt is not { } outcome || outcome - made.SentAt <= good) return made;

        var early = outcome - made.SentAt - good;
        return made with { OutcomeAt = outcome - early, OutcomeStatus = Expired, OutcomeError = ValidityExpired, DueAt = made.DueAt is { } due ? Math.Max(made.SentAt, due - early) : null };
    }

    private static long? Validity(SmsValidity? period)
    {
        if (period?.Amount is not { } amount) return null;
        var given = period.TimeUnit switch { "SECONDS" => TimeSpan.FromSeconds(amount), "HOURS" => TimeSpan.FromHours(amount), _ => TimeSpan.FromMinutes(amount) };
        return (long)(given < LongestValidity ? given : LongestValidity).TotalMilliseconds;
    }

    /// <summary>The first moment from <paramref name="from"/> on that lies in the window. From later than to: over midnight, and the day is that of its beginning.</summary>
    internal static long Next(SmsWindow window, long from)
    {
        var now = DateTimeOffset.FromUnixTimeMilliseconds(from);
        var (opens, closes) = window is { From: { } first, To: { } last } ? (Time(first), Time(last)) : (TimeSpan.Zero, TimeSpan.FromDays(1));
        if (closes <= opens) closes += TimeSpan.FromDays(1);
        for (var days = -1; days <= 8; days++)
        {
            var day = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero).AddDays(days);
            if (!window.Days!.Contains(day.DayOfWeek.ToString().ToUpperInvariant()) || day + closes <= now) continue;
            return Math.Max(from, (day + opens).ToUnixTimeMilliseconds());
        }
        return from;
    }

    private static TimeSpan Time(SmsHour at) => new(at.Hour ?? 0, at.Minute ?? 0, 0);
}
