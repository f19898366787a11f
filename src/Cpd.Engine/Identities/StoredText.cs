using System.Security.Cryptography;
using System.Text;

namespace Cpd.Engine.Identities;

/// <summary>Texts from outside as they stand in keys, whose length is limited.</summary>
internal static class StoredText
{
    /// <summary>Letters (UTF-16) an id or an address may have; the doors take no longer ids.</summary>
    public const int Longest = 256;

    private const int Kept = Longest - 1 - (2 * SHA256.HashSizeInBytes);

    /// <summary>
    /// The text itself; of one that is too long the beginning and a hash of all of it, so that it stays one key for one text
    /// and whoever sends it harms nobody.
    /// </summary>
    public static string Fit(string text)
    {
        if (text.Length <= Longest) return text;

        var kept = char.IsHighSurrogate(text[Kept - 1]) ? Kept - 1 : Kept;
        return $"{text.AsSpan(0, kept)}#{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}";
    }
}
