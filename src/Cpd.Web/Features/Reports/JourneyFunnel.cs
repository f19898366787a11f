using Cpd.Engine.Dashboards;
using Cpd.Engine.Journeys;
using Cpd.Engine.Journeys.Publishing;
using Cpd.Web.Features.Journeys;

namespace Cpd.Web.Features.Reports;

/// <summary>How many came how far in a journey: who entered, each step in the order in which one comes there, and the goal.</summary>
public sealed record JourneyFunnel(JourneySummary Summary, Journey Definition, JourneyNumbers Numbers, IReadOnlyList<FunnelStep> Steps)
{
    public long Goals => Numbers.Ended.GetValueOrDefault("ReachedGoal");

    public static JourneyFunnel Of(JourneySummary summary, Journey journey, JourneyNumbers numbers)
    {
        var steps = InOrder(journey).Select(step =>
        {
            var counted = numbers.Steps.GetValueOrDefault(step.Id) ?? StepNumbers.None;
            return new FunnelStep(step.Id, StepSentences.Of(step), counted.Entered, counted);
        });
        FunnelStep[] goal = journey.Goal is { } wanted
            ? [new FunnelStep(null, $"Reached the goal: {wanted.Event}", numbers.Ended.GetValueOrDefault("ReachedGoal"), null, IsGoal: true)]
            : [];
        return new JourneyFunnel(summary, journey, numbers, [new FunnelStep(null, StepSentences.Entry(journey), numbers.Began, null), .. steps, .. goal]);
    }

    /// <summary>As one comes by them, the nearest first; those to which no way leads last.</summary>
    private static IEnumerable<JourneyStep> InOrder(Journey journey)
    {
        var (found, open) = (new List<string>(), new Queue<string>([journey.First]));
        while (open.TryDequeue(out var id))
        {
            if (found.Contains(id) || journey.Steps.FirstOrDefault(step => step.Id == id) is not { } step) continue;
            found.Add(id);
            foreach (var exit in step.Exits())
                if (exit.To is { } to) open.Enqueue(to);
        }
        return journey.Steps.OrderBy(step => found.IndexOf(step.Id) is >= 0 and var place ? place : int.MaxValue);
    }
}

/// <param name="Id">Null for the entry and the goal.</param>
/// <param name="Count">Arrivals: in a loop somebody arrives more than once.</param>
public sealed record FunnelStep(string? Id, string Name, long Count, StepNumbers? Numbers, bool IsGoal = false);
