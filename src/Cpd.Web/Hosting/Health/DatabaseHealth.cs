using System.Data.Common;
using Cpd.EventLog.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Cpd.Web.Hosting.Health;

/// <summary>The database answers a question that needs no table.</summary>
internal sealed class DatabaseHealth(IDbContextFactory<CpdDb> databases) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await using var db = await databases.CreateDbContextAsync(cancellationToken);
            await db.Database.ExecuteSqlRawAsync("SELECT 1", cancellationToken);
            return HealthCheckResult.Healthy("It answers.");
        }
        catch (Exception silent) when (silent is DbException or InvalidOperationException)
        {
            // Not the exception's words: they may hold the address and the user's name, and anybody may ask here.
            return HealthCheckResult.Unhealthy($"It does not answer ({silent.GetType().Name}).", silent);
        }
    }
}
