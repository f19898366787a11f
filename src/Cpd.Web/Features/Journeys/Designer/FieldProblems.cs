using Cpd.Engine.Journeys;

namespace Cpd.Web.Features.Journeys.Designer;

/// <summary>What the rules say about one step, or about the journey itself, by the place in its JSON.</summary>
public sealed class FieldProblems
{
    public static readonly FieldProblems None = new([], "");

    private readonly List<(string Path, string Sentence)> _problems;

    private FieldProblems(IEnumerable<JourneyProblem> problems, string prefix) =>
        _problems = [.. problems.Where(problem => problem.Path.StartsWith(prefix, StringComparison.Ordinal)).Select(problem => (problem.Path[prefix.Length..], problem.Sentence))];

    /// <summary>The sentences for the field at this path; null where nothing is wrong with it.</summary>
    public string? this[string path]
    {
        get
        {
            var sentences = string.Join(" ", _problems.Where(problem => problem.Path == path).Select(problem => problem.Sentence).Distinct());
            return sentences.Length == 0 ? null : sentences;
        }
    }

    /// <param name="step">As it is edited, whatever the journey has of it.</param>
    public static FieldProblems Of(Journey journey, JourneyStep step)
    {
        var place = journey.Steps.ToList().FindIndex(other => other.Id == step.Id);
        if (place < 0) (journey, place) = (journey with { Steps = [.. journey.Steps, step] }, journey.Steps.Count);
        else if (!ReferenceEquals(journey.Steps[place], step)) journey = journey with { Steps = [.. journey.Steps.Select((other, index) => index == place ? step : other)] };
        return new FieldProblems(JourneyRules.Check(journey), FormattableString.Invariant($"steps[{place}]."));
    }

    public static FieldProblems Of(Journey journey) => new(JourneyRules.Check(journey).Where(problem => problem.StepId is null), "");
}
