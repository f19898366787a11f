using System.Globalization;

namespace Cpd.Adapters.Infobip.Sms;

/// <summary>How a text is cut into short messages: 160 characters of GSM-7 or 70 of UCS-2 in one, 153 or 67 in each of several.</summary>
/// <param name="Remaining">How many characters the last part still takes.</param>
public readonly record struct SmsParts(int Count, int Remaining, bool IsUnicode)
{
    private const int UnicodeAlone = 70, UnicodeEach = 67;

    public static SmsParts Of(string text) => Of(text, SmsAlphabet.Standard);

    public static SmsParts Of(string text, SmsAlphabet alphabet)
    {
        alphabet = alphabet.For(text);
        var length = 0;
        foreach (var letter in text)
        {
            if (alphabet.PlacesOf(letter) is > 0 and var places) length += places;
            else return Cut(text.Length, UnicodeAlone, UnicodeEach, unicode: true);
        }
        return Cut(length, alphabet.Alone, alphabet.Each, unicode: false);
    }

    /// <summary>The characters that make UCS-2 of a text, each once, in the order of the text.</summary>
    public static IReadOnlyList<string> Outside(string text, SmsAlphabet alphabet)
    {
        var found = new List<string>();
        var characters = StringInfo.GetTextElementEnumerator(text);
        while (characters.MoveNext())
        {
            var character = characters.GetTextElement();
            if (character.Any(letter => alphabet.PlacesOf(letter) == 0) && !found.Contains(character)) found.Add(character);
        }
        return found;
    }

    private static SmsParts Cut(int length, int alone, int each, bool unicode)
    {
        if (length <= alone) return new SmsParts(1, alone - length, unicode);
        var count = (length + each - 1) / each;
        return new SmsParts(count, count * each - length, unicode);
    }
}
