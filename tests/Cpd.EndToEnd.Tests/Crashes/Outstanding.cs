using System.Globalization;

namespace Cpd.EndToEnd.Tests.Crashes;

/// <summary>What is still to come. Asked from the outside inwards: what the provider has yet to report comes in last.</summary>
internal sealed record Outstanding(long Reports, long Undelivered, long Calls, long Runs, long Lag)
{
    public bool IsNothing => this is { Reports: 0, Undelivered: 0, Calls: 0, Runs: 0, Lag: 0 };

    public static async Task<Outstanding> Count(RunningApp app, StandIn provider, int people) => new(
        await provider.ReportsToBring(),
        people - await app.Count("SELECT count(*) FROM message_view WHERE sent_at > 0 AND final_at > 0"),
        await app.Count("SELECT count(*) FROM calls"),
        await app.Count("SELECT count(*) FROM runs"),
        await LagOf(app));

    private static async Task<long> LagOf(RunningApp app)
    {
        var metrics = await app.Client.GetStringAsync(new Uri("/metrics", UriKind.Relative));
        var lags = metrics.Split('\n').Where(line => line.StartsWith("cpd_log_lag{", StringComparison.Ordinal)).ToArray();
        return lags.Length == 0
            ? throw new InvalidOperationException("The program says nothing of its lag.")
            : lags.Sum(line => long.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));
    }
}
