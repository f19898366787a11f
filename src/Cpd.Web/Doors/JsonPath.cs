using System.Globalization;
using System.Text.Json;

namespace Cpd.Web.Doors;

/// <summary>The way to one value: <c>a.b</c>, <c>$.a[0].b</c>, <c>['a name'].b</c>. No wildcards, so it leads to one value or none.</summary>
internal sealed class JsonPath
{
    /// <summary>A member's name, or an element's number from 0.</summary>
    private readonly IReadOnlyList<object> _steps;

    private JsonPath(IReadOnlyList<object> steps) => _steps = steps;

    /// <summary>Null where it is no path.</summary>
    public static JsonPath? TryParse(string text)
    {
        var steps = new List<object>();
        var rest = text.AsSpan();
        if (rest.StartsWith("$"))
        {
            rest = rest[1..];
            if (!rest.IsEmpty && rest[0] is not ('.' or '[')) return null;
        }
        else if (!rest.StartsWith("["))
        {
            if (rest.IsEmpty || rest[0] == '.') return null;
            rest = $".{rest}";
        }

        while (!rest.IsEmpty)
        {
            var length = rest[0] == '.' ? Name(rest, steps) : rest[0] == '[' ? Bracket(rest, steps) : 0;
            if (length == 0) return null;
            rest = rest[length..];
        }
        return new JsonPath(steps);
    }

    /// <summary>The value, or null where the way does not lead through: also where something on it is null or no object.</summary>
    public JsonElement? Find(JsonElement root)
    {
        var at = root;
        foreach (var step in _steps)
        {
            if (step is string name)
            {
                if (at.ValueKind is not JsonValueKind.Object || !at.TryGetProperty(name, out at)) return null;
            }
            else if (at.ValueKind is JsonValueKind.Array && (int)step < at.GetArrayLength())
            {
                at = at[(int)step];
            }
            else
            {
                return null;
            }
        }
        return at.ValueKind is JsonValueKind.Null ? null : at;
    }

    /// <summary>".name"; how long it is, 0 where it is none.</summary>
    private static int Name(ReadOnlySpan<char> rest, List<object> steps)
    {
        var end = rest[1..].IndexOfAny('.', '[');
        var name = end < 0 ? rest[1..] : rest.Slice(1, end);
        if (name.IsEmpty || name.IndexOfAny("]'\"*") >= 0) return 0;

        steps.Add(name.ToString());
        return name.Length + 1;
    }

    /// <summary>"[3]" or "['name']"; how long it is, 0 where it is none.</summary>
    private static int Bracket(ReadOnlySpan<char> rest, List<object> steps)
    {
        if (rest.Length > 1 && rest[1] is '\'' or '"')
        {
            var end = rest[2..].IndexOf(rest[1]);
            if (end < 1 || rest.Length < end + 4 || rest[end + 3] != ']') return 0;
            steps.Add(rest.Slice(2, end).ToString());
            return end + 4;
        }

        var close = rest.IndexOf(']');
        if (close < 2 || !int.TryParse(rest[1..close], NumberStyles.None, CultureInfo.InvariantCulture, out var index)) return 0;
        steps.Add(index);
        return close + 1;
    }
}
