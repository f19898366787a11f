using System.Collections.Frozen;
using System.Globalization;

namespace Cpd.Engine.Templates;

/// <summary>Amounts of any currency, written the way of the person's language: <c>€12.50</c>, <c>12,50 €</c>, <c>1.250 JPY</c>.</summary>
internal static class Currencies
{
    /// <summary>Where the sign is commonly known; all others are written by their code.</summary>
    private static readonly FrozenDictionary<string, string> Signs = new Dictionary<string, string>
    {
        ["EUR"] = "€", ["USD"] = "$", ["GBP"] = "£", ["JPY"] = "¥", ["INR"] = "₹", ["KRW"] = "₩", ["TRY"] = "₺", ["UAH"] = "₴",
        ["PLN"] = "zł", ["CZK"] = "Kč", ["HUF"] = "Ft", ["BRL"] = "R$", ["ILS"] = "₪", ["NGN"] = "₦", ["VND"] = "₫",
    }.ToFrozenDictionary();

    private static readonly FrozenSet<string> WithoutCents =
        new[] { "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF", "XPF" }.ToFrozenSet();

    private static readonly FrozenSet<string> InThousandths = new[] { "BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND" }.ToFrozenSet();

    public static string Print(decimal amount, string code, CultureInfo culture)
    {
        var format = (NumberFormatInfo)culture.NumberFormat.Clone();
        format.CurrencySymbol = Signs.GetValueOrDefault(code, code);
        format.CurrencyDecimalDigits = WithoutCents.Contains(code) ? 0 : InThousandths.Contains(code) ? 3 : 2;
        if (char.IsLetter(format.CurrencySymbol[^1]) && format.CurrencyPositivePattern < 2)
        {
            format.CurrencyPositivePattern += 2;     // letters need a space beside the number
            format.CurrencyNegativePattern = format.CurrencyPositivePattern == 2 ? 12 : 8;
        }
        return amount.ToString("C", format);
    }
}
