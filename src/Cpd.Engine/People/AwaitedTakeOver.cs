using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using Cpd.Contracts;

namespace Cpd.Engine.People;

/// <summary>Who is on the way to a person, and what came for the person meanwhile.</summary>
/// <param name="From">Whose <see cref="PersonTakenOver"/> is awaited.</param>
/// <param name="Kept">Records of types this version knows, in the order in which they came.</param>
public sealed record AwaitedTakeOver(PersonId From, ImmutableArray<LogRecord> Kept)
{
    /// <summary>
    /// More are not kept. It is twice a window, and a take-over is at most one window behind its announcement where one
    /// process does everything; elsewhere only a robot does so much while a partition is behind.
    /// </summary>
    public const int MostKept = 1_000;

    /// <summary><c>{"f":"person","r":[record...]}</c>, the records as they lie on the log.</summary>
    public byte[] ToBytes()
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using var writer = new Utf8JsonWriter(buffer, StateJson.Writing);
        writer.WriteStartObject();
        writer.WriteString("f"u8, From.ToString());
        writer.WriteStartArray("r"u8);
        foreach (var record in Kept) writer.WriteRawValue(RecordJson.ToBytes(record), skipInputValidation: true);
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    /// <exception cref="JsonException">The bytes are not what <see cref="ToBytes"/> writes.</exception>
    public static AwaitedTakeOver Read(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        StateJson.Begin(ref reader);
        var from = default(PersonId);
        var kept = ImmutableArray.CreateBuilder<LogRecord>();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = StateJson.Name(in reader);
            reader.Read();
            switch (name)
            {
                case (byte)'f':
                    if (!Ids.TryParse(reader.GetString(), out from)) throw new JsonException("A person who is awaited has no id.");
                    break;
                case (byte)'r':
                    while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
                        kept.Add(RecordJson.Read(StateJson.Raw(ref reader, json).Utf8.Span, Topic.Events));
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }
        return new AwaitedTakeOver(from, kept.DrainToImmutable());
    }
}
