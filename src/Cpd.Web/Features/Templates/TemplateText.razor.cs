using Cpd.Engine.Templates;
using Cpd.Web.Features.Shared;
using Cpd.Web.Features.Shared.Fields;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Cpd.Web.Features.Templates;

/// <summary>The editor of one part of a template.</summary>
public sealed partial class TemplateText(IJSRuntime browser) : IAsyncDisposable
{
    private readonly PageScript _script = new(browser, "./Features/Templates/TemplateText.razor.js");
    private readonly TypedText _typed = new();
    private ElementReference _area;
    private ElementReference _layer;
    private string? _shown;
    private IReadOnlyList<TemplateProblem> _marked = [];

    [Parameter, EditorRequired]
    public string Text { get; set; } = "";

    [Parameter]
    public EventCallback<string> TextChanged { get; set; }

    [Parameter]
    public IReadOnlyList<TemplateProblem> Problems { get; set; } = [];

    [Parameter, EditorRequired]
    public string Label { get; set; } = "";

    [Parameter]
    public string? Id { get; set; }

    [Parameter]
    public int Rows { get; set; } = 8;

    /// <summary>One line, as of a subject.</summary>
    [Parameter]
    public bool IsLine { get; set; }

    [Parameter]
    public EventCallback Focused { get; set; }

    /// <summary>Puts something in where the cursor stands, as if it had been typed.</summary>
    public Task Insert(string text) => _script.Call("insert", text);

    protected override void OnParametersSet() => _typed.Given(Text);

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender) await _script.Attach(_area, _layer);
        else if (_shown == _typed.Text && _marked.SequenceEqual(Problems)) return;

        (_shown, _marked) = (_typed.Text, Problems);
        await _script.Call("paint", Problems.Select(problem => new { problem.Line, problem.Column }));
    }

    private Task Typed() => TextChanged.InvokeAsync(_typed.Say());

    private Task GoTo(TemplateProblem problem) => _script.Call("goTo", problem.Line, problem.Column);

    public ValueTask DisposeAsync() => _script.DisposeAsync();
}
