using System.Text.Json;

namespace Cpd.Engine.Journeys.Versions;

/// <summary>A journey's values by their places in its JSON, without the ways from step to step.</summary>
internal sealed record JourneyMembers(IReadOnlyDictionary<string, string> Settings, IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Steps)
{
    /// <summary>Lists whose order means nothing: their items are known by their event where that tells them apart.</summary>
    private static readonly string[] Unordered = ["entries", "exitWhen"];

    public static JourneyMembers Of(Journey journey)
    {
        using var json = JsonDocument.Parse(JourneyJson.ToText(journey));
        var settings = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var member in json.RootElement.EnumerateObject())
            if (member.Name is not ("steps" or "first")) Flatten(member.Name, member.Value, settings);

        var steps = new Dictionary<string, IReadOnlyDictionary<string, string>>(StringComparer.Ordinal);
        foreach (var (step, element) in journey.Steps.Zip(json.RootElement.GetProperty("steps"u8).EnumerateArray()))
        {
            var members = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var member in element.EnumerateObject())
                if (member.Name is not "id") Flatten(member.Name, member.Value, members);
            foreach (var exit in step.Exits()) members.Remove(exit.Path);
            steps.TryAdd(step.Id, members);
        }
        return new JourneyMembers(settings, steps);
    }

    private static void Flatten(string path, JsonElement value, Dictionary<string, string> into)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in value.EnumerateObject()) Flatten($"{path}.{member.Name}", member.Value, into);
                break;
            case JsonValueKind.Array when value.EnumerateArray().Any(item => item.ValueKind is JsonValueKind.Object):
                var names = Unordered.Contains(path) ? Events(value) : null;
                foreach (var (item, index) in value.EnumerateArray().Select((item, index) => (item, index)))
                    Flatten($"{path}[{names?[index] ?? Numbers.Text(index)}]", item, into);
                break;
            case JsonValueKind.Array:
                into[path] = string.Join(", ", value.EnumerateArray());
                break;
            default:
                into[path] = value.ToString();
                break;
        }
    }

    /// <summary>Null where two items have one event, or one has none.</summary>
    private static List<string>? Events(JsonElement items)
    {
        var events = items.EnumerateArray().Select(item => item.TryGetProperty("event"u8, out var name) ? name.ToString() : "").ToList();
        return events.Contains("") || events.Distinct(StringComparer.Ordinal).Count() < events.Count ? null : events;
    }
}
