using Cpd.EventLog;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Cpd.Web.Hosting;

/// <summary>Ready when the log takes records and hands them on, and a first start has put everything in place.</summary>
internal sealed class Readiness(ILogState log, IEnumerable<FirstStart> firstStarts) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult((log.Running, firstStarts.FirstOrDefault()?.Done ?? Task.CompletedTask) switch
        {
            ({ IsFaulted: true } fault, _) => HealthCheckResult.Unhealthy("The log has stopped.", fault.Exception),
            (_, { IsFaulted: true } fault) => HealthCheckResult.Unhealthy("The first start failed.", fault.Exception),
            ({ IsCompletedSuccessfully: true }, { IsCompletedSuccessfully: true }) => HealthCheckResult.Healthy("Everything runs."),
            ({ IsCompletedSuccessfully: true }, _) => HealthCheckResult.Unhealthy("The ready journeys are being published."),
            _ => HealthCheckResult.Unhealthy("The log is starting."),
        });
}
