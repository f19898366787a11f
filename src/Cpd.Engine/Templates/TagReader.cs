using System.Globalization;
using System.Text.Json;
using Cpd.Engine.Conditions;
using Cpd.Engine.People;

namespace Cpd.Engine.Templates;

/// <summary>Reads the inside of one tag. The first problem ends the reading; every function answers null then.</summary>
internal sealed class TagReader(string content, TemplateScope? scope)
{
    private const int Deepest = 16;

    private int _at;
    private int _depth;

    public string? Problem { get; private set; }

    /// <summary>The paths that were read, from their roots.</summary>
    public List<string> Paths { get; } = [];

    public bool AtEnd
    {
        get
        {
            while (_at < content.Length && char.IsWhiteSpace(content[_at])) _at++;
            return _at == content.Length;
        }
    }

    /// <summary>A path, a value, or a helper with its arguments up to the end or a closing parenthesis.</summary>
    public TemplateExpression? Expression()
    {
        if (AtEnd) return Refuse("The tag is empty; enter a path such as person.firstName.");

        var from = _at;
        var word = Word();
        if (TemplateHelper.All.TryGetValue(word, out var helper)) return Call(helper);

        var alone = AtEnd || content[_at] is ')' or '|';
        if (!alone && word.Length > 0 && word.All(ValuePath.IsNameCharacter))
            return Refuse($"Unknown helper \"{word}\"; use one of {string.Join(", ", TemplateHelper.All.Keys.Order(StringComparer.Ordinal))}.");

        _at = from;
        var argument = Argument();
        return argument is null || AtEnd || content[_at] is ')' or '|' ? argument : Refuse("Only helpers take arguments.");
    }

    /// <summary>One argument: what <c>if</c>, <c>each</c> and <c>with</c> look at.</summary>
    public TemplateExpression? Argument()
    {
        if (AtEnd) return Refuse("Expected a path or a value.");

        return content[_at] switch
        {
            '(' => Nested(),
            '"' or '\'' => Quoted(),
            >= '0' and <= '9' or '-' => Number(),
            _ => Path(),
        };
    }

    /// <summary>The names of <c>as |item index|</c>; empty where it does not stand there.</summary>
    public string[] Names()
    {
        if (AtEnd || !content.AsSpan(_at).StartsWith("as ")) return [];

        _at += 3;
        var names = AtEnd ? "" : content[_at..].TrimEnd();
        _at = content.Length;
        var split = names is ['|', .., '|'] ? names[1..^1].Split(' ', StringSplitOptions.RemoveEmptyEntries) : [];
        if (split.Length is 1 or 2 && split.All(name => name.All(ValuePath.IsNameCharacter))) return split;

        Refuse("Expected one or two names between bars after \"as\", for example as |item index|.");
        return [];
    }

    /// <summary>A word of the language at the beginning of a tag, such as <c>if</c>.</summary>
    public string Word()
    {
        if (AtEnd) return "";

        var from = _at;
        while (_at < content.Length && !char.IsWhiteSpace(content[_at]) && content[_at] is not ('(' or ')' or '"' or '\'' or '|')) _at++;
        return content[from.._at];
    }

    public TemplateExpression? Refuse(string sentence)
    {
        Problem ??= sentence;
        return null;
    }

    private TemplateExpression? Nested()
    {
        if (++_depth > Deepest) return Refuse("The parentheses are nested too deeply.");

        _at++;
        var nested = Expression();
        if (nested is null) return null;
        if (AtEnd || content[_at] != ')') return Refuse("A closing parenthesis is missing.");
        _at++;
        _depth--;
        return nested;
    }

    private TemplateExpression? Call(TemplateHelper helper)
    {
        var arguments = new List<TemplateExpression>();
        while (!AtEnd && content[_at] != ')')
        {
            if (Argument() is not { } argument) return null;
            arguments.Add(argument);
        }
        if (arguments.Count < helper.Fewest || arguments.Count > helper.Most) return Refuse($"Use \"{helper.Name}\" like this: {helper.Usage}.");

        TemplateExpression[] given = [.. arguments];
        return helper.Check?.Invoke(given) is { } problem ? Refuse(problem) : new TemplateExpression.Call(helper, given);
    }

    /// <summary>Unlike elsewhere a backslash is just a backslash: so it is in Handlebars.</summary>
    private TemplateExpression? Quoted()
    {
        var end = content.IndexOf(content[_at], _at + 1);
        if (end < 0) return Refuse("A text has no closing quote.");

        var text = content[(_at + 1)..end];
        _at = end + 1;
        return new TemplateExpression.Fixed(TemplateValue.Of(text), $"\"{text}\"");
    }

