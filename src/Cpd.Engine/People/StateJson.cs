using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using Cpd.Contracts;

namespace Cpd.Engine.People;

/// <summary>What the stored forms of people have in common: short names, milliseconds, raw slices.</summary>
internal static class StateJson
{
    /// <summary>It never gets into a page as it stands, so letters need not be escaped.</summary>
    public static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    public static void Begin(ref Utf8JsonReader reader)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) throw new JsonException("A stored person is a JSON object.");
    }

    /// <summary>The letter a member is called by; 0, which none is called by, for a longer name: that is of a newer version.</summary>
    public static byte Name(ref readonly Utf8JsonReader reader) => reader.ValueSpan is [var letter] ? letter : (byte)0;

    public static DateTimeOffset Instant(ref Utf8JsonReader reader) => DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64());

    public static ImmutableArray<string> Texts(ref Utf8JsonReader reader)
    {
        var texts = ImmutableArray.CreateBuilder<string>();
        while (reader.Read() && reader.TokenType == JsonTokenType.String) texts.Add(reader.GetString()!);
        return texts.DrainToImmutable();
    }

    /// <summary>The value the reader stands on, as its own bytes.</summary>
    public static RawJson Raw(ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        var from = (int)reader.TokenStartIndex;
        reader.Skip();
        return new RawJson(json[from..(int)reader.BytesConsumed].ToArray());
    }

    /// <summary>The next number within an array.</summary>
    public static long Number(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.GetInt64();
    }
}
