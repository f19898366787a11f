using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;

namespace Cpd.Engine.UserView.Seen;

/// <summary>Shapes as the database keeps them: the same shape is always the same bytes.</summary>
internal static class ShapeJson
{
    public static byte[] Write(Shape shape)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartArray();
            foreach (var (key, path) in shape.Paths.OrderBy(path => path.Key, StringComparer.Ordinal)) Write(json, key, path);
            json.WriteEndArray();
        }
        return buffer.WrittenSpan.ToArray();
    }

    public static ImmutableDictionary<string, SeenPath> Read(ReadOnlySpan<byte> bytes)
    {
        var paths = Shape.None.Paths.ToBuilder();
        foreach (var path in JsonElement.Parse(bytes).EnumerateArray())
        {
            var key = string.Join(Shape.Between, path.GetProperty("n").EnumerateArray().Select(name => name.GetString()));
            paths[key] = new SeenPath((SeenTypes)path.GetProperty("t").GetInt32(), [.. path.GetProperty("s").EnumerateArray().Select(ReadCandidate)]);
        }
        return paths.ToImmutable();
    }

    private static void Write(Utf8JsonWriter json, string key, SeenPath path)
    {
        json.WriteStartObject();
        json.WriteStartArray("n"u8);
        foreach (var name in key.Split(Shape.Between)) json.WriteStringValue(name);
        json.WriteEndArray();
        json.WriteNumber("t"u8, (int)path.Types);
        json.WriteStartArray("s"u8);
        foreach (var candidate in path.Candidates)
        {
            json.WriteStartArray();
            json.WriteNumberValue(candidate.Hash);
            json.WriteNumberValue(candidate.Person);
            if (candidate.Json is not null) json.WriteStringValue(candidate.Json);
            json.WriteEndArray();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static SeenCandidate ReadCandidate(JsonElement candidate) =>
        new(candidate[0].GetInt64(), candidate[1].GetInt32(), candidate.GetArrayLength() > 2 ? candidate[2].GetString() : null);
}
