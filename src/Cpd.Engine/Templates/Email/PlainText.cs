using System.Collections.Frozen;
using System.Globalization;
using System.Net;

namespace Cpd.Engine.Templates.Email;

/// <summary>
/// An e-mail's HTML as a text that can be read without it: headings underlined, links with their addresses, lists with
/// dashes and numbers, pictures by what they are called. Whatever the HTML, it answers, in one pass over it.
/// </summary>
public static class PlainText
{
    /// <summary>What is between them is nothing to read.</summary>
    private static readonly FrozenSet<string> Unread = new[] { "style", "script", "title", "template", "noscript", "svg" }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>They begin and end a line.</summary>
    private static readonly FrozenSet<string> Lines =
        new[] { "div", "tr", "li", "dt", "dd", "center", "address", "section", "article", "header", "footer", "main", "aside", "nav", "form", "figcaption" }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>There is an empty line before and after them.</summary>
    private static readonly FrozenSet<string> Paragraphs =
        new[] { "p", "table", "blockquote", "pre", "dl", "figure", "fieldset" }.ToFrozenSet(StringComparer.Ordinal);

    public static string Of(string html)
    {
        var text = new TextLines();
        var (links, lists) = (new Stack<(string Address, int From)>(), new Stack<int>());
        var at = 0;
        while (at < html.Length)
        {
            var open = html.IndexOf('<', at);
            text.Add(WebUtility.HtmlDecode(html[at..(open < 0 ? html.Length : open)]));
            if (open < 0) break;

            if (HtmlTag.Read(html, open) is not { } tag)
            {
                text.Add("<");
                at = open + 1;
                continue;
            }
            at = tag.End;
            if (!tag.IsClosing && Unread.Contains(tag.Name)) at = tag.EndOfElement(html);
            else Take(tag, text, links, lists);
        }
        return text.ToString();
    }

    private static void Take(HtmlTag tag, TextLines text, Stack<(string Address, int From)> links, Stack<int> lists)
    {
        switch (tag.Name)
        {
            case "br":
                text.Break();
                break;
            case "hr":
                text.Paragraph();
                text.Add("----------");
                text.Paragraph();
                break;
            case "h1" or "h2" or "h3" or "h4" or "h5" or "h6":
                if (tag.IsClosing && tag.Name is "h1" or "h2") text.Underline(tag.Name == "h1" ? '=' : '-');
                text.Paragraph();
                break;
            case "td" or "th":
                if (tag.IsClosing) text.Add(" ");
                break;
            case "img" when tag.Attribute("alt") is { } called:
                text.Add(called);
                break;
            case "a" when !tag.IsClosing:
                links.Push((tag.Attribute("href")?.Trim() ?? "", text.Length));
                break;
            case "a" when links.TryPop(out var link):
                End(link.Address, link.From, text);
                break;
            case "ul" or "ol":
                if (tag.IsClosing) lists.TryPop(out _);
                if (lists.Count == 0) text.Paragraph();
                else text.Break(ifNeeded: true);
                if (!tag.IsClosing) lists.Push(tag.Name == "ol" ? 1 : 0);
                break;
            case "li" when !tag.IsClosing:
                text.Break(ifNeeded: true);
                var number = lists.TryPop(out var next) ? next : 0;
                text.Begin(new string(' ', 2 * Math.Min(lists.Count, TextLines.Deepest)) + (number == 0 ? "- " : string.Create(CultureInfo.InvariantCulture, $"{number}. ")));
                lists.Push(number == 0 ? 0 : number + 1);
                break;
            default:
                if (Paragraphs.Contains(tag.Name)) text.Paragraph();
                else if (Lines.Contains(tag.Name)) text.Break(ifNeeded: true);
                break;
        }
    }

    /// <summary>The address behind the words, unless they are the address; one that only works in a page is none.</summary>
    private static void End(string address, int from, TextLines text)
    {
        if (address.Length == 0 || address[0] == '#' || address.StartsWith("javascript:", StringComparison.OrdinalIgnoreCase)) return;

        var shown = address.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase) || address.StartsWith("tel:", StringComparison.OrdinalIgnoreCase)
            ? address[(address.IndexOf(':', StringComparison.Ordinal) + 1)..].Split('?')[0]
            : address;
        var words = text.Since(from).Trim();
        if (words.Length == 0) text.Add(shown);
        else if (!Bare(words).Equals(Bare(shown), StringComparison.OrdinalIgnoreCase)) text.Add($" ({shown})");
    }

    private static string Bare(string address) =>
        (address.StartsWith("https://", StringComparison.OrdinalIgnoreCase) ? address[8..] : address.StartsWith("http://", StringComparison.OrdinalIgnoreCase) ? address[7..] : address).TrimEnd('/');
}
