using Cpd.Engine.Dashboards;

namespace Cpd.Web.Features.Reports;

/// <summary>What one way of a split is worth against the control: by how much more of its people reach the goal, at 95 percent confidence.</summary>
public sealed record Uplift(SplitArm Arm, SplitArm Control)
{
    /// <summary>Beyond these an interval with 0 in it says nothing: it may be half of the control's share as well as double.</summary>
    private const double Half = -0.5, Double = 1;

    /// <summary>Between the shares; null where nobody went one of the ways.</summary>
    public double? Points => HasPeople ? Arm.Rate - Control.Rate : null;

    public Interval PointsBetween => Proportions.Difference(Arm.Goals, Arm.People, Control.Goals, Control.People);

    /// <summary>As a part of the control's share; null where nobody there reached the goal.</summary>
    public double? Relative => HasPeople && Control.Goals > 0 ? (Arm.Rate / Control.Rate) - 1 : null;

    /// <summary>Its upper end is infinite where the control's share may be none.</summary>
    public Interval RelativeBetween
    {
        get
        {
            var ratio = Proportions.Ratio(Arm.Goals, Arm.People, Control.Goals, Control.People);
            return new Interval(ratio.Low - 1, ratio.High - 1);
        }
    }

    public UpliftVerdict Verdict => RelativeBetween switch
    {
        { Low: > 0 } => UpliftVerdict.Better,
        { High: < 0 } => UpliftVerdict.Worse,
        { Low: > Half, High: < Double } => UpliftVerdict.Undecided,
        _ => UpliftVerdict.TooFew,
    };

    private bool HasPeople => Arm.People > 0 && Control.People > 0;
}

public enum UpliftVerdict
{
    /// <summary>Nothing can be said yet, not even how large a difference may be.</summary>
    TooFew,

    /// <summary>There may be none, and it is known how large it is at most.</summary>
    Undecided,

    Better,
    Worse,
}
