using System.Globalization;
using System.Text;

namespace Cpd.Engine.Conditions;

/// <summary>Texts within conditions: in double or single quotes, with JSON's escapes; printed with double ones.</summary>
internal static class QuotedText
{
    public static StringBuilder Write(StringBuilder to, string text)
    {
        to.Append('"');
        foreach (var c in text)
            _ = c switch
            {
                '"' => to.Append("\\\""),
                '\\' => to.Append(@"\\"),
                '\n' => to.Append("\\n"),
                '\r' => to.Append("\\r"),
                '\t' => to.Append("\\t"),
                _ when char.IsControl(c) || char.IsSurrogate(c) && !IsPaired(text, c) => to.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => to.Append(c),
            };
        return to.Append('"');
    }

    /// <summary>Reads the text whose quote stands at <paramref name="at"/> and moves behind it.</summary>
    public static string? Scan(string source, ref int at, out string? problem)
    {
        problem = null;
        if (at >= source.Length || source[at] is not ('"' or '\''))
        {
            problem = "Expected a quoted text.";
            return null;
        }

        var quote = source[at++];
        var text = new StringBuilder();
        while (at < source.Length && source[at] != quote)
        {
            var c = source[at++];
            if (c != '\\') text.Append(c);
            else if (Unescape(source, ref at) is { } unescaped) text.Append(unescaped);
            else
            {
                problem = "Expected one of \" ' \\ / b f n r t or u with four hex digits after a backslash.";
                return null;
            }
        }
        if (at < source.Length)
        {
            at++;
            return text.ToString();
        }
        problem = "The text has no closing quote.";
        return null;
    }

    private static char? Unescape(string source, ref int at)
    {
        if (at >= source.Length) return null;
        switch (source[at++])
        {
            case '"': return '"';
            case '\'': return '\'';
            case '\\': return '\\';
            case '/': return '/';
            case 'b': return '\b';
            case 'f': return '\f';
            case 'n': return '\n';
            case 'r': return '\r';
            case 't': return '\t';
            case 'u' when at + 4 <= source.Length
                && ushort.TryParse(source.AsSpan(at, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code):
                at += 4;
                return (char)code;
            default: return null;
        }
    }

    /// <summary>A half of a pair that stands alone would not survive being stored; seldom, so the whole text is looked at.</summary>
    private static bool IsPaired(string text, char half)
    {
        for (var i = text.IndexOf(half, StringComparison.Ordinal); i >= 0; i = text.IndexOf(half, i + 1))
        {
            var paired = char.IsHighSurrogate(half)
                ? i + 1 < text.Length && char.IsLowSurrogate(text[i + 1])
                : i > 0 && char.IsHighSurrogate(text[i - 1]);
            if (!paired) return false;
        }
        return true;
    }
}
