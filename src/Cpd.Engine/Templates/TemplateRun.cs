using System.Globalization;
using System.Text.Json;
using Cpd.Engine.Conditions;

namespace Cpd.Engine.Templates;

/// <summary>One rendering: what it looks at, how far it got, what it missed.</summary>
internal sealed class TemplateRun(Facts facts, TemplateOutput output)
{
    /// <summary>Lists within lists could keep a thread busy without writing anything.</summary>
    private const int MostElements = 100_000;

    private List<string>? _missing;
    private string? _problem;
    private int _elements;

    public Facts Facts => facts;

    public TemplateOutput Output => output;

    public CultureInfo Culture => facts.Person.Culture;

    /// <summary>The innermost <c>each</c> or <c>with</c>; null outside of all.</summary>
    public TemplateFrame? Frame { get; set; }

    private bool IsOver => _problem is not null || output.IsTooLong;

    public void Render(TemplateNode[] nodes)
    {
        foreach (var node in nodes)
        {
            if (IsOver) return;
            node.Render(this);
        }
    }

    public void Miss(string path)
    {
        _missing ??= [];
        if (!_missing.Contains(path)) _missing.Add(path);
    }

    /// <summary>Something other than a missing value; the first one counts.</summary>
    public TemplateValue Fail(string sentence)
    {
        _problem ??= sentence;
        return default;
    }

    /// <summary>False where a loop has to stop.</summary>
    public bool Next()
    {
        if (++_elements > MostElements) Fail("The template loops over too many elements; the limit is 100,000.");
        return !IsOver;
    }

    public RenderResult Result()
    {
        if (output.IsTooLong) _problem ??= "The text is too long; the limit is 262,144 characters.";
        return _problem is null && _missing is null ? new RenderResult(output.ToString(), []) : new RenderResult(null, _missing ?? [], _problem);
    }
}

/// <summary>The element a block is about.</summary>
internal sealed class TemplateFrame(TemplateFrame? outer)
{
    public TemplateFrame? Outer => outer;

    public JsonElement Element { get; set; }

    /// <summary>The member's name where the block goes through an object.</summary>
    public string? Key { get; set; }

    public int Index { get; set; }

    public int Count { get; init; }
}
