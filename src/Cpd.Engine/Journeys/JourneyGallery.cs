using System.Reflection;
using System.Text;

namespace Cpd.Engine.Journeys;

/// <summary>A journey that comes with the product.</summary>
/// <param name="Json">Its canonical text.</param>
public sealed record ReadyJourney(string Id, string Name, string Json);

/// <summary>Journeys to begin with; each is a file under Gallery/.</summary>
public static class JourneyGallery
{
    private static readonly string[] First = ["abandoned-cart", "signup-welcome"];

    public static IReadOnlyList<ReadyJourney> All { get; } = [.. Files().Select(Ready)];

    /// <summary>What an empty installation begins with; the others are there to choose from.</summary>
    public static IReadOnlyList<ReadyJourney> AtFirstStart { get; } = [.. All.Where(journey => First.Contains(journey.Id))];

    internal static string Text(string resource)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"The resource {resource} is not in the assembly.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    private static IEnumerable<string> Files() => Assembly.GetExecutingAssembly().GetManifestResourceNames()
        .Where(name => name.StartsWith("Journeys/Gallery/", StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    private static ReadyJourney Ready(string resource)
    {
        var json = Text(resource);
        var journey = JourneyJson.Read(json).Journey ?? throw new InvalidOperationException($"{resource} is no journey.");
        return new ReadyJourney(journey.Id, journey.Name, json);
    }
}
