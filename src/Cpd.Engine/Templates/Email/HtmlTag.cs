using System.Net;

namespace Cpd.Engine.Templates.Email;

/// <summary>One tag of an HTML, or a comment or declaration, which has no name.</summary>
/// <param name="End">Behind its last letter.</param>
internal sealed record HtmlTag(string Name, bool IsClosing, string Inside, int End)
{
    /// <summary>Null where the bracket begins no tag: a text that says "a &lt; b".</summary>
    public static HtmlTag? Read(string html, int open)
    {
        if (html.AsSpan(open).StartsWith("<!--"))
        {
            var close = html.IndexOf("-->", open + 4, StringComparison.Ordinal);
            return new HtmlTag("", false, "", close < 0 ? html.Length : close + 3);
        }

        var isClosing = open + 1 < html.Length && html[open + 1] == '/';
        var at = open + (isClosing ? 2 : 1);
        if (at >= html.Length || !(char.IsAsciiLetter(html[at]) || html[at] is '!' or '?')) return null;

        var name = at;
        while (at < html.Length && (char.IsAsciiLetterOrDigit(html[at]) || html[at] is '-' or ':')) at++;
        var end = EndOf(html, at);
        return new HtmlTag(html[name..at].ToLowerInvariant(), isClosing, html[at..end], Math.Min(html.Length, end + 1));
    }

    /// <summary>What an attribute says, without its quotes; null where it is not there.</summary>
    public string? Attribute(string wanted)
    {
        var at = 0;
        while (at < Inside.Length)
        {
            while (at < Inside.Length && (char.IsWhiteSpace(Inside[at]) || Inside[at] == '/')) at++;
            var from = at;
            while (at < Inside.Length && !char.IsWhiteSpace(Inside[at]) && Inside[at] is not ('=' or '/')) at++;
            var name = Inside[from..at];
            while (at < Inside.Length && char.IsWhiteSpace(Inside[at])) at++;
            if (at >= Inside.Length || Inside[at] != '=')
            {
                if (name.Length == 0) at++;
                continue;
            }

            at++;
            while (at < Inside.Length && char.IsWhiteSpace(Inside[at])) at++;
            var value = Value(ref at);
            if (name.Equals(wanted, StringComparison.OrdinalIgnoreCase)) return WebUtility.HtmlDecode(value);
        }
        return null;
    }

    /// <summary>Behind the tag that closes this element; the end of all where none does.</summary>
    public int EndOfElement(string html)
    {
        var close = html.IndexOf($"</{Name}", End, StringComparison.OrdinalIgnoreCase);
        if (close < 0) return html.Length;
        var end = html.IndexOf('>', close);
        return end < 0 ? html.Length : end + 1;
    }

    private string Value(ref int at)
    {
        var from = at;
        if (at < Inside.Length && Inside[at] is '"' or '\'')
        {
            var quote = Inside[at];
            var close = Inside.IndexOf(quote, at + 1);
            at = close < 0 ? Inside.Length : close + 1;
            return Inside[(from + 1)..(close < 0 ? Inside.Length : close)];
        }
        while (at < Inside.Length && !char.IsWhiteSpace(Inside[at])) at++;
        return Inside[from..at];
    }

    /// <summary>Where the tag's bracket closes: one within quotes does not.</summary>
    private static int EndOf(string html, int at)
    {
        var quote = '\0';
        for (; at < html.Length; at++)
        {
            if (quote != '\0') quote = html[at] == quote ? '\0' : quote;
            else if (html[at] is '"' or '\'' && html[at - 1] == '=') quote = html[at];
            else if (html[at] == '>') return at;
        }
        return html.Length;
    }
}
