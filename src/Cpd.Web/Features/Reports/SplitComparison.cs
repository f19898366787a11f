using System.Globalization;
using Cpd.Engine.Dashboards;
using Cpd.Engine.Journeys;
using Cpd.Web.Features.Journeys;

namespace Cpd.Web.Features.Reports;

/// <summary>Which way of a split leads to the goal more often, and whether that can be said already.</summary>
public sealed record SplitComparison(JourneyStep.Split Step, IReadOnlyList<SplitArm> Arms)
{
    private static readonly string[] ControlNames = ["control", "hold-out", "holdout", "hold out"];

    public static IReadOnlyList<SplitComparison> Of(JourneyFunnel funnel) =>
    [
        .. funnel.Definition.Steps.OfType<JourneyStep.Split>().Select(split =>
        {
            var numbers = funnel.Numbers.Steps.GetValueOrDefault(split.Id) ?? StepNumbers.None;
            return new SplitComparison(split, [.. split.Exits().Select(exit =>
                new SplitArm(exit.Port, numbers.Left.GetValueOrDefault(exit.Port), numbers.Goals.GetValueOrDefault(exit.Port)))]);
        }),
    ];

    /// <summary>What can be concluded, in a sentence.</summary>
    public string Sentence(bool hasGoal)
    {
        if (!hasGoal) return "Set a goal for the journey to compare the branches. Counting starts from then on.";
        var asked = Arms.Where(arm => arm.People > 0).OrderByDescending(arm => arm.Rate).ToList();
        if (asked.Count == 0) return "Nobody reached this split in this period.";
        if (asked.Count == 1) return $"Everyone took {Name(asked[0])}; there is nothing to compare.";

        var (first, second) = (asked[0], asked[1]);
        var difference = Proportions.Difference(first.Goals, first.People, second.Goals, second.People);
        var range = $"95 % between {Points(difference.Low)} and {Points(difference.High)}";
        var next = asked.Count > 2 ? $" {Name(second)}, the next best," : $" {Name(second)}";
        if (first.Rate == second.Rate) return $"{Name(first)} and {Name(second)} are level, {range}: not significant yet.";
        return difference.Low > 0
            ? $"{Name(first)} is ahead of{next} by {Points(first.Rate - second.Rate)} points, {range}: statistically significant."
            : $"{Name(first)} leads{next} by {Points(first.Rate - second.Rate)} points, {range}: not significant yet.";
    }

    /// <summary>
    /// What the others are compared with: the part that is called control or hold-out, else the one that leads nowhere, else the last.
    /// </summary>
    public SplitArm Control => Arms[
        Places(part => IsControl(part.Name)) is [var named, ..] ? named
        : Places(part => part.Next is null) is [var only] ? only
        : Arms.Count - 1];

    /// <summary>Of each way but the control.</summary>
    public IReadOnlyList<Uplift> Uplifts => [.. Arms.Where(arm => arm.Port != Control.Port).Select(arm => new Uplift(arm, Control))];

    public string Name(SplitArm arm) => StepSentences.Exit(Step, arm.Port);

    private IReadOnlyList<int> Places(Func<SplitPart, bool> fits) => [.. Enumerable.Range(0, Step.Parts.Count).Where(place => fits(Step.Parts[place]))];

    private static bool IsControl(string? name) =>
        name is not null && ControlNames.Any(word => name.Contains(word, StringComparison.OrdinalIgnoreCase));

    private static string Points(double share) => (share * 100).ToString("0.0", CultureInfo.InvariantCulture).Replace("-", "−", StringComparison.Ordinal);
}

/// <param name="Goals">Of them, who reached the journey's goal.</param>
public sealed record SplitArm(string Port, long People, long Goals)
{
    public double Rate => People == 0 ? 0 : (double)Goals / People;
}
