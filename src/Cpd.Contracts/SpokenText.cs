namespace Cpd.Contracts;

/// <summary>What a voice can say in a call.</summary>
public static class SpokenText
{
    /// <summary>More is not read out by the provider; it takes some two minutes.</summary>
    public const int MostLetters = 1400;

    /// <summary>Signs alone cannot be spoken.</summary>
    public static bool HasWords(string text) => text.Any(char.IsLetterOrDigit);
}
