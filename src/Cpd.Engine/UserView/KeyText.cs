using System.Globalization;

namespace Cpd.Engine.UserView;

/// <summary>Texts for columns that take only so many letters, such as those of a key.</summary>
internal static class KeyText
{
    private const int HashLength = 9;

    /// <summary>A name that came from outside, as it stands in a key: to SQL Server two that differ by spaces at their end are one.</summary>
    public static string OfName(string name, int most) => Fit(name.TrimEnd(' '), most);

    /// <summary>The text, or where it is too long, its beginning with a hash of all of it, so that two of them differ still.</summary>
    /// <param name="most">In UTF-16 units, which no database counts as less.</param>
    public static string Fit(string text, int most)
    {
        if (text.Length <= most) return text;

        var hash = 2166136261u;
        foreach (var c in text) hash = (hash ^ c) * 16777619u;
        var cut = most - HashLength;
        if (char.IsHighSurrogate(text[cut - 1])) cut--;
        return string.Create(CultureInfo.InvariantCulture, $"{text.AsSpan(0, cut)}~{hash:x8}");
    }
}
