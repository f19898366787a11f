using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cpd.Contracts;

/// <summary>
/// A JSON value that is carried, not understood: a company's own event properties, a webhook's answer. Its bytes pass
/// through untouched; whoever needs a value of it parses it then.
/// </summary>
[JsonConverter(typeof(RawJsonConverter))]
public readonly struct RawJson(ReadOnlyMemory<byte> utf8) : IEquatable<RawJson>
{
    private static readonly byte[] Nothing = "{}"u8.ToArray();

    public static RawJson EmptyObject => new(Nothing);

    public ReadOnlyMemory<byte> Utf8 { get; } = utf8;

    /// <summary>True where there is no value at all, not even null.</summary>
    public bool IsMissing => Utf8.IsEmpty;

    /// <summary>The bytes, or <c>{}</c> where there are none.</summary>
    public ReadOnlyMemory<byte> OrEmptyObject => Utf8.IsEmpty ? Nothing : Utf8;

    public static RawJson From(string json) => new(Encoding.UTF8.GetBytes(json));

    public static RawJson Of(JsonElement element) => From(element.GetRawText());

    public JsonElement Parse() => JsonElement.Parse(OrEmptyObject.Span);

    public bool Equals(RawJson other) => Utf8.Span.SequenceEqual(other.Utf8.Span);

    public override bool Equals(object? obj) => obj is RawJson other && Equals(other);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(Utf8.Span);
        return hash.ToHashCode();
    }

    public override string ToString() => Encoding.UTF8.GetString(Utf8.Span);

    public static bool operator ==(RawJson left, RawJson right) => left.Equals(right);

    public static bool operator !=(RawJson left, RawJson right) => !left.Equals(right);
}

internal sealed class RawJsonConverter : JsonConverter<RawJson>
{
    public override RawJson Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        RawJson.Of(JsonElement.ParseValue(ref reader));

    public override void Write(Utf8JsonWriter writer, RawJson value, JsonSerializerOptions options) =>
        // What comes in is validated where it comes in; checking it again at every hop would cost more than the rest.
        writer.WriteRawValue(value.OrEmptyObject.Span, skipInputValidation: true);
}
