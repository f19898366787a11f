using System.Buffers;
using System.Buffers.Text;
using System.Collections.Immutable;
using System.Text.Json;
using Cpd.Contracts;
using Cpd.Engine.People;

namespace Cpd.Engine.Journeys;

/// <summary>A run as it is stored: short names, because there are millions of them. Members that are not known are passed over.</summary>
public static class RunJson
{
    public static byte[] ToBytes(this JourneyRun run)
    {
        var buffer = new ArrayBufferWriter<byte>(320);
        using var json = new Utf8JsonWriter(buffer, StateJson.Writing);
        Write(run, json);
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    public static void Write(JourneyRun run, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        WriteId("i"u8, run.Id.Value, json);
        json.WriteString("j"u8, run.Journey);
        json.WriteNumber("v"u8, run.Version);
        if (run.Key is not null) json.WriteString("k"u8, run.Key);
        json.WriteString("s"u8, run.Step);
        json.WriteNumber("a"u8, run.ArrivedAt.ToUnixTimeMilliseconds());
        json.WriteNumber("w"u8, (long)(run.WakeAt - run.ArrivedAt).TotalMilliseconds);
        if (run.Entry.Utf8.Length > 2) WriteRaw("e"u8, run.Entry, json);
        if (!run.Notes.IsEmpty) WriteList("n"u8, run.Notes, json, WriteNote);
        if (!run.Messages.IsEmpty) WriteList("m"u8, run.Messages, json, WriteMessage);
        if (!run.Arrivals.IsEmpty) WriteList("c"u8, run.Arrivals, json, WriteArrivals);
        if (!run.Used.IsEmpty) WriteList("u"u8, run.Used, json, WriteUsed);
        if (!run.Event.IsMissing) WriteRaw("d"u8, run.Event, json);
        if (run.Trying is { } trying) WriteTrying(trying, json);
        if (run.Held is { } held) WriteHeld(held, json);
        json.WriteEndObject();
    }

    /// <exception cref="JsonException">The bytes are not what <see cref="Write"/> writes.</exception>
    public static JourneyRun Read(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8);
        StateJson.Begin(ref reader);
        var (id, journey, version, key, step, arrived, wait, entry) = (default(RunId), "", 0, (string?)null, "", 0L, 0L, RawJson.EmptyObject);
        var rest = new JourneyRun(default, "", 0, null, "", default, default, default);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = StateJson.Name(in reader);
            reader.Read();
            switch (name)
            {
                case (byte)'i': id = new RunId(ReadId(reader.GetString()!)); break;
                case (byte)'j': journey = reader.GetString()!; break;
                case (byte)'v': version = reader.GetInt32(); break;
                case (byte)'k': key = reader.GetString(); break;
                case (byte)'s': step = reader.GetString()!; break;
                case (byte)'a': arrived = reader.GetInt64(); break;
                case (byte)'w': wait = reader.GetInt64(); break;
                case (byte)'e': entry = StateJson.Raw(ref reader, utf8); break;
                case (byte)'n': rest = rest with { Notes = ReadList(ref reader, ReadNote) }; break;
                case (byte)'m': rest = rest with { Messages = ReadList(ref reader, ReadMessage) }; break;
                case (byte)'c': rest = rest with { Arrivals = ReadList(ref reader, ReadArrivals) }; break;
                case (byte)'u': rest = rest with { Used = ReadList(ref reader, ReadUsed) }; break;
                case (byte)'d': rest = rest with { Event = StateJson.Raw(ref reader, utf8) }; break;
                case (byte)'t': rest = rest with { Trying = ReadTrying(JsonElement.ParseValue(ref reader)) }; break;
                case (byte)'h': rest = rest with { Held = ReadHeld(JsonElement.ParseValue(ref reader)) }; break;
                default: reader.Skip(); break;
            }
        }
        return rest with
        {
            Id = id, Journey = journey, Version = version, Key = key, Step = step, Entry = entry,
            ArrivedAt = DateTimeOffset.FromUnixTimeMilliseconds(arrived), WakeAt = DateTimeOffset.FromUnixTimeMilliseconds(arrived + wait),
        };
    }

    private static void WriteNote(StepNote note, Utf8JsonWriter json)
    {
        json.WriteString("s"u8, note.Step);
        WriteRaw("d"u8, note.Data, json);
    }

    private static StepNote ReadNote(JsonElement json) => new(Text(json, "s"u8)!, RawJson.Of(json.GetProperty("d"u8)));

    private static void WriteMessage(TrackedMessage message, Utf8JsonWriter json)
    {
        var track = message.Track;
        json.WriteString("s"u8, message.Step);
        WriteId("m"u8, track.Id.Value, json);
        json.WriteNumber("x"u8, (track.Delivered ? 1 : 0) | (track.Failed ? 2 : 0) | (track.Seen ? 4 : 0) | (track.Clicked ? 8 : 0) | (track.Call is { } call ? ((int)call + 1) << 4 : 0) | (track.NotAsked ? 64 : 0));
        if (track.First > 0) json.WriteNumber("f"u8, track.First);
        if (track.Tries > 0) json.WriteNumber("n"u8, track.Tries);
        if (!track.Before.IsEmpty) WriteList("b"u8, track.Before, json, (id, members) => WriteId("i"u8, id.Value, members));
        if (track.Reply is not null) json.WriteString("r"u8, track.Reply);
        if (track.Button is not null) json.WriteString("q"u8, track.Button);
        if (track.Fields is { } fields) WriteRaw("k"u8, fields, json);
        if (track.Reason is not null) json.WriteString("y"u8, track.Reason);
    }

    private static TrackedMessage ReadMessage(JsonElement json)
    {
        var flags = json.GetProperty("x"u8).GetInt32();
        return new(Text(json, "s"u8)!, new MessageTrack(new MessageId(ReadId(Text(json, "m"u8)!)))
        {
            Delivered = (flags & 1) != 0, Failed = (flags & 2) != 0, Seen = (flags & 4) != 0, Clicked = (flags & 8) != 0,
            NotAsked = (flags & 64) != 0, First = Number(json, "f"u8), Tries = Number(json, "n"u8),
            Before = json.TryGetProperty("b"u8, out var before) ? [.. before.EnumerateArray().Select(one => new MessageId(ReadId(Text(one, "i"u8)!)))] : [],
            Call = ((flags >> 4) & 3) is > 0 and var call ? (CallOutcome)(call - 1) : null,
            Reply = Text(json, "r"u8), Button = Text(json, "q"u8), Fields = json.TryGetProperty("k"u8, out var fields) ? RawJson.Of(fields) : null, Reason = Text(json, "y"u8),
        });
    }

    private static void WriteArrivals(StepArrivals arrivals, Utf8JsonWriter json)
    {
        json.WriteString("s"u8, arrivals.Step);
        json.WriteNumber("c"u8, arrivals.Count);
    }

    private static StepArrivals ReadArrivals(JsonElement json) => new(Text(json, "s"u8)!, json.GetProperty("c"u8).GetInt32());

    private static void WriteUsed(UsedEvent used, Utf8JsonWriter json)
    {
        json.WriteString("s"u8, used.Step);
        WriteId("r"u8, used.Record.Value, json);
        json.WriteNumber("t"u8, used.At.ToUnixTimeMilliseconds());
    }

    private static UsedEvent ReadUsed(JsonElement json) => new(
        Text(json, "s"u8)!, new RecordId(ReadId(Text(json, "r"u8)!)), DateTimeOffset.FromUnixTimeMilliseconds(json.GetProperty("t"u8).GetInt64()));

    private static void WriteTrying(Trying trying, Utf8JsonWriter json)
    {
        json.WriteStartArray("t"u8);
        json.WriteNumberValue(trying.First);
        json.WriteNumberValue(trying.Try);
        json.WriteNumberValue(trying.IsOut ? 1 : 0);
        json.WriteEndArray();
    }

    private static Trying ReadTrying(JsonElement json) => new(json[0].GetInt32(), json[1].GetInt32(), json[2].GetInt32() != 0);

    private static void WriteHeld(HeldMove held, Utf8JsonWriter json)
    {
        json.WriteStartObject("h"u8);
        if (held.Port is not null) json.WriteString("p"u8, held.Port);
        if (held.End is { } end) json.WriteNumber("e"u8, (int)end);
        if (held.Why is not null) json.WriteString("y"u8, held.Why);
        if (!held.Event.IsMissing) WriteRaw("d"u8, held.Event, json);
        json.WriteEndObject();
    }

    private static HeldMove ReadHeld(JsonElement json) => new(
        Text(json, "p"u8), json.TryGetProperty("e"u8, out var end) ? (RunEnd)end.GetInt32() : null, Text(json, "y"u8),
        json.TryGetProperty("d"u8, out var data) ? RawJson.Of(data) : default);

    private static void WriteList<T>(ReadOnlySpan<byte> name, ImmutableArray<T> items, Utf8JsonWriter json, Action<T, Utf8JsonWriter> members)
    {
        json.WriteStartArray(name);
        foreach (var item in items)
        {
            json.WriteStartObject();
            members(item, json);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static ImmutableArray<T> ReadList<T>(ref Utf8JsonReader reader, Func<JsonElement, T> read)
    {
        var list = JsonElement.ParseValue(ref reader);
        var items = ImmutableArray.CreateBuilder<T>(list.GetArrayLength());
        foreach (var item in list.EnumerateArray()) items.Add(read(item));
        return items.MoveToImmutable();
    }

    private static void WriteRaw(ReadOnlySpan<byte> name, RawJson value, Utf8JsonWriter json)
    {
        json.WritePropertyName(name);
        json.WriteRawValue(value.OrEmptyObject.Span, skipInputValidation: true);
    }

    /// <summary>22 letters instead of 32 digits.</summary>
    private static void WriteId(ReadOnlySpan<byte> name, Guid id, Utf8JsonWriter json)
    {
        Span<byte> bytes = stackalloc byte[16];
        Span<byte> text = stackalloc byte[22];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        Base64Url.EncodeToUtf8(bytes, text, out _, out _);
        json.WriteString(name, text);
    }

    private static Guid ReadId(string text)
    {
        Span<byte> bytes = stackalloc byte[16];
        return Base64Url.TryDecodeFromChars(text, bytes, out var length) && length == 16
            ? new Guid(bytes, bigEndian: true) : throw new JsonException("An id in a stored run is 22 letters.");
    }

    private static int Number(JsonElement json, ReadOnlySpan<byte> name) => json.TryGetProperty(name, out var value) ? value.GetInt32() : 0;

    private static string? Text(JsonElement json, ReadOnlySpan<byte> name) => json.TryGetProperty(name, out var value) ? value.GetString() : null;
}
