using System.Text.RegularExpressions;

namespace Cpd.Adapters.Infobip;

/// <summary>The links in a message: what a phone would make a link of, and what an e-mail's HTML leads to.</summary>
public static partial class MessageUrls
{
    public static bool AreIn(string text) => text.Contains("://", StringComparison.Ordinal) && InText().IsMatch(text);

    /// <summary>In order, each where it stands.</summary>
    public static IReadOnlyList<(int At, string Url)> Of(string text) => [.. InText().Matches(text).Select(found => (found.Index, found.Value))];

    /// <summary>HTML with other addresses in its links; what is asked gets the number of the link and its address.</summary>
    public static string Replace(string html, Func<int, string, string> address)
    {
        var place = 0;
        return InHtml().Replace(html, found => found.Groups[1].Value + System.Net.WebUtility.HtmlEncode(address(place++, System.Net.WebUtility.HtmlDecode(found.Groups[2].Value))) + found.Groups[3].Value);
    }

    public static IReadOnlyList<string> OfHtml(string html) => [.. InHtml().Matches(html).Select(found => System.Net.WebUtility.HtmlDecode(found.Groups[2].Value))];

    /// <summary>What ends a sentence belongs to it, not to the address.</summary>
    [GeneratedRegex(@"https?://[^\s<>""]*[^\s<>"".,;:!?)\]}'’”]", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex InText();

    [GeneratedRegex(@"(<a\b[^>]*?\bhref\s*=\s*[""'])(https?://[^""']+)([""'])", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex InHtml();
}
