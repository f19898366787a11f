using Cpd.Engine.Templates;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Cpd.Web.Features.Templates;

/// <summary>The editor of one part of a template.</summary>
public sealed partial class TemplateText(IJSRuntime js) : IAsyncDisposable
{
    private ElementReference _area;
    private ElementReference _layer;
    private IJSObjectReference? _module;
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
    public async Task Insert(string text)
    {
        if (_module is not null) await _module.InvokeVoidAsync("insert", _area, text);
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        try
        {
            if (firstRender)
            {
                _module = await js.InvokeAsync<IJSObjectReference>("import", "./Features/Templates/TemplateText.razor.js");
                await _module.InvokeVoidAsync("attach", _area, _layer);
            }
            if (_module is null || (_shown == Text && _marked.SequenceEqual(Problems))) return;

            (_shown, _marked) = (Text, Problems);
            await _module.InvokeVoidAsync("paint", _area, Problems.Select(problem => new { problem.Line, problem.Column }));
        }
        catch (JSDisconnectedException)
        {
            // The page is gone, and its colours with it.
        }
    }

    private Task Typed(ChangeEventArgs change) => TextChanged.InvokeAsync(change.Value as string ?? "");

    private async Task GoTo(TemplateProblem problem)
    {
        if (_module is not null) await _module.InvokeVoidAsync("goTo", _area, problem.Line, problem.Column);
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_module is not null) await _module.DisposeAsync();
        }
        catch (JSDisconnectedException)
        {
            // Went with the page.
        }
    }
}
