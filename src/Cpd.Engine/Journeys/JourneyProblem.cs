namespace Cpd.Engine.Journeys;

/// <summary>Something about a journey that is wrong, or that its author should know.</summary>
/// <param name="Code">Stable, for programs: <c>split.weights</c>.</param>
/// <param name="Sentence">For people; says what to do.</param>
/// <param name="StepId">The step it is about; null where it is about the whole journey.</param>
/// <param name="Path">Where in the journey's JSON: <c>steps[2].cases[0].when</c>.</param>
/// <param name="Level">Only errors keep a journey from being published.</param>
public sealed record JourneyProblem(string Code, string Sentence, string? StepId, string Path, ProblemLevel Level = ProblemLevel.Error);

public enum ProblemLevel
{
    Warning,
    Error,
}
