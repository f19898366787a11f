using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Cpd.Web.Hosting.Health;

/// <summary>Whether the program lives, and whether it is ready: for probes of containers and clusters.</summary>
public static class HealthModule
{
    public const string LivePath = "/health/live";
    public const string ReadyPath = "/health/ready";

    /// <summary>A check that hangs is a check that fails; probes give up after some seconds themselves.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public static IServiceCollection AddHealth(this IServiceCollection services)
    {
        services.AddSingleton<GroupsHealth>();
        services.AddHealthChecks()
            .AddCheck<StartHealth>("ready", timeout: Patience)
            .AddCheck<DatabaseHealth>("database")   // keeps to it itself: a driver that waits does not hear that it was told to stop
            .AddCheck<LogHealth>("log", timeout: Patience)
            .Add(new HealthCheckRegistration("groups", provider => provider.GetRequiredService<GroupsHealth>(), null, null, Patience));
        return services;
    }

    /// <summary>Live as long as it answers at all: a restart mends nothing that "ready" complains of.</summary>
    /// <remarks>How long probes take says nothing of how the product answers.</remarks>
    public static void MapHealth(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapHealthChecks(LivePath, new HealthCheckOptions { Predicate = _ => false }).AllowAnonymous().DisableHttpMetrics();
        endpoints.MapHealthChecks(ReadyPath, new HealthCheckOptions { ResponseWriter = HealthAnswer.Write }).AllowAnonymous().DisableHttpMetrics();
    }
}
