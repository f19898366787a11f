using Cpd.Engine.Journeys;

namespace Cpd.Web.Features.Journeys.Designer;

/// <summary>How much somebody else did, for a sentence.</summary>
internal static class Difference
{
    /// <summary>Steps that are new, gone or not as they were; and one for whatever is said about the journey as a whole.</summary>
    public static int Count(Journey before, Journey after)
    {
        var known = before.Steps.DistinctBy(step => step.Id).ToDictionary(step => step.Id, JourneyJson.ToText, StringComparer.Ordinal);
        var now = after.Steps.DistinctBy(step => step.Id).ToDictionary(step => step.Id, JourneyJson.ToText, StringComparer.Ordinal);
        var steps = now.Count(step => known.GetValueOrDefault(step.Key) != step.Value) + known.Keys.Count(id => !now.ContainsKey(id));
        var isSame = JourneyJson.ToText(before with { Steps = [], Canvas = null }) == JourneyJson.ToText(after with { Steps = [], Canvas = null });
        return steps + (isSame ? 0 : 1);
    }
}
