using System.Text;
using Cpd.Engine.Dashboards;
using Cpd.Engine.Journeys;
using Cpd.Engine.Journeys.Publishing;
using Cpd.Web.Features.Reports;

namespace Cpd.Web.Tests.Features.Reports;

public sealed class WhatAWayIsWorth
{
    [Theory]
    [InlineData("control:next offer:next", "control")]
    [InlineData("offer:next Control group:next other:null", "Control group")]
    [InlineData("offer:next HOLD-OUT:next other:next", "HOLD-OUT")]
    [InlineData("none:null offer:next other:next", "none")]
    [InlineData("none:null nothing:null other:next", "other")]
    [InlineData("a:next b:next", "b")]
    public void The_control_is_what_is_called_so_or_leads_nowhere_or_comes_last(string parts, string control)
    {
        var split = new JourneyStep.Split("half", [.. Parts(parts).Select(part => new SplitPart(part.Name, 0, part.Next))]);

        Assert.Equal(control, new SplitComparison(split, [.. split.Exits().Select(exit => new SplitArm(exit.Port, 0, 0))]).Control.Port);
    }

    [Theory]
    [InlineData(120, 1000, 80, 1000, UpliftVerdict.Better)]
    [InlineData(80, 1000, 120, 1000, UpliftVerdict.Worse)]
    [InlineData(102, 1000, 100, 1000, UpliftVerdict.Undecided)]
    [InlineData(100_000, 1_000_000, 100_000, 1_000_000, UpliftVerdict.Undecided)]
    [InlineData(3, 10, 2, 10, UpliftVerdict.TooFew)]
    [InlineData(0, 10, 0, 10, UpliftVerdict.TooFew)]
    [InlineData(0, 1000, 0, 1000, UpliftVerdict.TooFew)]
    [InlineData(50, 1000, 0, 1000, UpliftVerdict.Better)]
    [InlineData(50, 1000, 0, 0, UpliftVerdict.TooFew)]
    [InlineData(0, 0, 50, 1000, UpliftVerdict.TooFew)]
    public void It_is_said_what_can_be_said(long goals, long people, long controlGoals, long controlPeople, UpliftVerdict verdict) =>
        Assert.Equal(verdict, new Uplift(new("a", people, goals), new("control", controlPeople, controlGoals)).Verdict);

    [Fact]
    public void Twelve_percent_against_eight_are_four_points_and_half_as_much_again()
    {
        var uplift = new Uplift(new("a", 1000, 120), new("control", 1000, 80));

        Assert.Equal((0.04, 0.5), (Math.Round(uplift.Points!.Value, 6), Math.Round(uplift.Relative!.Value, 6)));
        Assert.Equal(0.0137, uplift.PointsBetween.Low, 3);
        Assert.Equal(0.0664, uplift.PointsBetween.High, 3);
        Assert.Equal(0.15, uplift.RelativeBetween.Low, 2);
        Assert.Equal(0.96, uplift.RelativeBetween.High, 2);
    }

    [Fact]
    public void Files_have_it_with_every_way_but_the_control()
    {
        var table = JourneyReportTables.Splits(Funnel("a:null control:null", goal: true, ("a", 1000, 120), ("control", 1000, 80)));

        Assert.Equal(
            """
            {"split":"half","way":"A","people":1000,"goals":120,"conversion":0.12,"low":0.101299,"high":0.141609,"control":"Control","points":0.04,"points_low":0.013718,"points_high":0.066449,"uplift":0.5,"uplift_low":0.146839,"uplift_high":0.961275,"verdict":"better"}
            {"split":"half","way":"Control","people":1000,"goals":80,"conversion":0.08,"low":0.064748,"high":0.098466,"control":null,"points":null,"points_low":null,"points_high":null,"uplift":null,"uplift_low":null,"uplift_high":null,"verdict":null}

            """.ReplaceLineEndings("\n"),
            Encoding.UTF8.GetString(ReportFiles.JsonLines(table)));
    }

    [Fact]
    public void What_has_no_end_is_left_empty_in_files()
    {
        var line = Encoding.UTF8.GetString(ReportFiles.Csv(JourneyReportTables.Splits(Funnel("a:null b:next", goal: true, ("a", 20, 0), ("b", 20, 5))))).Split("\r\n")[2];

        Assert.StartsWith("half,B,20,5,0.25,", line, StringComparison.Ordinal);
        Assert.EndsWith(",,better", line, StringComparison.Ordinal);
        Assert.Equal(15, line.Split(',').Length);
    }

    [Fact]
    public void Without_a_goal_there_is_nothing_to_compare() =>
        Assert.All(JourneyReportTables.Splits(Funnel("a:null b:next", goal: false, ("a", 20, 0), ("b", 20, 0))).Rows, row => Assert.All(row.Skip(7), Assert.Null));

    private static IEnumerable<(string Name, string? Next)> Parts(string parts)
    {
        foreach (var part in parts.Replace(":next ", ":next|", StringComparison.Ordinal).Replace(":null ", ":null|", StringComparison.Ordinal).Split('|'))
            yield return (part.Split(':')[0], part.Split(':')[1] is "null" ? null : part.Split(':')[1]);
    }

    private static JourneyFunnel Funnel(string parts, bool goal, params (string Port, long People, long Goals)[] arms)
    {
        var split = new JourneyStep.Split("half", [.. Parts(parts).Select(part => new SplitPart(part.Name, 50, part.Next))]);
        var journey = new Journey("j", "J", [new JourneyEntry("Go")], new Reentry.AfterLeaving(), "half", [split]) with { Goal = goal ? new JourneyGoal("Paid", null) : null };
        var numbers = StepNumbers.None with { Left = arms.ToDictionary(arm => arm.Port, arm => arm.People), Goals = arms.ToDictionary(arm => arm.Port, arm => arm.Goals) };
        return new JourneyFunnel(
            new JourneySummary("j", "J", JourneyStatus.Active, 1, DateTimeOffset.UnixEpoch), journey,
            JourneyNumbers.None with { Steps = new Dictionary<string, StepNumbers> { ["half"] = numbers } }, []);
    }
}
