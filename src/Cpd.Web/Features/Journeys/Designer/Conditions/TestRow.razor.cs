using System.Collections.Immutable;
using Cpd.Engine.Conditions;
using Cpd.Engine.UserView.Seen;
using Cpd.Web.Features.Shared.Fields;
using Microsoft.AspNetCore.Components;

namespace Cpd.Web.Features.Journeys.Designer.Conditions;

public sealed partial class TestRow
{
    [Parameter, EditorRequired]
    public Draft.Test Value { get; set; } = Draft.Test.New;

    [Parameter]
    public EventCallback<Draft> ValueChanged { get; set; }

    [Parameter]
    public IReadOnlyList<FieldPath> Paths { get; set; } = [];

    private FieldPath? Known => Paths.FirstOrDefault(path => path.Path == Value.Path.Trim());

    private SeenTypes Types => Known?.Types ?? SeenTypes.None;

    private IReadOnlyList<string> Samples => Known?.Samples ?? [];

    private IReadOnlyList<PickOption> PathOptions => [.. Paths.Select(path => path.Option)];

    private IReadOnlyList<Choice<Operator>> Choices => [.. Operators.For(Types, Value).Select(each => new Choice<Operator>(each, each.Words))];

    private string? PathProblem => Value.IsBlank || ValuePath.TryParse(Value.Path.Trim(), out _, out var problem) ? null : problem;

    /// <summary>Another value, so perhaps another type: what it is asked follows.</summary>
    private Task Look(string path)
    {
        var types = Paths.FirstOrDefault(known => known.Path == path)?.Types ?? SeenTypes.None;
        var test = Value with { Path = path, With = [.. Value.With.Select(term => Term.For(types, term))] };
        var fitting = Operators.For(types, test);
        if (types is not SeenTypes.None && (Operators.Of(types, test).For & types) == 0) test = Operators.Turned(test, fitting.First(each => (each.For & types) != 0), types);
        return ValueChanged.InvokeAsync(test);
    }

    private Task Say(ImmutableArray<Term> with) => ValueChanged.InvokeAsync(Value with { With = with });
}
