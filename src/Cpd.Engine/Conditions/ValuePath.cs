using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Cpd.Contracts;
using Cpd.Engine.People;

namespace Cpd.Engine.Conditions;

/// <summary>
/// The way to a value among the <see cref="Facts"/>: <c>person.country</c>, <c>entry.items.0.sku</c>, <c>steps.ask.reply</c>,
/// <c>event["Order number"]</c>. Parsed once, walked often, without allocating.
/// </summary>
public sealed record ValuePath
{
    private const int MostSegments = 20;

    private static readonly ImmutableArray<string> Roots = ["person", "event", "entry", "steps", MessageLinks.Root];

    private readonly string _root;
    private readonly JsonPath.Segment[] _segments;
    private readonly string _text;

    private ValuePath(string root, JsonPath.Segment[] segments)
    {
        _root = root;
        _segments = segments;
        _text = Print([root, .. segments.Select(segment => segment.Name)]);
    }

    /// <summary><c>person</c>, <c>event</c>, <c>entry</c>, <c>steps</c> or, in messages, <c>links</c>.</summary>
    public string Root => _root;

    /// <summary>The names below the root.</summary>
    public IEnumerable<string> Names => _segments.Select(segment => segment.Name);

    /// <exception cref="FormatException">It is no path; what people typed goes through <see cref="TryParse"/>.</exception>
    public static ValuePath Parse(string text) => TryParse(text, out var path, out var problem) ? path : throw new FormatException(problem);

    /// <param name="problem">A sentence that says what to do.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out ValuePath? path, [NotNullWhen(false)] out string? problem)
    {
        var at = 0;
        path = Scan(text, ref at, out var found);
        if (path is not null && at < text.Length)
        {
            found = $"\"{Shortened(text)}\" is not a valid path: unexpected text after \"{Shortened(path._text)}\".";
            path = null;
        }
        problem = path is null ? found ?? "Expected a path, for example person.firstName." : null;
        return path is not null;
    }

    /// <summary>The value; null where there is none. Never throws, whatever the facts.</summary>
    public JsonElement? Get(Facts facts) => _root switch
    {
        "person" => facts.Person.Attribute(_segments),
        "event" => JsonPath.Get(facts.Event, _segments),
        "entry" => JsonPath.Get(facts.Entry, _segments),
        MessageLinks.Root => _segments is [var link] && MessageLinks.TryStandIn(link.Name, out var standIn) ? JsonPath.Text(standIn) : null,
        _ => facts.Steps.TryGetValue(_segments[0].Name, out var step) ? JsonPath.Get(step, _segments.AsSpan(1)) : null,
    };

    /// <summary>The path with what is found there, for people: <c>entry.total is 149.5</c>.</summary>
    internal string Explain(Facts facts)
    {
        const int Longest = 80;
        if (Get(facts) is not { } value) return $"{_text} is missing";

        var found = value.GetRawText();
        return $"{_text} is {(found.Length <= Longest ? found : found[..Longest] + "…")}";
    }

    /// <summary>
    /// The value as a text that equal values share, for telling which run an event belongs to. Null where there is nothing
    /// to tell them apart by: missing, null, blank, an object or a list.
    /// </summary>
    public string? Key(Facts facts)
    {
        if (Get(facts) is not { } value) return null;
        switch (value.ValueKind)
        {
            case JsonValueKind.String: return JsonPath.TextOf(value) is { } text && !string.IsNullOrWhiteSpace(text) ? text : null;
            case JsonValueKind.Number: return Scalar.Of(value).ToString();
            case JsonValueKind.True: return "true";
            case JsonValueKind.False: return "false";
            default: return null;
        }
    }

    public bool Equals(ValuePath? other) => other is not null && _text == other._text;

    public override int GetHashCode() => string.GetHashCode(_text, StringComparison.Ordinal);

    /// <summary>The text that parses to this path.</summary>
    public override string ToString() => _text;

    /// <summary>Reads a path that begins at <paramref name="at"/> and moves behind it.</summary>
    internal static ValuePath? Scan(string text, ref int at, out string? problem)
    {
        var root = ScanName(text, ref at);
        if (!Roots.Contains(root))
        {
            problem = $"A path must start with person, event, entry or steps, not with \"{Shortened(root)}\".";
            return null;
        }

        var segments = new List<JsonPath.Segment>();
        while (at < text.Length && text[at] is '.' or '[')
        {
            if (ScanSegment(text, ref at, out problem) is not { } name) return null;
            segments.Add(new JsonPath.Segment(name));
            if (segments.Count > MostSegments)
            {
                problem = $"A path may have at most {MostSegments.ToString(CultureInfo.InvariantCulture)} names.";
                return null;
            }
        }
        problem = segments.Count == 0 ? $"\"{root}\" needs a name after it, for example {root}.{(root == "steps" ? "ask.reply" : "name")}." : null;
        return problem is null ? new ValuePath(root, [.. segments]) : null;
    }

    internal static bool IsNameCharacter(char c) => char.IsLetterOrDigit(c) || c is '_' or '-' or '$';

    internal static string ScanName(string text, ref int at)
    {
        var from = at;
        while (at < text.Length && IsNameCharacter(text[at])) at++;
        return text[from..at];
    }

    private static string? ScanSegment(string text, ref int at, out string? problem)
    {
        problem = null;
        if (text[at++] == '.')
        {
            var name = ScanName(text, ref at);
            if (name.Length > 0) return name;
            problem = "A name is missing after the dot.";
            return null;
        }

        if (QuotedText.Scan(text, ref at, out problem) is not { } quoted) return null;
        if (at < text.Length && text[at] == ']')
        {
            at++;
            return quoted;
        }
        problem = "A name in brackets must end with \"].";
        return null;
    }

    /// <summary>The text of a path from its names, the root first.</summary>
    internal static string Print(IReadOnlyList<string> names)
    {
        var text = new StringBuilder(names[0]);
        foreach (var name in names.Skip(1))
            if (name.Length > 0 && name.All(IsNameCharacter)) text.Append('.').Append(name);
            else QuotedText.Write(text.Append('['), name).Append(']');
        return text.ToString();
    }

    private static string Shortened(string text) => text.Length <= 40 ? text : text[..40] + "…";
}
