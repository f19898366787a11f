using Cpd.Contracts;
using Cpd.Engine.Conditions;

namespace Cpd.Engine.Journeys;

/// <summary>What ends a run wherever it stands: the goal, and exit rules.</summary>
internal static class Rules
{
    /// <summary>False where the record cannot matter, so that most need not be looked at.</summary>
    public static bool MayEnd(Journey journey, IRecordBody body)
    {
        if (journey.Goal is null && journey.ExitWhen.Count == 0) return false;
        return body switch
        {
            EventTracked tracked => journey.Goal?.Event == tracked.Name || journey.ExitWhen.Any(rule => rule.Event is null || rule.Event == tracked.Name),
            PersonIdentified or GroupJoined or ProfileChanged or PersonTakenOver => journey.ExitWhen.Any(rule => rule.Event is null),
            _ => false,
        };
    }

    public static StepResult.Over? Ended(Journey journey, IRecordBody body, Facts facts)
    {
        var name = (body as EventTracked)?.Name;
        if (name is not null && journey.Goal is { } goal && goal.Event == name && (goal.When is null || goal.When.Holds(facts)))
            return new StepResult.Over(RunEnd.ReachedGoal, goal.When?.Explain(facts) ?? goal.Event);

        foreach (var rule in journey.ExitWhen)
            if ((rule.Event is null || rule.Event == name) && (rule.When is null || rule.When.Holds(facts)))
                return new StepResult.Over(RunEnd.ExitRule, rule.When?.Explain(facts) ?? rule.Event);
        return null;
    }

    /// <summary>Who would be taken out at once does not come in: the rule that would do it, or null.</summary>
    public static ExitRule? Keeps(Journey journey, Facts facts)
    {
        foreach (var rule in journey.ExitWhen)
            if (rule is { Event: null, When: { } when } && when.Holds(facts)) return rule;
        return null;
    }
}
