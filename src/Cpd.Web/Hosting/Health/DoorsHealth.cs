using Cpd.EventLog;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Cpd.Web.Hosting.Health;

/// <summary>
/// The company's own topics are read. Where one cannot be, this process stays in service all the same: pages, the API and
/// the other doors have nothing to do with it.
/// </summary>
internal sealed class DoorsHealth(ILogStatus log) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var troubled = log.Doors.Where(door => door.Problem is not null).ToList();
        return Task.FromResult(
            troubled.Count > 0 ? HealthCheckResult.Degraded(string.Join(' ', troubled.Select(door => $"The door for {door.Topic}: {door.Problem}")))
            : log.Doors.Sum(door => door.Lag) is var lag and > 0 ? HealthCheckResult.Healthy($"All doors are being read; {lag} records to go.")
            : HealthCheckResult.Healthy("All doors are being read."));
    }
}
