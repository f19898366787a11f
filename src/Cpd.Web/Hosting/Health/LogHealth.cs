using Cpd.EventLog;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Cpd.Web.Hosting.Health;

/// <summary>The log takes records and hands them on.</summary>
internal sealed class LogHealth(ILogStatus log) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(
        log.Running switch
        {
            { IsFaulted: true } fault => HealthCheckResult.Unhealthy("The log has stopped.", fault.Exception),
            { IsCompletedSuccessfully: true } when log.Problems is { Count: > 0 } problems => HealthCheckResult.Unhealthy(string.Join(' ', problems)),
            { IsCompletedSuccessfully: true } => HealthCheckResult.Healthy("Accepting records."),
            _ => HealthCheckResult.Unhealthy("The log is starting."),
        });
}
