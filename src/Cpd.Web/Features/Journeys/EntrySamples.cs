using System.Text.Json;
using System.Text.Json.Nodes;
using Cpd.Engine.Conditions;
using Cpd.Engine.Journeys;
using Cpd.Engine.Journeys.Testing;
using Cpd.Engine.UserView.Seen;

namespace Cpd.Web.Features.Journeys;

/// <summary>An event that lets somebody into a journey, with properties like those that came before.</summary>
internal static class EntrySamples
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>What the journey looks at, and what else was seen; what the entry's condition asks for stays as that wants it.</summary>
    public static string Of(Journey journey, JourneyEntry entry, SeenEvent? seen)
    {
        var sample = JsonNode.Parse(Sample.OfEntry(journey, entry).OrEmptyObject.Span)!.AsObject();
        var asked = (entry.When?.Paths() ?? []).Select(Name).ToHashSet(StringComparer.Ordinal);
        foreach (var value in seen?.Properties ?? [])
            if (value.Samples is [var first, ..] && Name(value.Under("event")) is { } name && !asked.Contains(name)) sample[name] = JsonNode.Parse(first);
        return sample.ToJsonString(Plain);
    }

    /// <summary>Null for what lies deeper than an event's own properties.</summary>
    private static string? Name(string path) => ValuePath.TryParse(path, out var parsed, out _) && parsed.Names.ToList() is [var only] ? only : null;
}
