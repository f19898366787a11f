using Cpd.EventLog;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Cpd.Web.Hosting.Health;

/// <summary>
/// Every group that has something before it moves. One that is far behind and moves is well; one that stands still in
/// front of records for a minute is not, unless it takes no more by its own will: the sender says why.
/// </summary>
internal sealed class GroupsHealth(ILogStatus log, IEnumerable<LogGroup> expected, TimeProvider clock) : IHealthCheck
{
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, (long Passed, long Since)> _standing = [];

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var groups = log.Groups;
        var stuck = new List<string>();
        lock (_lock)
        {
            foreach (var group in groups)
            {
                if (StandsFor(group) is { } time && time > Patience)
                    stuck.Add($"Group {group.Group} has been stuck for {time.TotalSeconds:0} s with {group.Lag} records to go.");
            }
        }
        return Task.FromResult(
            groups.Count < expected.Count() ? HealthCheckResult.Unhealthy("The groups are starting.")
            : stuck.Count > 0 ? HealthCheckResult.Unhealthy(string.Join(' ', stuck))
            : HealthCheckResult.Healthy(Sentence(groups)));
    }

    /// <summary>Null for a group that moves or has no work. Time counts from when we first saw it stand.</summary>
    private TimeSpan? StandsFor(GroupStatus group)
    {
        var hasWork = group is { Lag: > 0, IsFull: false };
        if (hasWork && _standing.TryGetValue(group.Group, out var seen) && seen.Passed == group.Passed) return clock.GetElapsedTime(seen.Since);

        if (hasWork) _standing[group.Group] = (group.Passed, clock.GetTimestamp());
        else _standing.Remove(group.Group);
        return null;
    }

    private static string Sentence(IReadOnlyList<GroupStatus> groups) =>
        groups.Sum(group => group.Lag) is var lag and > 0 ? $"All groups are moving; {lag} records to go." : "All groups are up to date.";
}
