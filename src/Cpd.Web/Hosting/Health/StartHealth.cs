using Cpd.EventLog;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Cpd.Web.Hosting.Health;

/// <summary>A first start has put everything in place, and nobody has asked the program to end.</summary>
internal sealed class StartHealth(ILogStatus log, IEnumerable<FirstStart> firstStarts, IHostApplicationLifetime lifetime) : IHealthCheck
{
    /// <summary>Done at once where another process puts everything in place.</summary>
    private Task FirstStarted => firstStarts.FirstOrDefault()?.Done ?? Task.CompletedTask;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(
        lifetime.ApplicationStopping.IsCancellationRequested ? HealthCheckResult.Unhealthy("The server is shutting down.")
        : log.Running is { IsFaulted: true } ? HealthCheckResult.Unhealthy("The log has stopped.")
        : FirstStarted is { IsFaulted: true } fault ? HealthCheckResult.Unhealthy("The first-time setup failed.", fault.Exception)
        : !log.Running.IsCompletedSuccessfully ? HealthCheckResult.Unhealthy("The log is starting.")
        : FirstStarted.IsCompletedSuccessfully ? HealthCheckResult.Healthy("Running.")
        : HealthCheckResult.Unhealthy("The ready journeys are being published."));
}
