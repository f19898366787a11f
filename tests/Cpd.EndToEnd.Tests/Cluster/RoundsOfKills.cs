using System.Globalization;

namespace Cpd.EndToEnd.Tests.Cluster;

/// <summary>Kills web, engine and adapter, in an order and at moments that nobody chose, and starts each again at once.</summary>
/// <param name="chance">
/// Decides order and moments: up to 4 seconds apart, so that one may go while another is still starting. Every other time an adapter
/// goes when the provider has just heard something and has not answered yet.
/// </param>
internal sealed class RoundsOfKills(Installation all, Trials load, Random chance)
{
    private const int LongestLife = 4_000;

    /// <summary>When each was killed and what it was.</summary>
    public List<(string Role, DateTimeOffset At)> Kills { get; } = [];

    public async Task Run(int rounds)
    {
#pragma warning disable CA5394   // moments, not secrets
        (string Role, RunningApp Process)[] processes = [("web", all.Web), ("engine", all.Engine), ("adapter", all.Adapter)];
        for (var round = 0; round < rounds; round++)
        {
            if (round % processes.Length == 0) chance.Shuffle(processes);
            var (role, process) = processes[round % processes.Length];
            var batches = (load.Batches * (round + 1) / rounds) - (load.Batches * round / rounds);
            await Task.Delay(chance.Next(LongestLife));
            if (role == "adapter" && round / processes.Length % 2 == 0) await all.Provider.HearsSomethingNew(() => load.Allow(batches));
            else load.Allow(batches);

            await process.Kill();
            Kills.Add((role, TimeProvider.System.GetUtcNow()));
            process.Launch();
            // Every other one may get on its feet; the rest are in the middle of it when the next one goes.
            if (round % 2 == 1) await process.IsReadyAtLast();
        }
#pragma warning restore CA5394
        foreach (var (_, process) in processes) await process.IsReadyAtLast();
    }

    /// <summary>How long the provider heard nothing new after a kill of each role.</summary>
    public IEnumerable<string> Silences(IReadOnlyList<DateTimeOffset> arrivals) => Kills
        .Select(kill => (kill.Role, Seconds: arrivals.Where(at => at > kill.At.AddSeconds(0.3)).Select(at => (at - kill.At).TotalSeconds).DefaultIfEmpty(double.NaN).Min()))
        .Where(kill => double.IsFinite(kill.Seconds))
        .GroupBy(kill => kill.Role, kill => kill.Seconds)
        .Select(role => (role.Key, Times: role.Order().ToArray()))
        .Select(role => string.Create(CultureInfo.InvariantCulture, $"{role.Key} killed to next message at the provider: n {role.Times.Length}, p50 {role.Times[role.Times.Length / 2]:0.0} s, max {role.Times[^1]:0.0} s"));
}
