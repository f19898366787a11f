using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cpd.Contracts;

/// <summary>An id in 128 bits: 48 bits of time in front, so that new rows lie beside each other; 32 hex digits as text.</summary>
public interface IId<TSelf> where TSelf : struct, IId<TSelf>
{
    Guid Value { get; }

    static abstract TSelf From(Guid value);
}

/// <summary>One person, whatever ids the outside world knows them by.</summary>
[JsonConverter(typeof(IdConverter<PersonId>))]
public readonly record struct PersonId(Guid Value) : IId<PersonId>
{
    public static PersonId From(Guid value) => new(value);

    public override string ToString() => Value.ToString("N");
}

/// <summary>One person's way through one journey.</summary>
[JsonConverter(typeof(IdConverter<RunId>))]
public readonly record struct RunId(Guid Value) : IId<RunId>
{
    public static RunId From(Guid value) => new(value);

    public override string ToString() => Value.ToString("N");
}

/// <summary>One message to one person; its text form is also the id the provider gets.</summary>
[JsonConverter(typeof(IdConverter<MessageId>))]
public readonly record struct MessageId(Guid Value) : IId<MessageId>
{
    public static MessageId From(Guid value) => new(value);

    public override string ToString() => Value.ToString("N");
}

/// <summary>One record on the log.</summary>
[JsonConverter(typeof(IdConverter<RecordId>))]
public readonly record struct RecordId(Guid Value) : IId<RecordId>
{
    public static RecordId From(Guid value) => new(value);

    public override string ToString() => Value.ToString("N");
}

/// <summary>Makes ids out of what caused them: the same cause has the same id, on every machine and at every repeat.</summary>
public static class Ids
{
    /// <summary>The last one there is a date for.</summary>
    private const long LastMillisecond = 253_402_300_799_999;

    private static readonly UInt128 FnvOffset = new(0x6c62272e07bb0142, 0x62b821756295c58d);
    private static readonly UInt128 FnvPrime = new(0x0000000001000000, 0x000000000000013b);

    /// <param name="at">The moment of the cause; its milliseconds are the front of the id.</param>
    /// <param name="kind">What the id is for, so that two kinds of things with one cause differ.</param>
    /// <param name="cause">Names the cause; may be of any length.</param>
    public static TId Derive<TId>(DateTimeOffset at, string kind, params ReadOnlySpan<string> cause) where TId : struct, IId<TId>
    {
        var size = Encoding.UTF8.GetMaxByteCount(kind.Length) + 1;
        foreach (var part in cause) size += Encoding.UTF8.GetMaxByteCount(part.Length) + 1;

        var text = size <= 1024 ? stackalloc byte[1024] : new byte[size];
        var used = Append(text, 0, kind);
        foreach (var part in cause) used = Append(text, used, part);

        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(text[..used], hash);
        return TId.From(WithTime(at, hash));
    }

    /// <summary>The <paramref name="ordinal"/>th thing that came out of <paramref name="cause"/>.</summary>
    /// <remarks>
    /// Several for every event, so not by SHA-256, which costs more than the decision they are for. The cause is an id of
    /// ours: nobody outside chooses what is hashed here.
    /// </remarks>
    public static TId Derive<TId>(DateTimeOffset at, string kind, Guid cause, string detail = "", int ordinal = 0) where TId : struct, IId<TId>
    {
        Span<byte> bytes = stackalloc byte[16];
        cause.TryWriteBytes(bytes, bigEndian: true, out _);

        var hash = FnvOffset;
        foreach (var b in bytes) hash = (hash ^ b) * FnvPrime;
        hash = (hash ^ (uint)ordinal) * FnvPrime;
        foreach (var c in kind) hash = (hash ^ c) * FnvPrime;
        hash = (hash ^ 0xFFFF) * FnvPrime;   // between the texts: "ab","c" and "a","bc" differ
        foreach (var c in detail) hash = (hash ^ c) * FnvPrime;
        // The id keeps 80 of the 128 bits; FNV's upper ones depend on all of the input, its lowest only on the lowest.
        hash ^= hash >> 67;
        hash *= FnvPrime;

        BinaryPrimitives.WriteUInt128BigEndian(bytes, hash ^ (hash >> 59));
        bytes.Reverse();
        return TId.From(WithTime(at, bytes));
    }

    /// <summary>The time in front of an id, to the millisecond: when what caused it was there.</summary>
    public static DateTimeOffset TimeOf(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        var milliseconds = ((long)BinaryPrimitives.ReadUInt16BigEndian(bytes) << 32) | BinaryPrimitives.ReadUInt32BigEndian(bytes[2..]);
        return DateTimeOffset.FromUnixTimeMilliseconds(Math.Min(milliseconds, LastMillisecond));
    }

    /// <summary>Reads 32 hex digits; false for anything else.</summary>
    public static bool TryParse<TId>(string? text, out TId id) where TId : struct, IId<TId>
    {
        var read = Guid.TryParseExact(text, "N", out var value);
        id = TId.From(value);
        return read;
    }

    /// <summary>Reads the text the reader stands at, without making one of it; false for anything but 32 hex digits.</summary>
    public static bool TryRead<TId>(ref Utf8JsonReader reader, out TId id) where TId : struct, IId<TId>
    {
        id = default;
        if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.PropertyName)) return false;
        if (reader.HasValueSequence || reader.ValueIsEscaped) return TryParse(reader.GetString(), out id);
        if (reader.ValueSpan.Length != 32 || !Utf8Parser.TryParse(reader.ValueSpan, out Guid value, out var used, 'N') || used != 32) return false;

        id = TId.From(value);
        return true;
    }

    private static int Append(Span<byte> text, int used, string part)
    {
        used += Encoding.UTF8.GetBytes(part, text[used..]);
        text[used] = 0xFF;   // occurs in no UTF-8: "ab","c" and "a","bc" differ
        return used + 1;
    }

    private static Guid WithTime(DateTimeOffset at, Span<byte> hash)
    {
        var id = hash[..16];
        var milliseconds = at.ToUnixTimeMilliseconds();
        BinaryPrimitives.WriteInt16BigEndian(id, (short)(milliseconds >> 32));
        BinaryPrimitives.WriteInt32BigEndian(id[2..], (int)milliseconds);
        return new Guid(id, bigEndian: true);
    }
}

/// <summary>Writes an id as 32 hex digits.</summary>
public sealed class IdConverter<TId> : JsonConverter<TId> where TId : struct, IId<TId>
{
    public override TId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Ids.TryRead<TId>(ref reader, out var id) ? id : throw new JsonException("An id is 32 hex digits.");

    public override void Write(Utf8JsonWriter writer, TId value, JsonSerializerOptions options)
    {
        Span<char> text = stackalloc char[32];
        value.Value.TryFormat(text, out _, "N");
        writer.WriteStringValue(text);
    }

    public override TId ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Read(ref reader, typeToConvert, options);

    public override void WriteAsPropertyName(Utf8JsonWriter writer, TId value, JsonSerializerOptions options) =>
        writer.WritePropertyName(value.ToString()!);
}
