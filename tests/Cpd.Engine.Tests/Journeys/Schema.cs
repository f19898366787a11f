using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Cpd.Engine.Journeys;

namespace Cpd.Engine.Tests.Journeys;

/// <summary>As much of JSON Schema as the journey's schema uses.</summary>
internal static class Schema
{
    private static readonly JsonElement Root = JsonDocument.Parse(JourneySchema.Json).RootElement;

    public static IReadOnlyList<string> Problems(string json) => [.. Check(JsonDocument.Parse(json).RootElement, Root, "$")];

    private static IEnumerable<string> Check(JsonElement value, JsonElement schema, string path)
    {
        foreach (var rule in schema.EnumerateObject())
            foreach (var problem in Check(value, schema, rule, path)) yield return problem;
    }

    private static IEnumerable<string> Check(JsonElement value, JsonElement schema, JsonProperty rule, string path) => rule.Name switch
    {
        "$ref" => Check(value, Root.GetProperty("$defs").GetProperty(rule.Value.GetString()![8..]), path),
        "type" => Bad(!Is(value, rule.Value.GetString()!), $"{path} is no {rule.Value}"),
        "const" => Bad(!JsonElement.DeepEquals(value, rule.Value), $"{path} is not {rule.Value}"),
        "enum" => Bad(!rule.Value.EnumerateArray().Any(one => JsonElement.DeepEquals(value, one)), $"{path} is none of {rule.Value}"),
        "pattern" => Bad(value.ValueKind is JsonValueKind.String && !Regex.IsMatch(value.GetString()!, rule.Value.GetString()!), $"{path} does not look like {rule.Value}"),
        "minLength" => Bad(value.ValueKind is JsonValueKind.String && value.GetString()!.Length < rule.Value.GetInt32(), $"{path} is too short"),
        "minItems" => Bad(value.ValueKind is JsonValueKind.Array && value.GetArrayLength() < rule.Value.GetInt32(), $"{path} is too short"),
        "maxItems" => Bad(value.ValueKind is JsonValueKind.Array && value.GetArrayLength() > rule.Value.GetInt32(), $"{path} is too long"),
        "minProperties" => Bad(value.ValueKind is JsonValueKind.Object && value.GetPropertyCount() < rule.Value.GetInt32(), $"{path} is too short"),
        "minimum" => Bad(value.ValueKind is JsonValueKind.Number && value.GetDouble() < rule.Value.GetDouble(), $"{path} is too small"),
        "maximum" => Bad(value.ValueKind is JsonValueKind.Number && value.GetDouble() > rule.Value.GetDouble(), $"{path} is too large"),
        "required" => rule.Value.EnumerateArray().Where(name => value.ValueKind is JsonValueKind.Object && !value.TryGetProperty(name.GetString()!, out _)).Select(name => $"{path} has no {name}"),
        "items" => value.ValueKind is not JsonValueKind.Array ? [] : value.EnumerateArray().SelectMany((item, i) => Check(item, rule.Value, $"{path}[{i.ToString(CultureInfo.InvariantCulture)}]")),
        "properties" => value.ValueKind is not JsonValueKind.Object ? [] : rule.Value.EnumerateObject().SelectMany(
            property => value.TryGetProperty(property.Name, out var member) ? Check(member, property.Value, $"{path}.{property.Name}") : []),
        "additionalProperties" => value.ValueKind is not JsonValueKind.Object ? [] : value.EnumerateObject()
            .Where(member => !(schema.TryGetProperty("properties", out var known) && known.TryGetProperty(member.Name, out _)))
            .SelectMany(member => rule.Value.ValueKind is JsonValueKind.False ? [$"{path}.{member.Name} is not known"] : Check(member.Value, rule.Value, $"{path}.{member.Name}")),
        "anyOf" => Bad(!rule.Value.EnumerateArray().Any(one => !Check(value, one, path).Any()), $"{path} fits nothing that may stand here"),
        "$schema" or "$id" or "title" or "description" or "$defs" => [],
        _ => throw new NotSupportedException($"This little validator does not know {rule.Name}."),
    };

    private static bool Is(JsonElement value, string type) => type switch
    {
        "object" => value.ValueKind is JsonValueKind.Object,
        "array" => value.ValueKind is JsonValueKind.Array,
        "string" => value.ValueKind is JsonValueKind.String,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "integer" => value.ValueKind is JsonValueKind.Number && value.TryGetInt64(out _),
        "null" => value.ValueKind is JsonValueKind.Null,
        _ => throw new NotSupportedException(type),
    };

    private static IEnumerable<string> Bad(bool bad, string problem) => bad ? [problem] : [];
}
