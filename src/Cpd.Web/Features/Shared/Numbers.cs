using System.Globalization;

namespace Cpd.Web.Features.Shared;

/// <summary>Numbers as people read them.</summary>
internal static class Numbers
{
    public static string Text(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    public static string Percent(long part, long whole) =>
        whole == 0 ? "" : (100.0 * part / whole).ToString(part == whole ? "0" : "0.0", CultureInfo.InvariantCulture) + " %";
}
