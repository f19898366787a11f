using System.Globalization;
using System.Text;

namespace Cpd.Adapters.Infobip.Sms;

/// <summary>
/// Letters that a short message cannot hold as itself are replaced by those it can. Which letter becomes which is not
/// published: this is how it is usually done, and good for counting parts, not for promising words.
/// </summary>
public static class SmsTransliteration
{
    private const string Cyrillic = "АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯЁЂЈЉЊЋЏЄІЇҐЅЃЌ", Greek = "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ";

    private static readonly string[] CyrillicAs = [
        "A", "B", "V", "G", "D", "E", "Zh", "Z", "I", "J", "K", "L", "M", "N", "O", "P", "R", "S", "T", "U", "F", "H", "C", "Ch", "Sh", "Sht", "A", "Y", "", "E", "Yu", "Ya",
        "E", "Dj", "J", "Lj", "Nj", "C", "Dz", "Ye", "I", "Yi", "G", "Dz", "Gj", "Kj"];

    /// <summary>Greek capitals that look like Latin ones; GSM-7 has the others as they are.</summary>
    private const string GreekAs = "ABEZHIKMNOPTYX";

    /// <summary>As Infobip names them.</summary>
    public static IReadOnlyList<string> All { get; } =
        ["NONE", "TURKISH", "GREEK", "CYRILLIC", "SERBIAN_CYRILLIC", "BULGARIAN_CYRILLIC", "CENTRAL_EUROPEAN", "BALTIC", "PORTUGUESE", "COLOMBIAN", "NON_UNICODE", "ALL"];

    /// <summary>Infobip's name of what a template calls <c>central-european</c>; null where there is none of that name.</summary>
    public static string? Named(string? name) => name?.ToUpperInvariant().Replace('-', '_') is { } known && IsKnown(known) ? known : null;

    public static bool IsKnown(string name) => All.Contains(name, StringComparer.Ordinal);

    public static string Of(string text, string? name)
    {
        if (name is null or "NONE" || !IsKnown(name)) return text;

        var all = name is "ALL" or "NON_UNICODE";
        var changed = new StringBuilder(text.Length);
        foreach (var letter in text)
        {
            if (SmsAlphabet.Standard.PlacesOf(letter) > 0) changed.Append(letter);
            else if (IsCyrillic(letter)) changed.Append(all || name.EndsWith("CYRILLIC", StringComparison.Ordinal) ? FromCyrillic(letter, name) : letter);
            else if (IsGreek(letter)) changed.Append(all || name == "GREEK" ? FromGreek(letter) : letter);
            else changed.Append(FromLatin(letter));
        }
        return changed.ToString();
    }

    private static bool IsCyrillic(char letter) => letter is >= 'Ѐ' and <= 'ӿ';

    private static bool IsGreek(char letter) => letter is (>= 'Ͱ' and <= 'Ͽ') or (>= 'ἀ' and <= '῾');

    private static string FromCyrillic(char letter, string name)
    {
        var capital = char.ToUpperInvariant(letter);
        var place = Cyrillic.IndexOf(capital, StringComparison.Ordinal);
        if (place < 0) return letter.ToString();

        var latin = (name, capital) switch
        {
            ("SERBIAN_CYRILLIC", 'Ж') => "Z",
            ("SERBIAN_CYRILLIC", 'Ч') => "C",
            ("SERBIAN_CYRILLIC", 'Ш') => "S",
            ("CYRILLIC" or "ALL" or "NON_UNICODE", 'Щ') => "Shch",
            ("CYRILLIC" or "ALL" or "NON_UNICODE", 'Ъ') => "",
            _ => CyrillicAs[place],
        };
        return capital == letter ? latin : latin.ToLowerInvariant();
    }

    private static string FromGreek(char letter)
    {
        var plain = letter.ToString().Normalize(NormalizationForm.FormD)[0];
        var capital = plain == 'ς' ? 'Σ' : char.ToUpperInvariant(plain);
        var place = Greek.IndexOf(capital, StringComparison.Ordinal);
        return place >= 0 ? GreekAs[place].ToString() : capital.ToString();
    }

    private static string FromLatin(char letter) => letter switch
    {
        'đ' => "d", 'Đ' => "D", 'ł' => "l", 'Ł' => "L", 'ı' => "i", 'ŧ' => "t", 'Ŧ' => "T", 'ħ' => "h", 'Ħ' => "H",
        '‘' or '’' or '‚' => "'", '“' or '”' or '„' or '«' or '»' => "\"", '–' or '—' => "-", '…' => "...", '\u00a0' => " ",
        _ when char.IsSurrogate(letter) || letter >= '\uFFFE' => letter.ToString(),
        _ => Plain(letter),
    };

    /// <summary>Without what stands above and below it, where that leaves a letter that fits.</summary>
    private static string Plain(char letter)
    {
        var plain = string.Concat(letter.ToString().Normalize(NormalizationForm.FormD).Where(part => CharUnicodeInfo.GetUnicodeCategory(part) is not UnicodeCategory.NonSpacingMark));
        return plain.Length > 0 && plain.All(part => SmsAlphabet.Standard.PlacesOf(part) > 0) ? plain : letter.ToString();
    }
}
