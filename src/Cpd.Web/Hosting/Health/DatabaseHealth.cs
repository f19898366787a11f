using System.Data.Common;
using Cpd.EventLog.Storage;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Cpd.Web.Hosting.Health;

/// <summary>The database answers a question that needs no table.</summary>
internal sealed class DatabaseHealth(Database database) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await database.Ask("SELECT 1", HealthModule.Patience, cancellationToken);
            return HealthCheckResult.Healthy("Responding.");
        }
        catch (TimeoutException silent)
        {
            return HealthCheckResult.Unhealthy($"No response within {HealthModule.Patience.TotalSeconds:0} seconds.", silent);
        }
        catch (Exception silent) when (silent is DbException or InvalidOperationException)
        {
            // Not the exception's words: they may hold the address and the user's name, and anybody may ask here.
            return HealthCheckResult.Unhealthy($"No response ({silent.GetType().Name}).", silent);
        }
    }
}
