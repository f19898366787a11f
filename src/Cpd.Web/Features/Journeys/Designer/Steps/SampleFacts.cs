using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Cpd.Contracts;
using Cpd.Engine.Conditions;
using Cpd.Engine.People;

namespace Cpd.Web.Features.Journeys.Designer.Steps;

/// <summary>Somebody who does not exist, made of values that were seen: nobody's data are shown in a preview.</summary>
internal static class SampleFacts
{
    private static readonly DateTimeOffset Now = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Addresses are never sampled, and names may be missing: these stand in.</summary>
    private static readonly (string Name, string Value)[] Invented =
    [
        ("firstName", "Ana"), ("lastName", "Kovač"), ("name", "Ana Kovač"), ("email", "ana@example.com"), ("phone", "+385910000000"),
    ];

    /// <summary>How many different ones there are.</summary>
    public static int Samples(EditorContext context) => Math.Max(1, Paths(context).Select(path => path.Samples.Count).DefaultIfEmpty().Max());

    /// <param name="sample">Which of the values, where a field has several.</param>
    public static Facts Of(EditorContext context, int sample)
    {
        var facts = new JsonObject { ["person"] = new JsonObject(), ["event"] = new JsonObject(), ["entry"] = new JsonObject(), ["steps"] = new JsonObject() };
        foreach (var path in Paths(context))
        {
            if (!ValuePath.TryParse(path.Path, out var parsed, out _)) continue;
            if (path.Samples.Count > 0) Put(facts, [parsed.Root, .. parsed.Names], JsonNode.Parse(path.Samples[sample % path.Samples.Count]));
        }
        var person = (JsonObject)facts["person"]!;
        foreach (var (name, value) in Invented) person.TryAdd(name, value);

        var traits = new PersonIdentified(new GivenIds("sample", null), Now, RawJson.From(person.ToJsonString()));
        return new Facts
        {
            Person = Profile.New(default, "sample", Now).Fold(traits, Now),
            Memory = Memory.Empty,
            Event = Element(facts["event"]!),
            Entry = Element(facts["entry"]!),
            Steps = ((JsonObject)facts["steps"]!).ToDictionary(step => step.Key, step => Element(step.Value!), StringComparer.Ordinal),
            Now = Now,
        };
    }

    private static IReadOnlyList<FieldPath> Paths(EditorContext context) => FieldPaths.Of(context, FieldPaths.AtHand(context.Journey));

    private static JsonElement Element(JsonNode node) => JsonSerializer.SerializeToElement(node);

    /// <summary>Where senders do not agree on what a name holds, the first one wins.</summary>
    private static void Put(JsonNode into, string[] names, JsonNode? value)
    {
        for (var i = 0; i < names.Length; i++)
        {
            var isLast = i == names.Length - 1;
            JsonNode? next = isLast ? value : int.TryParse(names[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out _) ? new JsonArray() : new JsonObject();
            switch (into)
            {
                case JsonObject members:
                    if (!members.TryGetPropertyValue(names[i], out var known) || (isLast && known is null)) members[names[i]] = known = next;
                    if (isLast || known is null) return;
                    into = known;
                    break;
                case JsonArray items when int.TryParse(names[i], NumberStyles.None, CultureInfo.InvariantCulture, out var place) && place <= items.Count:
                    if (place == items.Count) items.Add(next);
                    if (isLast || items[place] is not { } item) return;
                    into = item;
                    break;
                default: return;
            }
        }
    }
}
