using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Cpd.Contracts;

namespace Cpd.EventLog.Description;

/// <summary>
/// JSON Schemas of what records say, made of the same serializer settings that write them: what is never missing is
/// required, what may be null is left out when it is. Members of a later version are allowed, as readers must pass them over.
/// </summary>
internal sealed class RecordSchemas(RecordWords words)
{
    private const string Place = "#/components/schemas/";

    private readonly SortedDictionary<string, JsonObject> _named = new(StringComparer.Ordinal);

    /// <summary>All objects that were asked for, and what lies in them, by the names of their types.</summary>
    public IReadOnlyDictionary<string, JsonObject> Named => _named;

    public static JsonObject Reference(string name) => new() { ["$ref"] = Place + name };

    /// <exception cref="NotSupportedException">A type that nobody has described yet: say here what it looks like.</exception>
    public JsonObject Of(JsonTypeInfo type) => type.Kind switch
    {
        JsonTypeInfoKind.Object => ReferenceTo(type),
        JsonTypeInfoKind.Enumerable => new JsonObject { ["type"] = "array", ["items"] = Of(type.Options.GetTypeInfo(type.ElementType!)) },
        JsonTypeInfoKind.Dictionary => new JsonObject { ["type"] = "object", ["additionalProperties"] = Of(type.Options.GetTypeInfo(type.ElementType!)) },
        _ => Value(type.Type),
    };

    private JsonObject ReferenceTo(JsonTypeInfo type)
    {
        var name = type.Type.Name;
        if (_named.ContainsKey(name)) return Reference(name);

        var schema = _named[name] = new JsonObject { ["type"] = "object" };   // before its members: one of them may lead back
        if (words.Of(type.Type) is { } summary) schema["description"] = summary;

        var members = new JsonObject();
        var required = new JsonArray();
        foreach (var member in type.Properties)
        {
            var nullable = Nullable.GetUnderlyingType(member.PropertyType);
            var shape = nullable is not null ? Value(nullable) : Of(type.Options.GetTypeInfo(member.PropertyType));
            if (words.OfMember(type.Type, member.Name) is { } meaning)
            {
                // A reference stands alone: what is beside it counts for nothing.
                if (shape.ContainsKey("$ref")) shape = new JsonObject { ["allOf"] = new JsonArray(shape) };
                shape["description"] = meaning;
            }
            members[member.Name] = shape;
            if (nullable is null && !member.IsGetNullable) required.Add(member.Name);
        }
        if (members.Count > 0) schema["properties"] = members;
        if (required.Count > 0) schema["required"] = required;
        return Reference(name);
    }

    private static JsonObject Value(Type type)
    {
        if (type.IsEnum) return new JsonObject { ["type"] = "string", ["enum"] = new JsonArray([.. Enum.GetNames(type).Select(name => (JsonNode)name)]) };
        if (type.GetInterfaces().Any(one => one.IsGenericType && one.GetGenericTypeDefinition() == typeof(IId<>))) return Id();
        if (type == typeof(RawJson)) return [];   // any JSON at all, as it came in
        if (type == typeof(string)) return new JsonObject { ["type"] = "string" };
        if (type == typeof(bool)) return new JsonObject { ["type"] = "boolean" };
        if (type == typeof(int) || type == typeof(long)) return new JsonObject { ["type"] = "integer" };
        if (type == typeof(DateTimeOffset)) return Moment();

        throw new NotSupportedException($"What {type.Name} looks like on the log is not described.");
    }

    public static JsonObject Id() => new() { ["type"] = "string", ["pattern"] = "^[0-9a-f]{32}$" };

    public static JsonObject Moment() => new() { ["type"] = "string", ["format"] = "date-time" };
}
