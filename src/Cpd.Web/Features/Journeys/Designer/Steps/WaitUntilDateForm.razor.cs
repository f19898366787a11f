using Cpd.Web.Features.Shared.Fields;

namespace Cpd.Web.Features.Journeys.Designer.Steps;

public sealed partial class WaitUntilDateForm
{
    private static readonly IReadOnlyList<Choice<Side>> Sides = [new(Side.On, "On the date"), new(Side.Before, "Before it"), new(Side.After, "After it")];

    private Side _side;

    /// <summary>Kept beside the offset, because nothing before and nothing after it look the same.</summary>
    protected override void OnParametersSet()
    {
        if (Step.Offset is { } offset && offset != TimeSpan.Zero) _side = offset < TimeSpan.Zero ? Side.Before : Side.After;
        else if (Step.Offset is null) _side = Side.On;
    }

    private Task Turn(Side side)
    {
        _side = side;
        var span = Step.Offset?.Duration() ?? TimeSpan.FromDays(1);
        return Change(Step with { Offset = side is Side.On ? null : side is Side.Before ? -span : span });
    }

    private Task By(TimeSpan? span) => Change(Step with { Offset = _side is Side.Before ? -(span ?? TimeSpan.Zero) : span ?? TimeSpan.Zero });

    internal enum Side
    {
        On,
        Before,
        After,
    }
}
