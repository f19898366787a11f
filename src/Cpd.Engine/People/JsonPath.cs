using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Cpd.Engine.People;

/// <summary>Walks into JSON by names and numbers, prepared once, without allocating.</summary>
internal static class JsonPath
{
    private static readonly JsonElement True = JsonElement.Parse("true"u8);
    private static readonly JsonElement False = JsonElement.Parse("false"u8);

    /// <summary>A member's name, or a place in an array when it is a number.</summary>
    public readonly struct Segment(string name)
    {
        private readonly byte[] _utf8 = Encoding.UTF8.GetBytes(name);
        private readonly int _index = int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : -1;

        public string Name { get; } = name;

        public bool TryStep(JsonElement from, out JsonElement to)
        {
            if (from.ValueKind is JsonValueKind.Object) return from.TryGetProperty(_utf8, out to);

            var inside = from.ValueKind is JsonValueKind.Array && (uint)_index < (uint)from.GetArrayLength();
            to = inside ? from[_index] : default;
            return inside;
        }
    }

    /// <summary>Takes a dotted path apart; names with dots in them cannot be reached this way.</summary>
    public static Segment[] Split(string path)
    {
        var names = path.Split('.');
        return Array.ConvertAll(names, name => new Segment(name));
    }

    public static JsonElement? Get(JsonElement from, ReadOnlySpan<Segment> path)
    {
        try
        {
            foreach (var segment in path)
                if (!segment.TryStep(from, out from)) return null;
        }
        catch (InvalidOperationException)
        {
            return null;   // a name beside ours is escaped into something that is no text; it is not what was asked for
        }
        return from.ValueKind is JsonValueKind.Undefined ? null : from;
    }

    /// <summary>A JSON text; null where its escapes or bytes make no text.</summary>
    public static string? TextOf(JsonElement text)
    {
        try
        {
            return text.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    public static JsonElement Truth(bool value) => value ? True : False;

    public static JsonElement Text(string value) =>
        JsonElement.Parse($"\"{JsonEncodedText.Encode(value, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"");
}
