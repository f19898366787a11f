using System.Buffers;

namespace Cpd.Adapters.Infobip;

/// <summary>How a text is cut into short messages: 160 characters of GSM-7 or 70 of UCS-2 in one, 153 or 67 in each of several.</summary>
/// <param name="Remaining">How many characters the last part still takes.</param>
public readonly record struct SmsParts(int Count, int Remaining, bool IsUnicode)
{
    private static readonly SearchValues<char> Basic = SearchValues.Create(
        "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà");

    // Each of these takes two places: an escape goes before it.
    private static readonly SearchValues<char> Extended = SearchValues.Create("\f^{}\\[~]|€");

    public static SmsParts Of(string text)
    {
        var length = 0;
        foreach (var letter in text)
        {
            if (Basic.Contains(letter)) length++;
            else if (Extended.Contains(letter)) length += 2;
            else return Cut(text.Length, 70, 67, unicode: true);
        }
        return Cut(length, 160, 153, unicode: false);
    }

    private static SmsParts Cut(int length, int alone, int each, bool unicode)
    {
        if (length <= alone) return new SmsParts(1, alone - length, unicode);
        var count = (length + each - 1) / each;
        return new SmsParts(count, count * each - length, unicode);
    }
}
