namespace Cpd.Web.Features.Shared.Charts;

/// <summary>One colour of a chart.</summary>
/// <param name="Look">A class of the tokens: what the colour means.</param>
public sealed record ChartSeries(string Name, string Look, IReadOnlyList<long> Values)
{
    public long Total => Values.Sum();
}
