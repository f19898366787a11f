using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cpd.Adapters.Infobip;

/// <summary>
/// Infobip writes <c>2026-01-02T03:04:05.678+0000</c>, an offset without a colon, which the JSON reader refuses. Read are
/// also <c>+00:00</c>, <c>Z</c>, no offset at all (meant as UTC) and milliseconds since 1970.
/// </summary>
public sealed class InfobipDate : JsonConverter<DateTimeOffset>
{
    public static string Text(DateTimeOffset at) =>
        at.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'+0000'", CultureInfo.InvariantCulture);

    public static bool TryParse(string? text, out DateTimeOffset at) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out at);

    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType is JsonTokenType.Number) return DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64());
        return TryParse(reader.GetString(), out var at) ? at : throw new JsonException("must be a date such as 2026-01-02T03:04:05.678+0000");
    }

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(Text(value));
}
