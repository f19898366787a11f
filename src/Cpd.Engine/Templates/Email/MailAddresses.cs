using System.Text.RegularExpressions;

namespace Cpd.Engine.Templates.Email;

/// <summary>
/// Where the links and pictures of an e-mail lead once values stand in their addresses: somebody's value must not make a
/// script of one. Of an e-mail of blocks all addresses are ours to know; in HTML by hand there may be others than those of the web.
/// </summary>
internal static partial class MailAddresses
{
    public const string Code = "message.address-invalid";

    /// <summary>Where a click may lead.</summary>
    public static readonly string[] OfLinks = ["http", "https", "mailto", "tel"];

    public static readonly string[] OfPictures = ["http", "https"];

    private const int Shown = 60;

    private static readonly string[] Scripts = ["javascript:", "vbscript:"];

    /// <summary>Whether some address of an HTML is only known once it is filled in. People's own links need no look: we make them.</summary>
    public static bool AreFilledIn(string html) => Places().IsMatch(html);

    /// <summary>What is wrong with an HTML that is filled in, in a sentence; null for nothing.</summary>
    public static string? Problem(string html, bool isOfBlocks)
    {
        for (var open = html.IndexOf('<'); open >= 0 && open < html.Length;)
        {
            var tag = HtmlTag.Read(html, open);
            if (tag is { IsClosing: false, Name.Length: > 0 })
            {
                if (tag.Attribute("href") is { } link && IsWrong(link, isOfBlocks, OfLinks, "data:")) return Sentence(link);
                if (tag.Attribute("src") is { } picture && IsWrong(picture, isOfBlocks, OfPictures)) return Sentence(picture);
            }
            var next = tag?.End ?? open + 1;
            open = next >= html.Length ? -1 : html.IndexOf('<', next);
        }
        return null;
    }

    public static bool Leads(string address, string[] schemes) => Uri.TryCreate(address.Trim(), UriKind.Absolute, out var uri) && schemes.Contains(uri.Scheme);

    private static bool IsWrong(string address, bool isOfBlocks, string[] schemes, params ReadOnlySpan<string> more)
    {
        if (isOfBlocks) return !Leads(address, schemes);

        // As browsers read them: a blank or a line break within the word makes no other word of it.
        var read = string.Concat(address.Where(letter => letter > ' '));
        foreach (var scheme in (ReadOnlySpan<string>)[.. Scripts, .. more])
            if (read.StartsWith(scheme, StringComparison.OrdinalIgnoreCase)) return true;
        return false;
    }

    private static string Sentence(string address) => string.IsNullOrWhiteSpace(address)
        ? "The URL of a link or image is empty for this person. Give it a default, or leave the link out."
        : $"“{(address.Length > Shown ? address[..Shown] + "…" : address)}” is not a valid URL for a link or image. Fix the value in it, or the URL in the template.";

    /// <summary>A place within a link or source, other than one of <c>{{links.…}}</c>.</summary>
    [GeneratedRegex("""\b(?:href|src)\s*=\s*(?:"[^"]*|'[^']*|[^\s"'>]*)\{\{(?!\s*links\.)""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Places();
}
