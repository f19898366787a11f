using System.Collections.Immutable;
using System.Text.Json;
using Cpd.Engine.People;

namespace Cpd.Engine.Conditions;

/// <summary>All that a condition or a template may look at. No clock, no database: same facts, same answer.</summary>
public sealed class Facts
{
    public required Profile Person { get; init; }

    public required Memory Memory { get; init; }

    /// <summary>Properties of the event at hand; undefined where there is none.</summary>
    public JsonElement Event { get; init; }

    /// <summary>Properties of the event the run began with.</summary>
    public JsonElement Entry { get; init; }

    /// <summary>What earlier steps left behind, by step id.</summary>
    public IReadOnlyDictionary<string, JsonElement> Steps { get; init; } = ImmutableDictionary<string, JsonElement>.Empty;

    public required DateTimeOffset Now { get; init; }

    /// <summary>The value at a path such as <c>entry.items.0.sku</c>; null where there is none or the text is no path.</summary>
    /// <remarks>Parses the path anew; what is asked often keeps a <see cref="ValuePath"/>.</remarks>
    public JsonElement? Value(string path) => ValuePath.TryParse(path, out var parsed, out _) ? parsed.Get(this) : null;
}
