using Cpd.Engine.Journeys;
using Cpd.Web.Features.Journeys.Designer.Canvas;

namespace Cpd.Web.Features.Journeys.Designer;

/// <summary>What is wrong with one card.</summary>
public sealed record CardProblems(ProblemLevel Level, int Count, string Sentences)
{
    /// <summary>What belongs to no step belongs to the card that says who enters.</summary>
    public static string CardOf(JourneyProblem problem) => problem.StepId ?? CardShape.Entry;

    public static IReadOnlyDictionary<string, CardProblems> By(IReadOnlyList<JourneyProblem> problems) => problems
        .GroupBy(CardOf, StringComparer.Ordinal)
        .ToDictionary(
            card => card.Key,
            card => new CardProblems(card.Max(problem => problem.Level), card.Count(), string.Join('\n', card.Select(problem => problem.Sentence))),
            StringComparer.Ordinal);
}
