using System.Globalization;

namespace Cpd.Engine.Conditions;

/// <summary>Takes a condition's text apart, word by word, and keeps the first problem with its place.</summary>
internal sealed class ConditionScanner(string source)
{
    private int _at;

    public ConditionProblem? Problem { get; private set; }

    public bool AtEnd
    {
        get
        {
            SkipSpace();
            return _at == source.Length;
        }
    }

    /// <summary>Whether a path is what comes next, and not a literal.</summary>
    public bool AtPath
    {
        get
        {
            var word = Peek();
            var behind = _at + word.Length;
            return word.Length > 0 && char.IsLetter(word[0]) && behind < source.Length && source[behind] is '.' or '[';
        }
    }

    public void Refuse(string sentence)
    {
        SkipSpace();
        Problem ??= new ConditionProblem(_at + 1, sentence);
    }

    public bool Take(char sign)
    {
        SkipSpace();
        if (_at == source.Length || source[_at] != sign) return false;
        _at++;
        return true;
    }

    /// <summary>Takes a word of the language, in small or capital letters.</summary>
    public bool Take(string word)
    {
        if (Problem is not null || AtPath || !Peek().Equals(word, StringComparison.OrdinalIgnoreCase)) return false;
        _at += word.Length;
        return true;
    }

    /// <summary>Any word, in small letters.</summary>
    public string Word()
    {
        var word = Peek();
        _at += word.Length;
        return word.ToString().ToLowerInvariant();
    }

    public Comparison? Sign()
    {
        SkipSpace();
        var rest = source.AsSpan(_at);
        var (sign, length) = rest switch
        {
            ['=', '=', ..] => (Comparison.Equal, 2),
            ['=', ..] => (Comparison.Equal, 1),
            ['!', '=', ..] => (Comparison.NotEqual, 2),
            ['<', '=', ..] => (Comparison.AtMost, 2),
            ['<', ..] => (Comparison.Less, 1),
            ['>', '=', ..] => (Comparison.AtLeast, 2),
            ['>', ..] => (Comparison.More, 1),
            _ => (default, 0),
        };
        _at += length;
        return length == 0 ? null : sign;
    }

    public string? Text()
    {
        SkipSpace();
        var from = _at;
        var text = QuotedText.Scan(source, ref _at, out var problem);
        if (problem is not null) RefuseAt(from, problem);
        return text;
    }

    public ValuePath? Path()
    {
        SkipSpace();
        var from = _at;
        var path = ValuePath.Scan(source, ref _at, out var problem);
        if (problem is not null) RefuseAt(from, problem);
        return path;
    }

    /// <summary>A whole number from 0 on.</summary>
    public int? Count()
    {
        var word = Peek();
        if (int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count <= 1_000_000_000)
        {
            _at += word.Length;
            return count;
        }
        Refuse("Expected a whole number.");
        return null;
    }

    public Literal? Literal()
    {
        SkipSpace();
        if (_at < source.Length && source[_at] is '"' or '\'') return Text() is { } text ? Conditions.Literal.Of(text) : null;
        if (Take("true")) return Conditions.Literal.True;
        if (Take("false")) return Conditions.Literal.False;
        if (Take("null")) return Conditions.Literal.Null;

        var from = _at;
        while (_at < source.Length && (char.IsAsciiLetterOrDigit(source[_at]) || source[_at] is '.' or '-' or '+')) _at++;
        var digits = source[from.._at];
        var number = digits is ['-', >= '0' and <= '9', ..] or [>= '0' and <= '9', ..] ? Conditions.Literal.OfNumber(digits) : null;
        if (number is null) RefuseAt(from, "Expected a quoted text, a number, true, false or null.");
        return number;
    }

    private ReadOnlySpan<char> Peek()
    {
        SkipSpace();
        var end = _at;
        while (end < source.Length && ValuePath.IsNameCharacter(source[end])) end++;
        return source.AsSpan(_at, end - _at);
    }

    private void RefuseAt(int at, string sentence) => Problem ??= new ConditionProblem(at + 1, sentence);

    private void SkipSpace()
    {
        while (_at < source.Length && char.IsWhiteSpace(source[_at])) _at++;
    }
}
