using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace Cpd.Web.Features.Shared.Fields;

/// <summary>The combobox of the ARIA practices, list to choose from and free text; shell.js keeps its keys from doing anything else.</summary>
public sealed partial class PickOrType
{
    private const int Most = 50;

    private readonly TypedText _typed = new();
    private IReadOnlyList<PickOption> _shown = [];
    private bool _isOpen;
    private int _active = -1;

    [Parameter]
    public string? Value { get; set; }

    [Parameter]
    public EventCallback<string> ValueChanged { get; set; }

    [Parameter]
    public IReadOnlyList<PickOption> Options { get; set; } = [];

    [Parameter]
    public string? Placeholder { get; set; }

    [Parameter]
    public bool Code { get; set; }

    private bool IsOpen => _isOpen && _shown.Count > 0;

    protected override void OnParametersSet()
    {
        _typed.Given(Value);
        if (_isOpen) _shown = Fitting(_typed.Text);
    }

    private Task Typed()
    {
        Open(_typed.Text);
        return ValueChanged.InvokeAsync(_typed.Say());
    }

    private void OpenAll() => Open("");

    /// <param name="part">Only what has this in it.</param>
    private void Open(string part)
    {
        _isOpen = true;
        _active = -1;
        _shown = Fitting(part);
    }

    private void Close() => _isOpen = false;

    /// <summary>What begins with it before what has it in the middle. All of it, where the field holds one of them already.</summary>
    private IReadOnlyList<PickOption> Fitting(string part)
    {
        if (part.Length == 0 || Options.Any(option => option.Value == part)) return [.. Options.Take(Most)];
        return
        [
            .. Options.Where(option => option.Called.Contains(part, StringComparison.OrdinalIgnoreCase) || option.Value.Contains(part, StringComparison.OrdinalIgnoreCase))
                .OrderBy(option => option.Called.StartsWith(part, StringComparison.OrdinalIgnoreCase) ? 0 : 1).Take(Most),
        ];
    }

    private async Task Pressed(KeyboardEventArgs key)
    {
        switch (key.Key)
        {
            case "ArrowDown" or "ArrowUp" when !IsOpen:
                Open("");
                _active = key.Key == "ArrowDown" ? 0 : _shown.Count - 1;
                break;
            case "ArrowDown":
                _active = (_active + 1) % _shown.Count;
                break;
            case "ArrowUp":
                _active = _active <= 0 ? _shown.Count - 1 : _active - 1;
                break;
            case "Enter" when IsOpen && _active >= 0 && _active < _shown.Count:
                await Pick(_shown[_active]);
                break;
            case "Enter" or "Escape" or "Tab":
                Close();
                break;
        }
    }

    private Task Pick(PickOption option)
    {
        Close();
        return ValueChanged.InvokeAsync(_typed.Say(option.Value));
    }
}
