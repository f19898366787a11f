using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Cpd.Contracts;
using Cpd.Engine.Conditions;
using Cpd.Engine.People;

namespace Cpd.Engine.Templates.Stored;

/// <summary>What a template is shown with before anybody gets it: a real person or nobody, and values somebody typed for the rest.</summary>
public static class SampleFacts
{
    /// <param name="person">Null: the person's values are among those that were typed, too.</param>
    /// <param name="values">By path. What reads as JSON is taken for it, everything else is a text; an empty one is missing.</param>
    /// <param name="language">Of somebody invented, so that numbers and dates look as there.</param>
    public static Facts Of(PersonState? person, IReadOnlyDictionary<string, string> values, string workspace, string language, DateTimeOffset now)
    {
        var roots = new JsonObject { ["person"] = new JsonObject(), ["event"] = new JsonObject(), ["entry"] = new JsonObject(), ["steps"] = new JsonObject() };
        foreach (var (path, value) in values)
            if (value.Length > 0 && ValuePath.TryParse(path, out var parsed, out _) && roots[parsed.Root] is JsonObject root) Set(root, [.. parsed.Names], ValueOf(value));

        return new Facts
        {
            Person = person?.Profile ?? Invented((JsonObject)roots["person"]!, workspace, language, now),
            Memory = person?.Memory ?? Memory.Empty,
            Event = Element(roots["event"]!),
            Entry = Element(roots["entry"]!),
            Steps = ((JsonObject)roots["steps"]!).Where(step => step.Value is not null).ToDictionary(step => step.Key, step => Element(step.Value!), StringComparer.Ordinal),
            Now = now,
        };
    }

    /// <summary>Something that could stand at a path, by what it is called.</summary>
    public static string Guess(string path, DateTimeOffset now)
    {
        var name = path[(path.LastIndexOf('.') + 1)..].Trim('"', ']');
        bool Has(params ReadOnlySpan<string> words)
        {
            foreach (var word in words)
                if (name.Contains(word, StringComparison.OrdinalIgnoreCase)) return true;
            return false;
        }

        return name switch
        {
            _ when Has("mail") => "ana@example.com",
            _ when Has("phone", "mobile") => "+385911234567",
            _ when Has("last") && Has("name") => "Horvat",
            _ when Has("name") => "Ana",
            _ when Has("total", "price", "amount", "sum", "value") => "49.90",
            _ when Has("currency") => "EUR",
            _ when Has("count", "number", "quantity") => "3",
            _ when Has("date", "time", "renew", "birth") || name.EndsWith("At", StringComparison.Ordinal) =>
                now.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            _ when Has("code") => "1234",
            _ when Has("url", "link") => "https://example.com",
            _ when Has("city") => "Split",
            _ when Has("country") => "HR",
            _ => name,
        };
    }

    private static Profile Invented(JsonObject traits, string workspace, string language, DateTimeOffset now)
    {
        if (language.Length > 0 && !traits.ContainsKey("locale")) traits["locale"] = language;
        return Profile.New(default, workspace, now).Fold(new PersonIdentified(new GivenIds(null, null), now, RawJson.From(traits.ToJsonString())), now);
    }

    /// <summary>Where two values do not fit together, the one that came first stays.</summary>
    private static void Set(JsonObject into, ReadOnlySpan<string> names, JsonNode? value)
    {
        if (names.Length == 1)
        {
            if (into[names[0]] is not JsonObject) into[names[0]] = value;
            return;
        }
        if (into[names[0]] is not JsonObject inner)
        {
            if (into[names[0]] is not null) return;
            into[names[0]] = inner = [];
        }
        Set(inner, names[1..], value);
    }

    private static JsonNode? ValueOf(string typed)
    {
        try
        {
            return typed[0] is '{' or '[' or '-' or (>= '0' and <= '9') || typed is "true" or "false" ? JsonNode.Parse(typed) : JsonValue.Create(typed);
        }
        catch (JsonException)
        {
            return JsonValue.Create(typed);   // 007, or a list that is not finished yet
        }
    }

    private static JsonElement Element(JsonNode node) => JsonSerializer.SerializeToElement(node);
}
