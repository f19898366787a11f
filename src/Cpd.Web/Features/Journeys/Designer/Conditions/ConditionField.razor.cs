using Cpd.Engine.Conditions;
using Cpd.Engine.Journeys;
using Microsoft.AspNetCore.Components;

namespace Cpd.Web.Features.Journeys.Designer.Conditions;

public sealed partial class ConditionField
{
    private const string Example = "entry.total >= 100 and not did \"Order Paid\" in last 30 days";
    private const string Unfinished = "One of the rows is incomplete: enter a value to compare with.";
    private const int Around = 24;

    private Draft.Group _root = Draft.Group.Empty;
    private string? _known;
    private string? _given;
    private bool _isText;

    /// <summary>Null where there is no condition.</summary>
    [Parameter]
    public ConditionText? Value { get; set; }

    [Parameter]
    public EventCallback<ConditionText?> ValueChanged { get; set; }

    [Parameter, EditorRequired]
    public EditorContext Context { get; set; } = null!;

    /// <summary>The values it may look at.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<FieldPath> Paths { get; set; } = [];

    /// <summary>Nothing written is a condition with nothing in it, and not none at all.</summary>
    [Parameter]
    public bool IsNeeded { get; set; }

    private ConditionProblem? Fault => string.IsNullOrWhiteSpace(Value?.Text) ? null : Condition.Parse(Value.Text).Problem;

    /// <summary>What the rules say; else what the parser says, where nobody asked the rules.</summary>
    private string? Says => !_isText && Fault is not null ? Unfinished : Problem ?? (Value?.Problems is [var first, ..] ? first : null);

    /// <summary>
    /// Rows that are not finished stay as long as the text is the one they made; a text that came from elsewhere is read anew. What a
    /// parent gave before comes once more where it is drawn before it has heard of what was said here.
    /// </summary>
    protected override void OnParametersSet()
    {
        var text = Value?.Text ?? "";
        var isAsBefore = _given == text;
        _given = text;
        if (isAsBefore || _known == text) return;
        var isFirst = _known is null;
        _known = text;
        if (_isText && !isFirst) return;
        Read(text);
    }

    private void Read(string text)
    {
        var parse = string.IsNullOrWhiteSpace(text) ? null : Condition.Parse(text);
        _isText = parse is { Condition: null };
        _root = Draft.Root(parse?.Condition);
    }

    private void Build() => Read(Value?.Text ?? "");

    private Task Say(Draft.Group root)
    {
        _root = root;
        var text = root.ToText();
        if (text == _known) return Task.CompletedTask;   // a row that says nothing yet
        return Tell(text);
    }

    private Task Write(string text) => Tell(text);

    private Task Tell(string text)
    {
        _known = text;
        return ValueChanged.InvokeAsync(text.Length == 0 && !IsNeeded ? null : new ConditionText(text));
    }

    private static string Before(string text, int at) => at > Around ? "…" + text[(at - Around)..at] : text[..at];

    private static string Marked(string text, int at) => text[at..EndOfWord(text, at)];

    private static string After(string text, int at)
    {
        if (at >= text.Length) return "";
        var rest = text[EndOfWord(text, at)..];
        return rest.Length > Around ? rest[..Around] + "…" : rest;
    }

    private static int EndOfWord(string text, int at)
    {
        var end = text.IndexOfAny([' ', '\n', '(', ')', ','], at);
        return end < 0 ? text.Length : Math.Max(end, at + 1);
    }
}
