using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Cpd.Contracts;

namespace Cpd.Engine.People;

/// <summary>A person's attributes as one JSON object: kept as bytes, parsed when somebody looks.</summary>
internal sealed class Traits(RawJson json)
{
    public static readonly Traits None = new(RawJson.EmptyObject);

    private object? _parsed;      // a boxed element: set in one go, so that two threads may both look first
    private Told<TimeZoneInfo>? _zone;
    private Told<CultureInfo>? _culture;

    public ReadOnlyMemory<byte> Utf8 => json.Utf8;

    public bool IsEmpty => Utf8.Length <= 2;

    public JsonElement Element => (JsonElement)(_parsed ??= json.Parse());

    /// <summary>Null where nobody told us one that we know.</summary>
    public TimeZoneInfo? TimeZone => (_zone ??= new(Zones.Find(Text(Element, "timezone"u8) ?? Text(Element, "timeZone"u8)))).Value;

    /// <summary>Null where nobody told us one that we know.</summary>
    public CultureInfo? Culture => (_culture ??= new(Cultures.Find(Text(Element, "locale"u8) ?? Text(Element, "language"u8)))).Value;

    /// <summary>Null where nobody told us one that we know.</summary>
    public Channel? PreferredChannel => Text(Element, "preferredChannel"u8) is { } name && Channels.TryParse(name, out var channel) ? channel : null;

    public string? Address(Channel channel)
    {
        if (Member(Element, "addresses"u8) is { ValueKind: JsonValueKind.Object } addresses)
            foreach (var address in addresses.EnumerateObject())
                if (Channels.TryParse(address.Name, out var named) && named == channel && Text(address.Value) is { } own) return own;

        if (channel is Channel.Email) return Text(Element, "email"u8);
        return channel.IsByPhone() ? Text(Element, "phone"u8) : null;
    }

    /// <summary>Merges by JSON Merge Patch (RFC 7386): objects member by member, anything else replaces, null takes away.</summary>
    public Traits Patched(JsonElement patch)
    {
        if (patch.ValueKind is not JsonValueKind.Object) return this;

        var buffer = new ArrayBufferWriter<byte>(Utf8.Length + 256);
        using (var writer = new Utf8JsonWriter(buffer, StateJson.Writing)) MergePatch.Write(writer, Element, patch, except: "consent");
        var patched = new RawJson(buffer.WrittenMemory.ToArray());
        return patched == json ? this : new Traits(patched);
    }

    /// <summary>A patch that puts a group's traits under <c>groups.{id}</c>.</summary>
    public static JsonElement Group(string id, RawJson traits)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer, StateJson.Writing))
        {
            writer.WriteStartObject();
            writer.WriteStartObject("groups"u8);
            writer.WritePropertyName(id);
            writer.WriteRawValue(traits.OrEmptyObject.Span, skipInputValidation: true);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }
        return JsonElement.Parse(buffer.WrittenSpan);
    }

    private static JsonElement? Member(JsonElement from, ReadOnlySpan<byte> name) =>
        from.ValueKind is JsonValueKind.Object && from.TryGetProperty(name, out var value) ? value : null;

    private static string? Text(JsonElement from, ReadOnlySpan<byte> name) => Member(from, name) is { } value ? Text(value) : null;

    /// <summary>What was looked for once, also where nothing was found.</summary>
    private sealed record Told<T>(T? Value);

    /// <summary>A text that says something. Phone numbers come as bare numbers, too.</summary>
    private static string? Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => JsonPath.TextOf(value)?.Trim() is { Length: > 0 } text ? text : null,
        JsonValueKind.Number when value.TryGetInt64(out var number) => number.ToString(CultureInfo.InvariantCulture),
        _ => null,
    };
}
