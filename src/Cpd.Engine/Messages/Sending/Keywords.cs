using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Cpd.Engine.Messages.Sending;

/// <summary>
/// Words by which people end and begin messages. They count in every language, whatever the person's: somebody abroad writes
/// what they know. Words that are an ordinary answer in another of these languages are left out.
/// </summary>
public static class Keywords
{
    private const int Longest = 40;

    /// <summary>In capitals and without accents, as they are compared.</summary>
    private static readonly (string Language, string[] Stop, string[] Start)[] Table =
    [
        ("en", ["STOP", "STOPALL", "STOP ALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "OPT OUT", "OPTOUT", "REVOKE"], ["START", "UNSTOP", "SUBSCRIBE"]),
        ("hr", ["ODJAVA", "ODJAVI", "ODJAVI ME", "PREKID", "PRESTANI"], ["PRIJAVA", "PRIJAVI ME"]),
        ("de", ["STOPP", "ABMELDEN", "ABMELDUNG", "ABBESTELLEN", "KUNDIGEN", "ENDE"], ["ANMELDEN", "ANMELDUNG"]),
        ("fr", ["ARRET", "ARRETER", "DESABONNER", "DESINSCRIRE", "DESINSCRIPTION"], ["ABONNER", "INSCRIRE"]),
        ("es", ["BAJA", "PARAR", "CANCELAR", "DARME DE BAJA"], ["ALTA", "SUSCRIBIR"]),
        ("it", ["FERMA", "BASTA", "CANCELLAMI", "DISISCRIVI", "ANNULLA ISCRIZIONE"], ["ISCRIVI", "ISCRIVIMI"]),
    ];

    private static readonly FrozenDictionary<string, Keyword> Known = Table
        .SelectMany(words => words.Stop.Select(word => (word, new Keyword(words.Language, Stops: true))).Concat(words.Start.Select(word => (word, new Keyword(words.Language, Stops: false)))))
        .ToFrozenDictionary(pair => pair.word, pair => pair.Item2, StringComparer.Ordinal);

    /// <summary>Of the words, English first.</summary>
    public static IEnumerable<string> Languages => Table.Select(words => words.Language);

    /// <summary>Null where the text is anything else. The word has to stand alone: "please do not stop" is no keyword.</summary>
    public static Keyword? Of(string text)
    {
        return text.Length > Longest ? null : Known.GetValueOrDefault(Bare(text));
    }

    /// <summary>As words are compared: in capitals, without accents and punctuation, one blank between two.</summary>
    internal static string Bare(string text, bool withDigits = false)
    {
        var bare = new StringBuilder(text.Length);
        foreach (var letter in string.Concat(text.Where(letter => !char.IsSurrogate(letter) && letter is not ('\uFFFE' or '\uFFFF'))).Normalize(NormalizationForm.FormD))
        {
            if (char.IsLetter(letter) || (withDigits && char.IsDigit(letter))) bare.Append(char.ToUpperInvariant(letter));
            else if (CharUnicodeInfo.GetUnicodeCategory(letter) is not UnicodeCategory.NonSpacingMark && bare.Length > 0 && bare[^1] != ' ') bare.Append(' ');
        }
        return bare.ToString().TrimEnd();
    }
}

/// <param name="Language">Whose word it is.</param>
/// <param name="Stops">False for a word that lets messages come again.</param>
public sealed record Keyword(string Language, bool Stops);
