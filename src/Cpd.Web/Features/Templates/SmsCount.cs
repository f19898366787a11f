using Cpd.Adapters.Infobip.Sms;

namespace Cpd.Web.Features.Templates;

/// <summary>What people want to know of a short message's length.</summary>
/// <param name="Left">How many characters the last part still takes.</param>
/// <param name="Encoding">In words.</param>
/// <param name="Forcing">The characters that make the message UCS-2, each once.</param>
internal sealed record SmsCount(int Parts, int Left, string Encoding, IReadOnlyList<string> Forcing)
{
    public bool IsUnicode => Forcing.Count > 0;

    public static SmsCount Of(string text, string? alphabetName)
    {
        var alphabet = SmsAlphabet.Named(alphabetName);
        var parts = SmsParts.Of(text, alphabet);
        if (parts.IsUnicode) return new SmsCount(parts.Count, parts.Remaining, "UCS-2", SmsParts.Outside(text, alphabet));

        var used = alphabet.For(text);
        return new SmsCount(parts.Count, parts.Remaining, used.Code is null ? "GSM-7" : $"GSM-7 with the {used.Name} table", []);
    }

    /// <summary>The alphabet that would keep a text out of UCS-2; null where none does, or where none is needed.</summary>
    public static string? Better(string text) =>
        SmsParts.Of(text).IsUnicode
            ? Array.Find<SmsAlphabet>([SmsAlphabet.Turkish, SmsAlphabet.Spanish, SmsAlphabet.Portuguese], one => !SmsParts.Of(text, one).IsUnicode)?.Name
            : null;
}
