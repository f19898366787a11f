using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Cpd.EventLog.Tests.Description;

/// <summary>
/// Says what is wrong with a value by a JSON Schema, as far as our document uses it. A word that it does not know is a
/// fault of the schema, so nothing is passed over in silence.
/// </summary>
internal sealed class SchemaCheck(JsonElement document)
{
    public IEnumerable<string> Problems(JsonElement value, JsonElement schema, string at = "$")
    {
        foreach (var word in schema.EnumerateObject())
            foreach (var problem in Word(value, word.Name, word.Value, at)) yield return problem;
    }

    /// <summary>What a reference such as <c>#/components/schemas/Track</c> leads to.</summary>
    public JsonElement Resolve(string reference)
    {
        Assert.StartsWith("#/", reference, StringComparison.Ordinal);
        var found = document;
        foreach (var name in reference[2..].Split('/'))
            found = found.TryGetProperty(name, out var next) ? next : throw new KeyNotFoundException($"{reference} leads nowhere.");
        return found;
    }

    private IEnumerable<string> Word(JsonElement value, string word, JsonElement wanted, string at) => word switch
    {
        "description" => [],
        "$ref" => Problems(value, Resolve(wanted.GetString()!), at),
        "allOf" => wanted.EnumerateArray().SelectMany(part => Problems(value, part, at)),
        "type" => IsOfType(value, wanted.GetString()!) ? [] : [$"{at} is no {wanted}"],
        "const" => value.ValueKind is JsonValueKind.String && value.GetString() == wanted.GetString() ? [] : [$"{at} is not {wanted}"],
        "enum" => wanted.EnumerateArray().Any(one => one.GetString() == value.GetString()) ? [] : [$"{at} is none of {wanted}"],
        "pattern" => Regex.IsMatch(value.GetString() ?? "", wanted.GetString()!) ? [] : [$"{at} does not match {wanted}"],
        "format" => wanted.GetString() == "date-time" && DateTimeOffset.TryParse(value.GetString(), CultureInfo.InvariantCulture, out _) ? [] : [$"{at} is no {wanted}"],
        "required" => wanted.EnumerateArray().Where(name => !value.TryGetProperty(name.GetString()!, out _)).Select(name => $"{at} has no {name}"),
        "items" => value.EnumerateArray().SelectMany((item, index) => Problems(item, wanted, $"{at}[{index}]")),
        "properties" => wanted.EnumerateObject().SelectMany(member =>
            value.TryGetProperty(member.Name, out var found) ? Problems(found, member.Value, $"{at}.{member.Name}") : []),
        "additionalProperties" => value.EnumerateObject().SelectMany(member => Problems(member.Value, wanted, $"{at}.{member.Name}")),
        _ => throw new NotSupportedException($"This check does not know \"{word}\"."),
    };

    private static bool IsOfType(JsonElement value, string type) => type switch
    {
        "object" => value.ValueKind is JsonValueKind.Object,
        "array" => value.ValueKind is JsonValueKind.Array,
        "string" => value.ValueKind is JsonValueKind.String,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "integer" => value.ValueKind is JsonValueKind.Number && value.TryGetInt64(out _),
        _ => throw new NotSupportedException($"This check does not know the type \"{type}\"."),
    };
}