    private TemplateExpression? Number()
    {
        var digits = Word();
        return decimal.TryParse(digits, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            ? new TemplateExpression.Fixed(TemplateValue.Of(JsonElement.Parse(number.ToString(CultureInfo.InvariantCulture))), digits)
            : Refuse($"\"{digits}\" is not a number.");
    }

    private TemplateExpression? Path()
    {
        var written = PathWord();
        switch (written)
        {
            case "true": return new TemplateExpression.Fixed(TemplateValue.Of(true), written);
            case "false": return new TemplateExpression.Fixed(TemplateValue.Of(false), written);
            case "": return Refuse($"Unexpected \"{content[_at]}\".");
        }
        if (written.Contains('=')) return Refuse("Named arguments are not supported; list the values one after another.");

        var (block, up) = (scope, 0);
        var rest = written.StartsWith("@root.", StringComparison.Ordinal) ? Root(written[6..], ref block) : Climb(written, ref block, ref up);
        if (Problem is not null) return null;

        var names = Split(rest);
        if (names is null) return Refuse($"\"{written}\" is not a valid path; use for example person.firstName or entry.items.0.name.");
        if (rest is ['@', ..]) return Place(written, names, block, up);
        return Resolve(written, names, block, up);
    }

    private static string Root(string rest, ref TemplateScope? block)
    {
        block = null;
        return rest;
    }

    private string Climb(string written, ref TemplateScope? block, ref int up)
    {
        var rest = written;
        while (rest == ".." || rest.StartsWith("../", StringComparison.Ordinal))
        {
            if (block is null)
            {
                Refuse($"\"{written}\" goes beyond the outermost block.");
                return rest;
            }
            (block, up) = (block.Outer, up + 1);
            rest = rest.Length > 3 ? rest[3..] : "";
        }
        return rest;
    }

    private TemplateExpression? Resolve(string written, string[] names, TemplateScope? block, int up)
    {
        var isThis = names is [] or ["this" or ".", ..];
        if (!isThis)
        {
            for (var (named, further) = (block, up); named is not null; (named, further) = (named.Outer, further + 1))
            {
                if (names[0] == named.ElementName) return Within(named, further, names.AsSpan(1));
                if (names[0] == named.PlaceName && names.Length == 1) return new TemplateExpression.Place(further, LoopPlace.Key, written);
            }
            var text = names.Length > 1 ? ValuePath.Print(names) : "";
            if (ValuePath.TryParse(text, out var path, out _))
            {
                Paths.Add(text);
                return new TemplateExpression.Found(path);
            }
        }
        if (block is null) return Refuse($"\"{written}\" must begin with person, event, entry or steps, for example person.{names.FirstOrDefault(name => name is not ("this" or ".")) ?? "firstName"}.");
        return Within(block, up, isThis && names.Length > 0 ? names.AsSpan(1) : names);
    }

    private static TemplateExpression.Within Within(TemplateScope block, int up, ReadOnlySpan<string> names)
    {
        var segments = new JsonPath.Segment[names.Length];
        var path = block.Path;
        for (var i = 0; i < names.Length; i++)
        {
            segments[i] = new(names[i]);
            path += "." + names[i];
        }
        return new(up, segments, path);
    }

    private TemplateExpression? Place(string written, string[] names, TemplateScope? block, int up)
    {
        LoopPlace? place = names is [var name] ? name switch
        {
            "@index" => LoopPlace.Index,
            "@key" => LoopPlace.Key,
            "@first" => LoopPlace.First,
            "@last" => LoopPlace.Last,
            _ => null,
        } : null;
        if (place is null) return Refuse($"Unknown \"{written}\"; use @index, @key, @first, @last or @root.");

        for (; block is { IsLoop: false }; up++) block = block.Outer;
        return block is null ? Refuse($"\"{written}\" can only be used within each.") : new TemplateExpression.Place(up, place.Value, written);
    }

    /// <summary>Takes a path as it is written; names in brackets may hold anything.</summary>
    private string PathWord()
    {
        var from = _at;
        for (var brackets = false; _at < content.Length; _at++)
        {
            var c = content[_at];
            if (c == '[') brackets = true;
            if (c == ']') brackets = false;
            if (!brackets && (char.IsWhiteSpace(c) || c is '(' or ')' or '"' or '\'' or '|')) break;
        }
        return content[from.._at];
    }

    /// <summary>The names of <c>a.b/c.[d e]</c>; null where one is empty.</summary>
    private static string[]? Split(string path)
    {
        var names = new List<string>();
        for (var at = 0; at < path.Length;)
        {
            var bracketed = path[at] == '[';
            var end = bracketed ? path.IndexOf(']', at) : path.AsSpan(at).IndexOfAny('.', '/') is var found and >= 0 ? at + found : path.Length;
            if (path[at] == '.' && at == 0) end = 1;      // "." and "./name" mean this element
            if (end <= at) return null;

            names.Add(bracketed ? path[(at + 1)..end] : path[at..end]);
            at = bracketed ? end + 1 : end;
            if (at == path.Length) break;
            if (path[at] is not ('.' or '/') || ++at == path.Length) return null;
        }
        return [.. names];
    }
}
