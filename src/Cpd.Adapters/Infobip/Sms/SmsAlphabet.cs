using System.Buffers;

namespace Cpd.Adapters.Infobip.Sms;

/// <summary>
/// Which letters a short message holds without becoming UCS-2: those of GSM-7, and with a national table some more. A
/// national letter takes two places, and that the table is meant is said in each part, which costs 5 places of 160, or 4
/// of 153.
/// </summary>
/// <remarks>
/// The tables are 3GPP TS 23.038's single shift ones. Those that exchange the basic letters are not used: what they save in a
/// Turkish text they cost everywhere else.
/// </remarks>
public sealed class SmsAlphabet
{
    private const string Everywhere = "\f^{}\\[~]|€";

    // First: those below are made with it.
    private static readonly SearchValues<char> Basic = SearchValues.Create(
        "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà");

    private static readonly SearchValues<char> Extended = SearchValues.Create(Everywhere);

    public static readonly SmsAlphabet Standard = new("", null, "", 160, 153);
    public static readonly SmsAlphabet Turkish = new("turkish", "TR", "ĞİŞçğış", 155, 149);
    public static readonly SmsAlphabet Spanish = new("spanish", "ES", "çÁÍÓÚáíóú", 155, 149);
    public static readonly SmsAlphabet Portuguese = new("portuguese", "PT", "êçÔôÁáΦΓΩΠΨΣΘÊÀÍÓÚÃÕÂíóúãõâ", 155, 149);

    private static readonly SmsAlphabet[] All = [Standard, Turkish, Spanish, Portuguese];

    private readonly SearchValues<char> _national;

    private SmsAlphabet(string name, string? code, string national, int alone, int each)
    {
        (Name, Code, Alone, Each) = (name, code, alone, each);
        // Where the basic letters have one, it is written with them.
        _national = SearchValues.Create([.. national.Where(letter => !Basic.Contains(letter))]);
    }

    /// <summary>As a template names it; empty for the standard one.</summary>
    public string Name { get; }

    /// <summary>As Infobip names it; null for the standard one.</summary>
    public string? Code { get; }

    /// <summary>Places of a message that is one part.</summary>
    public int Alone { get; }

    /// <summary>Places of each of several parts.</summary>
    public int Each { get; }

    /// <summary>The standard one where there is none of this name.</summary>
    public static SmsAlphabet Named(string? name) => Array.Find(All, one => one.Name == name) ?? Standard;

    /// <summary>The same by Infobip's name.</summary>
    public static SmsAlphabet Coded(string? code) => Array.Find(All, one => one.Code == code) ?? Standard;

    /// <summary>The same for a text; AUTODETECT is the first that has all of its letters.</summary>
    public static SmsAlphabet Coded(string? code, string text) =>
        code == "AUTODETECT" ? Array.Find(All, one => text.All(letter => one.PlacesOf(letter) > 0)) ?? Standard : Coded(code);

    /// <summary>The one that is used for a text: this one, or, where none of its letters is there, the standard one.</summary>
    public SmsAlphabet For(string text) => text.AsSpan().ContainsAny(_national) ? this : Standard;

    /// <summary>How many places a letter takes; 0 where it is not in the alphabet.</summary>
    internal int PlacesOf(char letter) => Basic.Contains(letter) ? 1 : Extended.Contains(letter) || _national.Contains(letter) ? 2 : 0;
}
