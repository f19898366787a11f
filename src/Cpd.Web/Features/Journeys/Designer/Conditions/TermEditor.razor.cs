using Cpd.Engine.UserView.Seen;
using Cpd.Web.Features.Shared.Fields;
using Microsoft.AspNetCore.Components;

namespace Cpd.Web.Features.Journeys.Designer.Conditions;

public sealed partial class TermEditor
{
    private static readonly IReadOnlyList<Choice<string>> Truths = [new("true", "yes"), new("false", "no")];
    private static readonly IReadOnlyList<Choice<bool>> Sides = [new(true, "ago"), new(false, "from now")];

    private bool _isBefore = true;

    [Parameter, EditorRequired]
    public Term Value { get; set; } = Term.OfText("");

    [Parameter]
    public EventCallback<Term> ValueChanged { get; set; }

    /// <summary>The kinds that may stand here.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<TermKind> Kinds { get; set; } = [];

    /// <summary>Values that were seen at the path it is about, as JSON.</summary>
    [Parameter]
    public IReadOnlyList<string> Samples { get; set; } = [];

    [Parameter]
    public IReadOnlyList<FieldPath> Paths { get; set; } = [];

    private IReadOnlyList<PickOption> SampleOptions => [.. Samples.Where(sample => (sample[0] == '"') == (Value.Kind is TermKind.Text)).Select(sample => new PickOption(SeenWords.Sample(sample)))];

    private IReadOnlyList<PickOption> PathOptions => [.. Paths.Select(path => path.Option)];

    /// <summary>Kept beside the term, because no time before now and no time after it look the same.</summary>
    protected override void OnParametersSet()
    {
        if (Value.Offset != TimeSpan.Zero) _isBefore = Value.Offset < TimeSpan.Zero;
    }

    private Task Say(string written) => ValueChanged.InvokeAsync(Value with { Written = written });

    private Task Side(bool isBefore)
    {
        _isBefore = isBefore;
        return ValueChanged.InvokeAsync(Term.Moment(isBefore, Value.Offset.Duration()));
    }

    private Task Turn(ChangeEventArgs change)
    {
        if (!Enum.TryParse<TermKind>(change.Value as string, out var kind)) return Task.CompletedTask;
        return ValueChanged.InvokeAsync(kind switch
        {
            TermKind.Moment => Term.Moment(_isBefore, TimeSpan.FromDays(7)),
            TermKind.Truth => new Term(kind, "true"),
            TermKind.Text when Value.Kind is TermKind.Moment or TermKind.Day => new Term(kind, ""),
            TermKind.Day => new Term(kind, Value.Kind is TermKind.Day ? Value.Written : ""),
            TermKind.Path => new Term(kind, Paths.Count > 0 ? Paths[0].Path : ""),
            TermKind.Number => Term.For(SeenTypes.Number, Value),
            _ => new Term(kind, kind is TermKind.Nothing ? "" : Value.Written),
        });
    }

    private static string Words(TermKind kind) => kind switch
    {
        TermKind.Text => "the text",
        TermKind.Number => "the number",
        TermKind.Day => "the day",
        TermKind.Moment => "a time",
        TermKind.Truth => "yes or no",
        TermKind.Path => "the value of",
        _ => "nothing",
    };
}
