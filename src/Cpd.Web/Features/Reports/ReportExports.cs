using System.Globalization;
using Cpd.Engine.Dashboards;
using Cpd.Engine.Journeys.Publishing;
using Cpd.Web.Api;
using Cpd.Web.Features.Overview;
using Cpd.Web.Shell;

namespace Cpd.Web.Features.Reports;

/// <summary><c>GET /reports/export/{table}.csv</c> or <c>.jsonl</c>: the tables of reports as files, for the range in the address.</summary>
internal sealed class ReportExports(
    WorkspaceReports reports, JourneyReports journeys, Overviews overviews, IJourneyLibrary library, CurrentWorkspace workspace, TimeProvider clock)
{
    private static readonly ApiProblem UnknownTable = new(
        404, "report.unknown", "There is no such table. Use activity, messages, channels, failures, latency, journeys, steps, step-messages, paths and splits, each as .csv and .jsonl.");

    private static readonly ApiProblem UnknownJourney = new(404, "journey.unknown", "Set \"journey\" to a journey of the workspace and, if needed, \"version\" to one of its versions.");

    /// <summary>One for each request: whose workspace it is, only the request knows.</summary>
    public static void Map(IEndpointRouteBuilder endpoints) => endpoints.MapGet(
        "/reports/export/{table}.{format}",
        (HttpContext http, string table, string format) => ActivatorUtilities.CreateInstance<ReportExports>(http.RequestServices).Answer(http, table, format));

    private async Task Answer(HttpContext http, string table, string format)
    {
        var query = http.Request.Query;
        var range = ReportRange.Of(query["range"], query["from"], query["to"], clock.GetUtcNow());
        var version = int.TryParse(query["version"], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : (int?)null;

        var found = format is not ("csv" or "jsonl") ? null : table switch
        {
            "steps" or "step-messages" or "paths" or "splits" => await OfJourney(table, query["journey"], version, range, http.RequestAborted),
            "journeys" => (await overviews.Of(workspace.Id, range, http.RequestAborted)).Journeys,
            _ => OfWorkspace(table) is { } make ? make(await reports.Of(workspace.Id, range, http.RequestAborted)) : null,
        };
        if (found is null)
        {
            await ApiDoor.Refuse(http, table is "steps" or "step-messages" or "paths" or "splits" ? UnknownJourney : UnknownTable);
            return;
        }

        var (bytes, type) = format == "csv" ? (ReportFiles.Csv(found), "text/csv; charset=utf-8") : (ReportFiles.JsonLines(found), "application/jsonl; charset=utf-8");
        http.Response.ContentType = type;
        http.Response.Headers.ContentDisposition = $"attachment; filename=\"{table}-{range.From:yyyyMMdd-HHmm}-{range.To:yyyyMMdd-HHmm}.{format}\"";
        http.Response.Headers.CacheControl = "no-store";
        await http.Response.Body.WriteAsync(bytes, http.RequestAborted);
    }

    private static Func<WorkspaceReport, ReportTable>? OfWorkspace(string table) => table switch
    {
        "activity" => WorkspaceTables.Activity,
        "messages" => WorkspaceTables.Messages,
        "channels" => WorkspaceTables.Channels,
        "failures" => WorkspaceTables.Failures,
        "latency" => WorkspaceTables.Latency,
        _ => null,
    };

    private async Task<ReportTable?> OfJourney(string table, string? id, int? version, ReportRange range, CancellationToken ct)
    {
        if (id is null || await library.Find(workspace.Id, id, version, ct) is not { } detail) return null;

        var numbers = await journeys.Of(workspace.Id, id, version, range, ct);
        var funnel = JourneyFunnel.Of(detail.Summary, detail.Definition, numbers);
        return table switch
        {
            "steps" => JourneyReportTables.Steps(funnel),
            "step-messages" => JourneyReportTables.Messages(funnel),
            "paths" => JourneyReportTables.Paths(JourneyFlow.Of(detail.Definition, numbers)),
            _ => JourneyReportTables.Splits(funnel),
        };
    }
}
