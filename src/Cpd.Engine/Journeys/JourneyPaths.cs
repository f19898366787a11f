namespace Cpd.Engine.Journeys;

/// <summary>The values that a journey looks at, for those who show it.</summary>
public static class JourneyPaths
{
    /// <summary>Such as <c>person.tier</c> and <c>entry.total</c>; what is looked at twice comes twice.</summary>
    public static IEnumerable<string> Of(Journey journey) =>
        JourneyRules.TextsOfJourney(journey).Concat(journey.Steps.SelectMany(step => step.Texts())).SelectMany(text => text.Text.Paths());
}
