using System.Net;
using System.Text;
using Cpd.Contracts;
using Cpd.Engine.Templates.Stored;

namespace Cpd.Engine.Templates.Email;

/// <summary>What becomes of the rendered parts of an e-mail before it goes out.</summary>
internal static class EmailContent
{
    /// <summary>More than this no mailbox shows and Infobip does not take.</summary>
    public const int LongestSubject = 1000;

    /// <summary>
    /// The text part is made from the HTML where nobody wrote one, the preheader is put into the HTML, and what goes into
    /// the head becomes one line: a value with a line break in it would otherwise begin another line of the head.
    /// </summary>
    /// <param name="parts">All that was rendered, by name, the text too.</param>
    public static ComposedMessage Finish(Dictionary<string, string> parts)
    {
        foreach (var name in (string[])[TemplateParts.Subject, TemplateParts.Sender, TemplateParts.ReplyTo, TemplateParts.Preheader])
            if (parts.TryGetValue(name, out var line) && (parts[name] = OneLine(line)).Length == 0) parts.Remove(name);

        if (!parts.TryGetValue(TemplateParts.Subject, out var subject)) return ComposedMessage.Not("message.no-subject", "The subject is empty for this person. Add text that is always there.");
        if (subject.Length > LongestSubject) parts[TemplateParts.Subject] = subject[..LongestSubject];
        foreach (var name in (string[])[TemplateParts.Sender, TemplateParts.ReplyTo])
        {
            if (!parts.TryGetValue(name, out var address)) continue;
            if (!EmailAddress.TryParse(address, out var read)) return ComposedMessage.Not("message.sender-invalid", $"“{address}” is not a valid e-mail address. Fix {(name == TemplateParts.Sender ? "the sender" : "the reply-to address")} in the template.");
            parts[name] = read.ToString();
        }

        var html = parts[TemplateParts.Html];
        var text = parts.Remove(TemplateParts.Text, out var written) && !string.IsNullOrWhiteSpace(written) ? written : PlainText.Of(html);
        if (text.Length == 0) return ComposedMessage.Not("message.no-text", "The e-mail has no plain text. Add it in the template.");

        if (parts.Remove(TemplateParts.Preheader, out var preheader)) parts[TemplateParts.Html] = WithPreheader(html, preheader);
        return new ComposedMessage(text, parts, null, null);
    }

    /// <summary>The words that a mailbox shows beside the subject, and nobody in the mail itself; after <c>&lt;body&gt;</c> where there is one.</summary>
    internal static string WithPreheader(string html, string preheader)
    {
        var hidden = $"<div style=\"display:none;max-height:0;max-width:0;overflow:hidden;opacity:0\">{WebUtility.HtmlEncode(preheader)}</div>";
        var body = html.IndexOf("<body", StringComparison.OrdinalIgnoreCase);
        var end = body < 0 ? -1 : html.IndexOf('>', body);
        return end < 0 ? hidden + html : html.Insert(end + 1, hidden);
    }

    /// <summary>Without anything that ends a line or cannot be seen, and single blanks between words.</summary>
    internal static string OneLine(string text)
    {
        var line = new StringBuilder(text.Length);
        foreach (var letter in text)
        {
            var isBlank = char.IsWhiteSpace(letter) || char.IsControl(letter) || letter is '\u2028' or '\u2029';
            if (!isBlank) line.Append(letter);
            else if (line.Length > 0 && line[^1] != ' ') line.Append(' ');
        }
        return line.ToString().TrimEnd();
    }
}
