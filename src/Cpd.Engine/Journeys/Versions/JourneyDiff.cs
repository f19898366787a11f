namespace Cpd.Engine.Journeys.Versions;

/// <summary>What makes one journey of another. The order in which steps are written down is no difference.</summary>
/// <param name="Settings">Everything but steps and ways.</param>
/// <param name="Changed">Steps that are in both; where only their ways lead elsewhere, <paramref name="AddedWays"/> and <paramref name="RemovedWays"/> say so.</param>
public sealed record JourneyDiff(
    IReadOnlyList<MemberChange> Settings,
    IReadOnlyList<JourneyStep> Added,
    IReadOnlyList<StepChange> Changed,
    IReadOnlyList<JourneyStep> Removed,
    IReadOnlyList<JourneyWay> AddedWays,
    IReadOnlyList<JourneyWay> RemovedWays)
{
    public bool IsEmpty => Settings.Count + Added.Count + Changed.Count + Removed.Count + AddedWays.Count + RemovedWays.Count == 0;

    /// <summary>Both may be drafts, with whatever mistakes; of steps with one id the first counts.</summary>
    public static JourneyDiff Of(Journey before, Journey after)
    {
        var (old, now) = (Steps(before), Steps(after));
        var (oldMembers, nowMembers) = (JourneyMembers.Of(before), JourneyMembers.Of(after));
        var (oldWays, nowWays) = (Ways(before.First, old), Ways(after.First, now));
        return new JourneyDiff(
            MemberChange.Between(oldMembers.Settings, nowMembers.Settings),
            [.. now.Values.Where(step => !old.ContainsKey(step.Id))],
            [
                .. now.Values.Where(step => old.ContainsKey(step.Id))
                    .Select(step => new StepChange(old[step.Id], step, MemberChange.Between(oldMembers.Steps[step.Id], nowMembers.Steps[step.Id])))
                    .Where(change => change.Members.Count > 0),
            ],
            [.. old.Values.Where(step => !now.ContainsKey(step.Id))],
            [.. nowWays.Except(oldWays)],
            [.. oldWays.Except(nowWays)]);
    }

    private static SortedDictionary<string, JourneyStep> Steps(Journey journey)
    {
        var steps = new SortedDictionary<string, JourneyStep>(StringComparer.Ordinal);
        foreach (var step in journey.Steps) steps.TryAdd(step.Id, step);
        return steps;
    }

    private static List<JourneyWay> Ways(string first, SortedDictionary<string, JourneyStep> steps) =>
        [new(null, "", first), .. steps.Values.SelectMany(step => step.Exits().Select(exit => new JourneyWay(step.Id, exit.Port, exit.To)))];
}

/// <summary>A step that says something else than before.</summary>
public sealed record StepChange(JourneyStep Before, JourneyStep After, IReadOnlyList<MemberChange> Members);

/// <summary>One value of the journey's JSON.</summary>
/// <param name="Path">Within the step or the journey: <c>cases[0].when</c>, <c>reentry.key</c>.</param>
/// <param name="Before">Null where it was not there.</param>
/// <param name="After">Null where it is not there any more.</param>
public sealed record MemberChange(string Path, string? Before, string? After)
{
    internal static IReadOnlyList<MemberChange> Between(IReadOnlyDictionary<string, string> before, IReadOnlyDictionary<string, string> after) =>
    [
        .. before.Keys.Union(after.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .Select(path => new MemberChange(path, before.GetValueOrDefault(path), after.GetValueOrDefault(path)))
            .Where(change => change.Before != change.After),
    ];
}

/// <summary>A way from step to step.</summary>
/// <param name="From">Null for the way in.</param>
/// <param name="To">Null is the end.</param>
public sealed record JourneyWay(string? From, string Port, string? To);
