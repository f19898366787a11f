using System.Globalization;

namespace Cpd.Engine.Templates;

/// <summary>
/// Which of a word's forms goes with a number. Two forms are "one" and "other"; languages that have more give them in the
/// order one, (two,) few, other: <c>{{plural n "artikl" "artikla" "artikala"}}</c>.
/// </summary>
internal static class Plurals
{
    /// <returns>From 0, always below <paramref name="forms"/>.</returns>
    public static int Form(decimal number, CultureInfo culture, int forms)
    {
        var last = forms - 1;
        if (forms < 3) return number == 1 ? 0 : last;
        if (number != decimal.Truncate(number)) return last;

        var (ones, tens) = ((int)(Math.Abs(number) % 10), (int)(Math.Abs(number) % 100));
        var isFew = ones is >= 2 and <= 4 && tens is not (>= 12 and <= 14);
        return culture.TwoLetterISOLanguageName switch
        {
            "hr" or "sr" or "bs" or "ru" or "uk" or "be" => ones == 1 && tens != 11 ? 0 : isFew ? 1 : last,
            "pl" => number == 1 ? 0 : isFew ? 1 : last,
            "cs" or "sk" => number == 1 ? 0 : number is >= 2 and <= 4 ? 1 : last,
            "sl" => tens == 1 ? 0 : tens == 2 ? 1 : tens is 3 or 4 ? Math.Min(2, last) : last,
            _ => number == 1 ? 0 : last,
        };
    }
}
