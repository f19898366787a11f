using Cpd.Engine.Journeys.Testing;
using Cpd.Engine.Journeys.Versions;

namespace Cpd.Web.Features.Journeys;

/// <summary>What makes parts of a journey's picture stand out: a class of the style sheet for each.</summary>
/// <param name="Steps">By the step's id; <see cref="JourneyGraph.Entry"/> is what lets people in.</param>
/// <param name="Ways">By the step and its exit.</param>
/// <param name="Rest">The class of everything else.</param>
public sealed record PictureMarks(
    IReadOnlyDictionary<string, string> Steps, IReadOnlyDictionary<(string Step, string Port), string> Ways, string Rest)
{
    public string Of(string step) => Steps.GetValueOrDefault(step, Rest);

    public string Of((string Step, string Port) way) => Ways.GetValueOrDefault(way, Rest);

    /// <summary>The way of a run is lit, the rest fades; null before anybody entered, when nothing is to fade.</summary>
    public static PictureMarks? Of(TestPath path)
    {
        if (!path.Began) return null;

        var steps = path.Steps.ToDictionary(step => step, step => step == path.Current ? "lit here" : "lit", StringComparer.Ordinal);
        steps[JourneyGraph.Entry] = "lit";
        var ways = path.Exits.ToDictionary(way => way, _ => "lit");
        ways[(JourneyGraph.Entry, "")] = "lit";
        return new PictureMarks(steps, ways, "faded");
    }

    /// <summary>What is new, what says something else, and what is gone; everything else as it is.</summary>
    public static PictureMarks Of(JourneyDiff diff)
    {
        var steps = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var step in diff.Added) steps[step.Id] = "added";
        foreach (var step in diff.Changed) steps[step.After.Id] = "changed";
        foreach (var step in diff.Removed) steps[step.Id] = "removed";
        if (diff.Settings.Any(change => change.Path.StartsWith("entries", StringComparison.Ordinal))) steps[JourneyGraph.Entry] = "changed";

        var ways = new Dictionary<(string, string), string>();
        foreach (var way in diff.AddedWays) ways[(way.From ?? JourneyGraph.Entry, way.Port)] = "added";   // two exits of a draft may have one name
        return new PictureMarks(steps, ways, "");
    }
}
