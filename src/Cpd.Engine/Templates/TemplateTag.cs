using System.Text;

namespace Cpd.Engine.Templates;

/// <summary>A piece of a template's source: the text up to a tag, and the tag.</summary>
/// <param name="Text">What stands before the tag, with the blanks already gone that belong to tags.</param>
/// <param name="Content">What stands between the braces; null after the last tag.</param>
/// <param name="At">Where the tag begins in the source.</param>
/// <param name="IsRaw">Written <c>{{{...}}}</c> or <c>{{&amp;...}}</c>.</param>
internal readonly record struct TemplateTag(string Text, string? Content, int At, bool IsRaw);

/// <summary>
/// Cuts a template into tags. Takes away what Handlebars takes away: comments, blanks beside <c>~</c>, and the whole line
/// of a block's tag that stands alone on it. A backslash before the braces makes them text.
/// </summary>
internal static class TemplateTags
{
    /// <param name="problem">Called with a place and a sentence; the rest is not cut any more then.</param>
    public static List<TemplateTag> Cut(string source, Action<int, string> problem)
    {
        var tags = new List<TemplateTag>();
        var text = new StringBuilder();
        var (from, strip) = (0, false);
        var fixedLength = 0;   // a comment keeps the blanks before it from a later ~
        while (true)
        {
            var open = source.IndexOf("{{", from, StringComparison.Ordinal);
            if (open < 0)
            {
                Append(text, source[from..], strip);
                tags.Add(new(text.ToString(), null, source.Length, false));
                return tags;
            }
            if (open > from && source[open - 1] == '\\')
            {
                var end = source.IndexOf("}}", open, StringComparison.Ordinal);
                end = end < 0 ? source.Length : end + 2;
                Append(text, string.Concat(source.AsSpan(from, open - 1 - from), source.AsSpan(open, end - open)), strip);
                (from, strip) = (end, false);
                continue;
            }

            if (Read(source, open, problem) is not { } tag) return tags;
            Append(text, source[from..open], strip);
            (from, strip) = (tag.End, tag.StripsAfter);
            if (tag.StripsBefore) text.Length = TrimmedLength(text, fixedLength);
            else if (tag.MayStandAlone && AloneOnLine(source, open, tag.End) is var (before, after) && before >= 0)
            {
                text.Length -= Math.Min(text.Length, open - before);
                from = after;
            }
            fixedLength = tag.IsComment ? text.Length : 0;
            if (tag.IsComment) continue;

            tags.Add(new(text.ToString(), tag.Content, open, tag.IsRaw));
            text.Clear();
        }
    }

    /// <summary>The whole source in order, tags as they are written. What is no tag, or is not closed, is text.</summary>
    public static IEnumerable<(string Source, bool IsTag)> Pieces(string source)
    {
        var (from, look) = (0, 0);
        while (source.IndexOf("{{", look, StringComparison.Ordinal) is >= 0 and var open)
        {
            if (open > from && source[open - 1] == '\\')
            {
                var end = source.IndexOf("}}", open, StringComparison.Ordinal);
                look = end < 0 ? source.Length : end + 2;
                continue;
            }
            if (Read(source, open, (_, _) => { }) is not { } tag) break;
            if (open > from) yield return (source[from..open], false);
            yield return (source[open..tag.End], true);
            (from, look) = (tag.End, tag.End);
        }
        if (from < source.Length) yield return (source[from..], false);
    }

    private readonly record struct Found(string Content, int End, bool IsRaw, bool IsComment, bool StripsBefore, bool StripsAfter)
    {
        public bool MayStandAlone => IsComment || Content is ['#' or '/' or '^', ..] || Content == "else" || Content.StartsWith("else ", StringComparison.Ordinal);
    }

    private static Found? Read(string source, int open, Action<int, string> problem)
    {
        var at = open + 2;
        var raw = at < source.Length && source[at] == '{';
        if (raw) at++;
        var before = at < source.Length && source[at] == '~';
        if (before) at++;

        var comment = at < source.Length && source[at] == '!';
        var close = comment && source.AsSpan(at).StartsWith("!--") ? "--}}" : raw ? "}}}" : "}}";
        var end = EndOf(source, at, close, comment);
        if (end < 0 && close == "--}}") end = EndOf(source, at + 3, close = "--~}}", comment);
        if (end < 0)
        {
            problem(open, $"This tag is not closed; {close} is missing.");
            return null;
        }

        var content = source[at..end];
        var after = content.EndsWith('~') || close == "--~}}";
        content = (content.EndsWith('~') ? content[..^1] : content).Trim();
        if (content is ['&', ..]) (raw, content) = (true, content[1..].Trim());
        return new(content, end + close.Length, raw, comment, before, after);
    }

    /// <summary>Braces within a quoted text do not close a tag.</summary>
    private static int EndOf(string source, int at, string close, bool comment)
    {
        if (comment) return source.IndexOf(close, at, StringComparison.Ordinal);

        var quote = '\0';
        for (; at + close.Length <= source.Length; at++)
        {
            var c = source[at];
            if (quote != '\0') quote = c == quote ? '\0' : quote;
            else if (c is '"' or '\'') quote = c;
            else if (source.AsSpan(at).StartsWith(close)) return at;
        }
        return -1;
    }

    private static void Append(StringBuilder text, string more, bool strip) => text.Append(strip ? more.TrimStart() : more);

    private static int TrimmedLength(StringBuilder text, int least)
    {
        var length = text.Length;
        while (length > least && char.IsWhiteSpace(text[length - 1])) length--;
        return length;
    }

    /// <summary>From where to where the tag's line reaches when nothing else stands on it; else -1.</summary>
    private static (int Before, int After) AloneOnLine(string source, int open, int end)
    {
        var before = open;
        while (before > 0 && source[before - 1] is ' ' or '\t') before--;
        var after = end;
        while (after < source.Length && source[after] is ' ' or '\t') after++;

        if (before > 0 && source[before - 1] != '\n') return (-1, -1);
        if (after == source.Length) return (before, after);
        if (source[after] == '\r' && after + 1 < source.Length) after++;
        return source[after] == '\n' ? (before, after + 1) : (-1, -1);
    }
}
