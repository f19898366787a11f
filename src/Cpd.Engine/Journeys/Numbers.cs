using System.Globalization;

namespace Cpd.Engine.Journeys;

internal static class Numbers
{
    public static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
