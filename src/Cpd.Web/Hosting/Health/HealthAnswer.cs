using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Cpd.Web.Hosting.Health;

/// <summary>
/// Says of each part what it is doing, and names those that keep the program from being ready:
/// <c>{"status":"Unhealthy","checks":{"log":"The log is starting.",...},"failing":["log"]}</c>.
/// </summary>
internal static class HealthAnswer
{
    public static Task Write(HttpContext context, HealthReport report) => context.Response.WriteAsJsonAsync(new
    {
        status = report.Status.ToString(),
        checks = report.Entries.ToDictionary(entry => entry.Key, entry => entry.Value.Description ?? (entry.Value.Status is HealthStatus.Healthy ? "Healthy." : "Failing.")),
        failing = report.Entries.Where(entry => entry.Value.Status is HealthStatus.Unhealthy).Select(entry => entry.Key).ToArray(),
    });
}
