namespace Cpd.Engine.Journeys;

/// <summary>The JSON Schema of journeys, for editors: what their files may look like. What they must mean is <see cref="JourneyRules"/>.</summary>
public static class JourneySchema
{
    public static string Json { get; } = JourneyGallery.Text("Journeys/journey.schema.json");
}
