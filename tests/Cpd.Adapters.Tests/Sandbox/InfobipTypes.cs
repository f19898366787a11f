using System.Text.Json;
using System.Text.RegularExpressions;

namespace Cpd.Adapters.Tests.Sandbox;

/// <summary>Infobip's published types (<c>InfobipTypes.txt</c>), and what of a piece of JSON is not as they say.</summary>
internal static partial class InfobipTypes
{
    private const string Errors = "Errors";

    private static readonly Dictionary<(string Product, string Name), string> Known = Read();

    /// <param name="type">As the product calls it, such as <c>BulkResponse</c>, or a list of it with <c>[]</c> behind.</param>
    public static IReadOnlyList<string> Problems(string product, string type, string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return [.. Value(product, type, document.RootElement, "$")];
        }
        catch (JsonException)
        {
            return [$"$: no JSON: {json}"];
        }
    }

    private static IEnumerable<string> Value(string product, string type, JsonElement value, string path)
    {
        if (type.EndsWith("[]", StringComparison.Ordinal))
        {
            if (value.ValueKind is not JsonValueKind.Array) return [$"{path}: must be a list"];
            return value.EnumerateArray().SelectMany((one, i) => Value(product, type[..^2], one, $"{path}[{i}]"));
        }
        if (type.StartsWith("enum(", StringComparison.Ordinal))
        {
            // A list that is cut says nothing of what is not in it.
            var names = type[5..^1].Split('|');
            return value.ValueKind is JsonValueKind.String && (type.Contains('…', StringComparison.Ordinal) || names.Contains(value.GetString())) ? [] : [$"{path}: must be one of {string.Join(", ", names)}, is {value}"];
        }
        if (type.StartsWith("map<string,", StringComparison.Ordinal))
        {
            return value.ValueKind is JsonValueKind.Object
                ? value.EnumerateObject().SelectMany(member => Value(product, type["map<string,".Length..^1], member.Value, $"{path}.{member.Name}"))
                : [$"{path}: must be a map"];
        }
        return type switch
        {
            "object" => [],
            "string<date-time>" => value.ValueKind is JsonValueKind.String && Date().IsMatch(value.GetString()!) ? [] : [$"{path}: must be a date, is {value}"],
            _ when type.StartsWith("string", StringComparison.Ordinal) => value.ValueKind is JsonValueKind.String ? [] : [$"{path}: must be a text, is {value.ValueKind}"],
            _ when type.StartsWith("integer", StringComparison.Ordinal) => value.ValueKind is JsonValueKind.Number && value.TryGetInt64(out _) ? [] : [$"{path}: must be a whole number, is {value}"],
            _ when type.StartsWith("number", StringComparison.Ordinal) => value.ValueKind is JsonValueKind.Number ? [] : [$"{path}: must be a number, is {value.ValueKind}"],
            "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False ? [] : [$"{path}: must be true or false, is {value.ValueKind}"],
            _ => Object(product, type, value, path),
        };
    }

    private static IEnumerable<string> Object(string product, string type, JsonElement value, string path)
    {
        var text = Known.GetValueOrDefault((product, type)) ?? Known.GetValueOrDefault((Errors, type));
        if (text is null) return [$"{path}: {product} has no type {type}"];
        if (text[type.Length..].StartsWith(" = ", StringComparison.Ordinal))
        {
            var found = text[(type.Length + 3)..].Split(" | ").Select(either => Value(product, either, value, path).ToList()).OrderBy(problems => problems.Count).First();
            return found;
        }
        if (!text.Contains('{', StringComparison.Ordinal) && !text.Contains("(by ", StringComparison.Ordinal) && !text.Contains(" extends ", StringComparison.Ordinal)) return [];
        if (value.ValueKind is not JsonValueKind.Object) return [$"{path}: must be an object, is {value.ValueKind}"];

        var members = Members(product, type);
        if (By().Match(text) is { Success: true } by && value.TryGetProperty(by.Groups[1].Value, out var chosen))
        {
            var to = by.Groups[2].Value.Split(", ").Select(pair => pair.Split('→')).FirstOrDefault(pair => pair[0] == chosen.GetString());
            if (to is null) return [$"{path}.{by.Groups[1].Value}: must be one of {by.Groups[2].Value}, is {chosen}"];
            if (Known.ContainsKey((product, to[1]))) foreach (var (name, of) in Members(product, to[1])) members[name] = of;
        }
        return members.Where(member => member.Value.Must && !value.TryGetProperty(member.Key, out _)).Select(member => $"{path}.{member.Key}: must be there")
            .Concat(value.EnumerateObject().SelectMany(member => members.TryGetValue(member.Name, out var of)
                ? Value(product, of.Type, member.Value, $"{path}.{member.Name}")
                : [$"{path}.{member.Name}: is no member of {type}"]));
    }

    private static Dictionary<string, (string Type, bool Must)> Members(string product, string type)
    {
        var members = new Dictionary<string, (string, bool)>(StringComparer.Ordinal);
        if ((Known.GetValueOrDefault((product, type)) ?? Known.GetValueOrDefault((Errors, type))) is not { } text) return members;
        foreach (Match larger in Extends().Matches(text))
            foreach (var (name, of) in Members(product, larger.Groups[1].Value)) members[name] = of;
        if (text.IndexOf('{', StringComparison.Ordinal) is >= 0 and var open)
            foreach (Match member in Member().Matches(text[open..])) members[member.Groups[1].Value] = (member.Groups[3].Value, member.Groups[2].Length > 0);
        return members;
    }

    private static Dictionary<(string, string), string> Read()
    {
        var known = new Dictionary<(string, string), string>();
        var product = "";
        using var text = new StreamReader(typeof(InfobipTypes).Assembly.GetManifestResourceStream("InfobipTypes.txt")!);
        while (text.ReadLine() is { } line)
        {
            if (line.StartsWith("## ", StringComparison.Ordinal)) product = line[3..];
            else if (product.Length > 0 && line.Length > 0) known[(product, line.Split(' ')[0])] = line;
        }
        return known;
    }

    [GeneratedRegex(@"[{;] (\w+)(\*?): ((?:enum\([^)]*\)|map<string,[^>]*>|\w+(?:<[^>]*>)?)(?:\[\])?)")]
    private static partial Regex Member();

    [GeneratedRegex(@"\(by (\w+): ([^)]*)\)")]
    private static partial Regex By();

    [GeneratedRegex(@" extends (\w+)")]
    private static partial Regex Extends();

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+0000$")]
    private static partial Regex Date();
}
