using System.Globalization;
using System.Text.RegularExpressions;

namespace Cpd.Engine.Templates.Email;

/// <summary>What people write into blocks, as HTML. Tags of the template language stay letter by letter: their values are escaped when they are filled in.</summary>
internal static partial class WrittenText
{
    // Stand for tags while the words around them are worked on; private use, so nobody's words have them.
    private const char Begin = '\uE000', End = '\uE001';

    /// <summary>One line, as within a heading, a button or an attribute.</summary>
    public static string Line(string written) => Work(written, words => Escape(words).ReplaceLineEndings(" "));

    /// <summary>With lines, bold words and links.</summary>
    /// <param name="link">The attributes of its links.</param>
    public static string Words(string written, string link) => Work(written, words =>
    {
        words = Escape(words).ReplaceLineEndings("\n");
        words = Links().Replace(words, match => $"<a href=\"{match.Groups["to"].Value}\" {link}>{match.Groups["words"].Value}</a>");
        words = Bold().Replace(words, "<strong>$1</strong>");
        return words;
    }, breaks: true);

    /// <summary>Where its links lead, as it is written.</summary>
    public static IEnumerable<string> AddressesIn(string written) => Links().Matches(written).Select(link => link.Groups["to"].Value);

    private static string Work(string written, Func<string, string> make, bool breaks = false)
    {
        var tags = new List<string>();
        var words = string.Concat(TemplateTags.Pieces(written.Replace($"{Begin}", "", StringComparison.Ordinal).Replace($"{End}", "", StringComparison.Ordinal)).Select(piece =>
        {
            if (!piece.IsTag) return piece.Source;
            tags.Add(piece.Source);
            return string.Create(CultureInfo.InvariantCulture, $"{Begin}{tags.Count - 1}{End}");
        }));
        words = make(words);
        if (breaks) words = WithBreaks(words.Split('\n'), tags);
        return Tags().Replace(words, match => tags[Number(match)]);
    }

    /// <summary>A line on which only a block begins or ends is none in the mail, as it is none in any other text.</summary>
    private static string WithBreaks(string[] lines, List<string> tags) => string.Join('\n', lines.Select((line, number) =>
        number == lines.Length - 1 || (Alone().Match(line) is { Success: true } alone && BlockTag().IsMatch(tags[Number(alone)])) ? line : line + "<br>"));

    private static int Number(Match place) => int.Parse(place.Groups[1].Value, CultureInfo.InvariantCulture);

    private static string Escape(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal)
        .Replace("\"", "&quot;", StringComparison.Ordinal);

    [GeneratedRegex(@"\[(?<words>[^\[\]\n]+)\]\((?<to>[^()\s]+)\)")]
    private static partial Regex Links();

    [GeneratedRegex(@"\*\*(\S(?:[^\n]*?\S)?)\*\*")]
    private static partial Regex Bold();

    [GeneratedRegex(@"\A\s*\uE000([0-9]+)\uE001\s*\z")]
    private static partial Regex Alone();

    [GeneratedRegex(@"\A\{\{~?\s*([#/^!]|else\b)")]
    private static partial Regex BlockTag();

    [GeneratedRegex(@"\uE000([0-9]+)\uE001")]
    private static partial Regex Tags();
}
