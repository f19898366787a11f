using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace Cpd.Web.Tests.Api;

/// <summary>The rules of the door told a second time and another way, on a parsed document: what the fuzzing test compares with.</summary>
internal static class WhatIsValid
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <summary>The message ids that must come in; null where no answer but a refusal is right.</summary>
    public static IReadOnlyList<string>? MessageIds(string call, byte[] body, string? encoding)
    {
        if (Unpacked(body, encoding) is not { } plain || Parsed(plain) is not { } root || root.ValueKind != JsonValueKind.Object) return null;
        if (call != "batch") return plain.Length <= 32 * 1024 && IsValid(root, call) ? [Id(root)] : null;

        if (plain.Length > 500 * 1024 || root.EnumerateObject().Any(member => member.Name is "sentAt" && !IsTime(member.Value))) return null;
        if (!root.TryGetProperty("batch", out var list) || list.ValueKind != JsonValueKind.Array) return null;
        return [.. list.EnumerateArray().Where(it => IsValid(it, call: null)).Select(Id)];
    }

    private static byte[]? Unpacked(byte[] body, string? encoding)
    {
        if (encoding is null) return body;
        try
        {
            using var unpacker = new GZipStream(new MemoryStream(body), CompressionMode.Decompress);
            using var plain = new MemoryStream();
            unpacker.CopyTo(plain);
            return plain.ToArray();
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private static JsonElement? Parsed(byte[] json)
    {
        try
        {
            Strict.GetCharCount(json);
            return JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 1_000_000 }).RootElement;
        }
        catch (Exception fault) when (fault is JsonException or DecoderFallbackException)
        {
            return null;
        }
    }

    private static bool IsValid(JsonElement it, string? call)
    {
        if (it.ValueKind != JsonValueKind.Object || Encoding.UTF8.GetByteCount(it.GetRawText()) > 32 * 1024) return false;

        foreach (var member in it.EnumerateObject())
        {
            if (!IsGoodName(member)) return false;
            var good = member.Name switch
            {
                "userId" or "anonymousId" or "messageId" or "event" or "groupId" or "previousId" or "name" or "category" => IsText(member.Value),
                "timestamp" or "sentAt" => IsTime(member.Value),
                "properties" or "traits" => member.Value.ValueKind is JsonValueKind.Object or JsonValueKind.Null && IsGood(member.Value, 1),
                _ => true,
            };
            if (!good) return false;
        }

        call ??= it.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String && IsWhole(type) ? type.GetString() : null;
        return (Has(it, "userId") || Has(it, "anonymousId")) && call switch
        {
            "identify" or "page" or "screen" => true,
            "track" => Has(it, "event"),
            "group" => Has(it, "groupId"),
            "alias" => Has(it, "userId") && Has(it, "previousId"),
            _ => false,
        };
    }

    private static bool IsGood(JsonElement value, int level) => value.ValueKind switch
    {
        JsonValueKind.Object => level < 32 && value.EnumerateObject().All(member => IsGoodName(member) && IsGood(member.Value, level + 1)),
        JsonValueKind.Array => level < 32 && value.EnumerateArray().All(item => IsGood(item, level + 1)),
        JsonValueKind.String => IsWhole(value),
        JsonValueKind.Number => double.IsFinite(value.GetDouble()),
        _ => true,
    };

    private static bool IsText(JsonElement value) => value.ValueKind == JsonValueKind.Null
        || (value.ValueKind == JsonValueKind.String && IsWhole(value) && value.GetString() is { Length: <= 256 } text && !text.Any(letter => letter < ' '));

    private static bool IsTime(JsonElement value) =>
        value.ValueKind == JsonValueKind.Null || (value.ValueKind == JsonValueKind.String && IsWhole(value) && value.TryGetDateTime(out _));

    private static bool Has(JsonElement it, string member) =>
        it.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String && value.GetString()!.Length > 0;

    private static bool IsGoodName(JsonProperty member)
    {
        try
        {
            return Encoding.UTF8.GetByteCount(member.Name) <= 256;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static bool IsWhole(JsonElement text)
    {
        try
        {
            text.GetString();
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>The fuzzer gives every event an id; damage may have taken it away.</summary>
    private static string Id(JsonElement it) =>
        it.TryGetProperty("messageId", out var id) && id.ValueKind == JsonValueKind.String && id.GetString() is { } text && text.StartsWith("fuzz", StringComparison.Ordinal) ? text : "?";
}
