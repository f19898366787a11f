using Cpd.Web.Features.Shared.Fields;
using Microsoft.AspNetCore.Components;

namespace Cpd.Web.Features.People;

public sealed partial class AttributeField
{
    private readonly TypedText _typed = new();
    private ElementReference _field;

    private string ProblemId { get; } = "problem-" + Guid.NewGuid().ToString("N");

    [Parameter, EditorRequired]
    public AttributeType Type { get; set; }

    /// <summary>For those who do not see what the field stands beside.</summary>
    [Parameter, EditorRequired]
    public string Label { get; set; } = "";

    [Parameter, EditorRequired]
    public string Value { get; set; } = "";

    [Parameter]
    public EventCallback<string> ValueChanged { get; set; }

    /// <summary>A text of several lines: Enter begins a further one.</summary>
    [Parameter]
    public bool HasLines { get; set; }

    /// <summary>A sentence; null where nothing is wrong.</summary>
    [Parameter]
    public string? Problem { get; set; }

    /// <summary>Whether one begins to write here.</summary>
    [Parameter]
    public bool TakesFocus { get; set; }

    private string Placeholder => Type switch
    {
        AttributeType.Number => "12.5",
        AttributeType.Date => "2026-03-31",
        _ => "Value",
    };

    protected override void OnParametersSet() => _typed.Given(Value);

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender && TakesFocus) await _field.FocusAsync();
    }

    private Task Typed() => ValueChanged.InvokeAsync(_typed.Say());
}
