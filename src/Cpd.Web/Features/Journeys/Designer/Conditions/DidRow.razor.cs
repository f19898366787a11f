using Cpd.Engine.Conditions;
using Cpd.Web.Features.Shared.Fields;
using Microsoft.AspNetCore.Components;

namespace Cpd.Web.Features.Journeys.Designer.Conditions;

public sealed partial class DidRow
{
    private static readonly IReadOnlyList<Choice<bool>> Sides = [new(false, "did"), new(true, "did not do")];
    private static readonly IReadOnlyList<Choice<bool>> Whens = [new(false, "ever"), new(true, "in the last")];
    private static readonly IReadOnlyList<Choice<HowOften>> Often = [new(HowOften.AtLeast, "at least"), new(HowOften.AtMost, "at most"), new(HowOften.Exactly, "exactly")];

    [Parameter, EditorRequired]
    public Draft.Did Value { get; set; } = Draft.Did.New;

    [Parameter]
    public EventCallback<Draft> ValueChanged { get; set; }

    [Parameter]
    public IReadOnlyList<PickOption> Events { get; set; } = [];

    private Task Say(Draft.Did did) => ValueChanged.InvokeAsync(did);
}
