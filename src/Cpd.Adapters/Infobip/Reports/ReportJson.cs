using System.Text.Json;

namespace Cpd.Adapters.Infobip.Reports;

/// <summary>
/// Reads members of a report that may be missing, or of another kind than was promised: neither makes the report, or those
/// beside it, unreadable.
/// </summary>
internal static class ReportJson
{
    public static string? Text(this JsonElement item, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (item.TryGetProperty(name, out var member) && member.ValueKind is JsonValueKind.String && TryText(member) is { Length: > 0 } text)
                return text;
        }
        return null;
    }

    public static int? Number(this JsonElement item, string name) =>
        item.TryGetProperty(name, out var member) && member.ValueKind is JsonValueKind.Number && member.TryGetInt32(out var number) ? number : null;

    public static bool IsTrue(this JsonElement item, string name) =>
        item.TryGetProperty(name, out var member) && member.ValueKind is JsonValueKind.True;

    public static JsonElement? Object(this JsonElement item, string name) =>
        item.TryGetProperty(name, out var member) && member.ValueKind is JsonValueKind.Object ? member : null;

    /// <summary>A date in any of the forms in use: text, or milliseconds since 1970.</summary>
    public static DateTimeOffset? Date(this JsonElement item, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (!item.TryGetProperty(name, out var member)) continue;
            if (member.ValueKind is JsonValueKind.Number && member.TryGetInt64(out var milliseconds) && milliseconds is >= 0 and < 253_402_300_800_000)
                return DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
            if (member.ValueKind is JsonValueKind.String && InfobipDate.TryParse(TryText(member), out var at)) return at;
        }
        return null;
    }

    /// <summary>The items of <c>results</c>; the body itself where it is one report alone.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement body) =>
        body.ValueKind is not JsonValueKind.Object ? []
        : body.TryGetProperty("results", out var results) ? results.ValueKind is JsonValueKind.Array ? results.EnumerateArray() : []
        : [body];

    /// <summary>Null where it is half of a letter, which is no text.</summary>
    internal static string? TryText(JsonElement member)
    {
        try
        {
            return member.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;   // half a surrogate pair, or bytes that are no UTF-8
        }
    }
}
