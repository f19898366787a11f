using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Cpd.Web.Hosting;

/// <summary>Says what is not ready, in words: <c>{"status":"Healthy","checks":{"ready":"Everything runs."}}</c>.</summary>
internal static class HealthAnswer
{
    public static Task Write(HttpContext context, HealthReport report) => context.Response.WriteAsJsonAsync(new
    {
        status = report.Status.ToString(),
        checks = report.Entries.ToDictionary(entry => entry.Key, entry => entry.Value.Description ?? entry.Value.Status.ToString()),
    });
}
