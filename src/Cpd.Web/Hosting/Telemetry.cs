using System.Diagnostics;
using Microsoft.AspNetCore.Http.Features;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Cpd.Web.Hosting;

/// <summary>
/// OpenTelemetry's export over OTLP, of spans and figures. On where OpenTelemetry's own variables name an endpoint, or
/// <c>Cpd:Telemetry:Endpoint</c> does; else nothing listens, and nothing is made for it.
/// </summary>
internal sealed partial class Telemetry(IConfiguration configuration, ILogger<Telemetry> logger) : IHostedService, IDisposable
{
    /// <summary>What is listened to: our own sources, requests in, and calls out.</summary>
    public static readonly IReadOnlyList<string> Sources = ["Cpd.EventLog", "Cpd.Adapters", "Microsoft.AspNetCore", "System.Net.Http"];

    /// <summary>As on <c>/metrics</c>: our own meters and those of .NET.</summary>
    public static readonly IReadOnlyList<string> Meters = ["Cpd.EventLog", "Cpd.Engine", "Cpd.Adapters", "Cpd.Web", .. Hosting.Metrics.OfTheFramework];

    private TracerProvider? _traces;
    private MeterProvider? _metrics;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        var endpoint = configuration["Cpd:Telemetry:Endpoint"] is { Length: > 0 } own ? own : null;
        if (IsTrue("OTEL_SDK_DISABLED")) return Task.CompletedTask;

        if (IsWanted("TRACES", endpoint)) _traces = Traces(endpoint);
        if (IsWanted("METRICS", endpoint)) _metrics = Metrics(endpoint);
        if (_traces is not null || _metrics is not null) Log.Exporting(logger, _traces is not null, _metrics is not null);
        return Task.CompletedTask;
    }

    /// <summary>What was collected last goes out, as far as a few seconds allow.</summary>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        _traces?.ForceFlush(2_000);
        _metrics?.ForceFlush(2_000);
        return Task.CompletedTask;
    }

    /// <summary>Names requests' spans by their routes, which hold nobody's id, and leaves out probes, which ask every few seconds.</summary>
    public static async Task Name(HttpContext http, RequestDelegate next)
    {
        await next(http);
        if (http.Features.Get<IHttpActivityFeature>()?.Activity is not { Recorded: true } span) return;

        var route = (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText;
        if (route is not null && (route.StartsWith("/health/", StringComparison.Ordinal) || route == "/metrics")) span.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
        span.DisplayName = route is null ? http.Request.Method : $"{http.Request.Method} {route}";
        span.SetTag("http.request.method", http.Request.Method).SetTag("http.route", route).SetTag("http.response.status_code", http.Response.StatusCode);
    }

    public void Dispose()
    {
        _traces?.Dispose();
        _metrics?.Dispose();
    }

    private static TracerProvider Traces(string? endpoint) => Sdk.CreateTracerProviderBuilder()
        .ConfigureResource(Describe)
        .AddSource([.. Sources])
        .AddProcessor(new WithoutSecrets())
        .AddOtlpExporter(options => Address(options, endpoint, "v1/traces"))
        .Build();

    private static MeterProvider Metrics(string? endpoint) => Sdk.CreateMeterProviderBuilder()
        .ConfigureResource(Describe)
        .AddMeter([.. Meters])
        .AddOtlpExporter(options => Address(options, endpoint, "v1/metrics"))
        .Build();

    private static void Describe(ResourceBuilder resource)
    {
        // OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES say it themselves.
        if (Environment.GetEnvironmentVariable("OTEL_SERVICE_NAME") is null) resource.AddService("cpd", serviceVersion: typeof(Telemetry).Assembly.GetName().Version?.ToString());
    }

    private static void Address(OtlpExporterOptions options, string? endpoint, string path)
    {
        if (endpoint is null) return;   // the exporter reads its variables

        options.Protocol = OtlpExportProtocol.HttpProtobuf;
        options.Endpoint = new Uri($"{endpoint.TrimEnd('/')}/{path}");
    }

    private static bool IsWanted(string signal, string? endpoint)
    {
        var exporter = Environment.GetEnvironmentVariable($"OTEL_{signal}_EXPORTER");
        return exporter is not "none" && (endpoint is not null || exporter is "otlp" || Has("OTEL_EXPORTER_OTLP_ENDPOINT") || Has($"OTEL_EXPORTER_OTLP_{signal}_ENDPOINT"));
    }

    private static bool Has(string variable) => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(variable));

    private static bool IsTrue(string variable) => "true".Equals(Environment.GetEnvironmentVariable(variable), StringComparison.OrdinalIgnoreCase);

    /// <summary>Calls to our own webhooks, the sandbox's among them: their address holds what only the provider may know.</summary>
    private sealed class WithoutSecrets : BaseProcessor<Activity>
    {
        public override void OnEnd(Activity data)
        {
            foreach (var tag in (string[])["url.full", "url.path"])
                if (data.GetTagItem(tag) is string url && LogsWithoutSecrets.Redact(url) != url) data.SetTag(tag, null);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "Telemetry is exported over OTLP: traces {Traces}, metrics {Metrics}")]
        public static partial void Exporting(ILogger logger, bool traces, bool metrics);
    }
}
