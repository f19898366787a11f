using Cpd.Contracts;
using Cpd.Engine.Dashboards;
using Cpd.Web.Features.Journeys;
using static Cpd.Web.Features.Reports.ReportColumn;

namespace Cpd.Web.Features.Reports;

/// <summary>The tables of journeys' reports.</summary>
internal static class JourneyReportTables
{
    public static ReportTable All(IReadOnlyList<JourneyFunnel> funnels) => new(
        "journeys",
        [
            Words("journey", "Journey"), Words("state", "State"), new("entered", "Entered"), new("inside", "In journey"), new("messages", "Messages"),
            new("delivered", "Delivered"), new("goals", "Goals reached"), new("conversion", "% of entered"),
        ],
        [.. funnels.Select(funnel => (object?[])
        [
            funnel.Summary.Name, funnel.Summary.Status.ToString(), funnel.Numbers.Began, funnel.Numbers.Active, funnel.Numbers.Messages,
            funnel.Numbers.Steps.Values.Sum(step => step.Fate("Delivered")), funnel.Goals,
            funnel.Definition.Goal is null ? null : WorkspaceTables.Of(funnel.Goals, funnel.Numbers.Began),
        ])]);

    public static ReportTable Steps(JourneyFunnel funnel) => new(
        "steps",
        [
            Words("step", "Step"), new("arrived", "Arrived"), new("share", "% of entered"), new("inside", "Waiting now"), new("failed", "Failed here"),
        ],
        [.. funnel.Steps.Select(step => (object?[])
        [
            step.Name, step.Count, WorkspaceTables.Of(step.Count, funnel.Numbers.Began), step.Numbers?.Waiting, step.Numbers?.Failed,
        ])]);

    public static ReportTable Messages(JourneyFunnel funnel) => new(
        "step-messages",
        [Words("step", "Step"), Words("channel", "Channel"), .. WorkspaceTables.FateColumns, new("delivery_rate", "Delivery rate")],
        [.. StepMessages.Of(funnel).Select(row => (object?[])
        [
            row.Step.Name, ChannelNames.Of(row.Channel), .. WorkspaceTables.Fates.Select(fate => (object?)row[fate]), WorkspaceTables.Of(row[MessageFate.Delivered], row[MessageFate.Sent]),
        ])]);

    public static ReportTable Paths(JourneyFlow flow) => new(
        "paths",
        [Words("from", "From"), Words("way", "Branch"), Words("to", "To"), new("people", "Count")],
        [.. flow.Links.Concat(flow.Back).Select(link => (object?[])[flow.NameOf(link.From), link.Way, flow.NameOf(link.To), link.Count])]);

    public static ReportTable Splits(JourneyFunnel funnel) => new(
        "splits",
        [
            Words("split", "Split"), Words("way", "Branch"), new("people", "People"), new("goals", "Reached the goal"), new("conversion", "Conversion"),
            new("low", "95 % low"), new("high", "95 % high"),
            Words("control", "Compared with"), new("points", "Difference, points"), new("points_low", "Difference, 95 % low"), new("points_high", "Difference, 95 % high"),
            new("uplift", "Uplift"), new("uplift_low", "Uplift, 95 % low"), new("uplift_high", "Uplift, 95 % high"), Words("verdict", "Verdict"),
        ],
        [.. SplitComparison.Of(funnel).SelectMany(split => split.Arms.Select(arm => (object?[])
        [
            split.Step.Id, StepSentences.Exit(split.Step, arm.Port), arm.People, arm.Goals, WorkspaceTables.Of(arm.Goals, arm.People),
            arm.People == 0 ? null : new Share(Proportions.Wilson(arm.Goals, arm.People).Low),
            arm.People == 0 ? null : new Share(Proportions.Wilson(arm.Goals, arm.People).High),
            .. Against(split, arm, funnel.Definition.Goal is not null),
        ]))]);

    /// <summary>Nothing of the control itself, and without a goal.</summary>
    private static IEnumerable<object?> Against(SplitComparison split, SplitArm arm, bool hasGoal)
    {
        if (!hasGoal || split.Uplifts.FirstOrDefault(one => one.Arm.Port == arm.Port) is not { } uplift) return Enumerable.Repeat<object?>(null, 8);
        var isKnown = uplift.Points is not null;
        return
        [
            split.Name(split.Control),
            uplift.Points is { } points ? new Points(points) : null, isKnown ? new Points(uplift.PointsBetween.Low) : null, isKnown ? new Points(uplift.PointsBetween.High) : null,
            uplift.Relative is { } relative ? new More(relative) : null, isKnown ? new More(uplift.RelativeBetween.Low) : null, isKnown ? new More(uplift.RelativeBetween.High) : null,
            UpliftTable.Words(uplift.Verdict),
        ];
    }
}
