using System.Text.Json;
using Cpd.Engine.Conditions;
using Cpd.Engine.Templates;

namespace Cpd.Engine.Journeys;

/// <summary>
/// Something a person wrote into a journey that has to be understood: a condition, a template, a path. It is parsed once,
/// when it is made, and keeps its text, so that a draft with mistakes can be saved, shown and mended.
/// </summary>
public abstract class Written(string text) : IEquatable<Written>
{
    public string Text { get; } = text;

    /// <summary>What is wrong with the text, in sentences; empty where it can be used.</summary>
    public abstract IReadOnlyList<string> Problems { get; }

    /// <summary>The values it looks at, such as <c>entry.total</c>.</summary>
    public abstract IEnumerable<string> Paths();

    /// <summary>The past events it asks about, and how far back; null is as long as we know the person.</summary>
    public virtual IEnumerable<(string Event, TimeSpan? Within)> Asked() => [];

    public bool Equals(Written? other) => other is not null && other.GetType() == GetType() && other.Text == Text;

    public override bool Equals(object? obj) => Equals(obj as Written);

    public override int GetHashCode() => HashCode.Combine(GetType(), Text);

    public override string ToString() => Text;
}

/// <summary>A condition as it was written: <c>entry.total >= 100</c>.</summary>
public sealed class ConditionText : Written
{
    private readonly Condition? _condition;

    public ConditionText(string text) : base(text)
    {
        var parse = Condition.Parse(text);
        _condition = parse.Condition;
        Problems = string.IsNullOrWhiteSpace(text) ? ["Enter a condition, for example entry.total >= 100."]
            : parse.Problem is { } problem ? [$"Column {problem.Column}: {problem.Sentence}"]
            : [];
    }

    public override IReadOnlyList<string> Problems { get; }

    /// <summary>False where the text was not understood; such a journey is never published.</summary>
    public bool Holds(Facts facts) => _condition is { } condition && condition.Holds(facts);

    /// <summary>The condition with the values it looked at, for people.</summary>
    public string Explain(Facts facts) => _condition?.Explain(facts) ?? Text;

    /// <summary>Null where the text was not understood.</summary>
    internal Condition? Condition => _condition;

    public override IEnumerable<string> Paths() => _condition?.Paths() ?? [];

    public override IEnumerable<(string Event, TimeSpan? Within)> Asked() => _condition?.Asked() ?? [];
}

/// <summary>A text with places to fill in: <c>Hi {{person.firstName}}</c>.</summary>
public sealed class TemplateText : Written
{
    private readonly MessageTemplate? _template;

    /// <param name="escaping">What the text is part of: a value that is filled in must not become more than a value there.</param>
    public TemplateText(string text, TemplateEscaping escaping = TemplateEscaping.None) : base(text)
    {
        var compiled = MessageTemplate.Compile(text, escaping);
        _template = compiled.Template;
        Problems = compiled.Problems;
    }

    public override IReadOnlyList<string> Problems { get; }

    /// <summary>The text filled in, or the sentence that says why it could not be.</summary>
    public (string? Text, string? Problem) Render(Facts facts)
    {
        if (_template is null) return (null, "The template has mistakes.");

        var result = _template.Render(facts);
        if (result.Text is { } text) return (text, null);
        return (null, result.Problem ?? $"There is no value for {string.Join(", ", result.Missing)}.");
    }

    public override IEnumerable<string> Paths() => _template?.Variables() ?? [];
}

/// <summary>Where a value lies: <c>person.renewal</c>, <c>entry.items.0.sku</c>, <c>steps.ask.body.score</c>.</summary>
public sealed class PathText : Written
{
    private readonly ValuePath? _path;

    public PathText(string text) : base(text) => Problems = ValuePath.TryParse(text, out _path, out var problem) ? [] : [problem];

    public override IReadOnlyList<string> Problems { get; }

    public JsonElement? Get(Facts facts) => _path?.Get(facts);

    /// <summary>The value in a form that can be compared, whether it was sent as a number or as a text; null where there is none.</summary>
    public string? Key(Facts facts) => _path?.Key(facts);

    public override IEnumerable<string> Paths() => _path is null ? [] : [_path.ToString()];
}

/// <summary>What ties an event to a run: <c>event.cart_id = entry.cart_id</c>.</summary>
public sealed class KeyText : Written
{
    private readonly ValuePath? _event;
    private readonly ValuePath? _run;

    public KeyText(string text) : base(text)
    {
        (EventSide, RunSide) = Halves(text);
        if (ValuePath.TryParse(EventSide, out _event, out var problem) && ValuePath.TryParse(RunSide, out _run, out problem) && _event.Root == "event" && _run.Root != "event")
            Problems = [];
        else
            Problems = [problem ?? "A key compares the event's value with the run's: event.order_id = entry.order_id."];
    }

    /// <summary>What stands on the left, whether it can be used or not.</summary>
    public string EventSide { get; }

    /// <summary>What stands on the right; empty where there is no <c>=</c>.</summary>
    public string RunSide { get; }

    public override IReadOnlyList<string> Problems { get; }

    /// <summary>True where both values are there and are the same; an event without the value matches nobody.</summary>
    public bool Matches(Facts facts) =>
        _event?.Key(facts) is { } left && _run?.Key(facts) is { } right && string.Equals(left, right, StringComparison.Ordinal);

    /// <summary>Both values as they are, for people: <c>event.cart_id is "c1", entry.cart_id is "c1"</c>.</summary>
    public string Explain(Facts facts) => Problems.Count > 0 ? Text : $"{_event!.Explain(facts)}, {_run!.Explain(facts)}";

    /// <summary>The names of the event's value, and what the run has for it; null where it has nothing.</summary>
    internal (IReadOnlyList<string> Names, JsonElement Value)? Wanted(Facts facts) =>
        Problems.Count == 0 && _run!.Get(facts) is { } value ? ([.. _event!.Names], value) : null;

    public override IEnumerable<string> Paths() => Problems.Count > 0 ? [] : [_event!.ToString(), _run!.ToString()];

    /// <summary>Divides at the first = outside of quotes: names in brackets may hold one.</summary>
    private static (string Event, string Run) Halves(string text)
    {
        var quoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '"' && (i == 0 || text[i - 1] != '\\')) quoted = !quoted;
            if (text[i] == '=' && !quoted) return (text[..i].Trim(), text[(i + 1)..].Trim());
        }
        return (text.Trim(), "");
    }
}
