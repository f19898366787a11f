using Cpd.Web.Features.Shared.Fields;
using Microsoft.AspNetCore.Components;

namespace Cpd.Web.Features.Journeys.Designer.Conditions;

public sealed partial class GroupRows
{
    /// <summary>Deeper than anybody reads; the language itself goes further.</summary>
    private const int Deepest = 5;

    private static readonly IReadOnlyList<Choice<(bool Any, bool Not)>> Togethers =
        [new((false, false), "All of these"), new((true, false), "Any of these"), new((true, true), "None of these"), new((false, true), "Not all of these")];

    [Parameter, EditorRequired]
    public Draft.Group Value { get; set; } = Draft.Group.Empty;

    [Parameter]
    public EventCallback<Draft.Group> ValueChanged { get; set; }

    [Parameter, EditorRequired]
    public EditorContext Context { get; set; } = null!;

    [Parameter]
    public IReadOnlyList<FieldPath> Paths { get; set; } = [];

    [Parameter]
    public bool IsInner { get; set; }

    [Parameter]
    public int Depth { get; set; }

    private static string Words(Draft.Group group) => Togethers.First(each => each.Value == (group.Any, group.Not)).Name;

    private Task Add(Draft part) => ValueChanged.InvokeAsync(Value.And(part));

    /// <summary>A group that has lost its last part goes with it.</summary>
    private Task Put(int index, Draft part) => part is Draft.Group { Parts.Length: 0 } ? Remove(index) : ValueChanged.InvokeAsync(Value.With(index, part));

    private Task Remove(int index) => ValueChanged.InvokeAsync(Value.Without(index));
}
