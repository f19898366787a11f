using Cpd.Engine.Journeys;
using Cpd.Web.Features.Shared.Fields;
using Microsoft.AspNetCore.Components;

namespace Cpd.Web.Features.Journeys.Designer.Steps;

public sealed partial class ValuesField
{
    private static readonly IReadOnlyList<Choice<bool>> Truths = [new(true, "yes"), new(false, "no")];

    /// <summary>What stands in a field and is no value of its kind, so that the value is still the one before.</summary>
    private readonly Dictionary<int, string> _wrong = [];

    private readonly NamesInEdit _names = new();

    /// <summary>What the things are that get values: "Attribute".</summary>
    [Parameter, EditorRequired]
    public string Name { get; set; } = "";

    [Parameter, EditorRequired]
    public string Add { get; set; } = "";

    [Parameter, EditorRequired]
    public StepValues Values { get; set; } = null!;

    [Parameter]
    public EventCallback<StepValues> Changed { get; set; }

    [Parameter]
    public IReadOnlyList<PickOption> Names { get; set; } = [];

    [Parameter]
    public IReadOnlyList<FieldPath> Paths { get; set; } = [];

    [Parameter]
    public FieldProblems Problems { get; set; } = FieldProblems.None;

    /// <summary>Where in the step's JSON the values stand.</summary>
    [Parameter, EditorRequired]
    public string At { get; set; } = "";

    /// <summary>What becomes of an attribute that gets null.</summary>
    [Parameter, EditorRequired]
    public string NullMeans { get; set; } = "";

    private IReadOnlyList<Choice<ValueKind>> Kinds =>
    [
        new(ValueKind.Text, "text"), new(ValueKind.Number, "number"), new(ValueKind.Truth, "yes or no"), new(ValueKind.Copied, "copy of"), new(ValueKind.Null, NullMeans), new(ValueKind.Json, "JSON"),
    ];

    private bool HasUnnamed => Values.Items.Any(item => item.Key.Length == 0);

    private string? OfName(int index) => _names.Problem(index, Values.Items[index].Key, Name.ToLowerInvariant());

    private Task AddOne() => Say(Values.Items.Append(new("", ValueWords.Text(""))));

    private Task Rename(int index, string name, StepValue value) =>
        _names.Take(index, name, Values.Items.Select(item => item.Key)) ? Put(index, name, value) : Task.CompletedTask;

    private Task Typed(int index, string name, StepValue value, string text)
    {
        if (ValueWords.Read(ValueWords.KindOf(value), text) is { } read) return Put(index, name, read);
        _wrong[index] = text;
        return Task.CompletedTask;
    }

    private Task Put(int index, string name, StepValue value)
    {
        _wrong.Remove(index);
        return Say(Values.Items.Select((item, place) => place == index ? new(name, value) : item));
    }

    private Task Say(IEnumerable<KeyValuePair<string, StepValue>> items)
    {
        var values = new StepValues([.. items]);
        if (values.Items.Count != Values.Items.Count)
        {
            _wrong.Clear();
            _names.Clear();
        }
        return Changed.InvokeAsync(values);
    }
}
