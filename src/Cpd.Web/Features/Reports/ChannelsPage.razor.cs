using Cpd.Engine.Dashboards;
using Cpd.Web.Shell;
using Microsoft.AspNetCore.Components;

namespace Cpd.Web.Features.Reports;

public sealed partial class ChannelsPage(WorkspaceReports reports, CurrentWorkspace workspace, TimeProvider clock)
{
    [SupplyParameterFromQuery]
    public string? Range { get; set; }

    [SupplyParameterFromQuery]
    public string? From { get; set; }

    [SupplyParameterFromQuery]
    public string? To { get; set; }

    protected override object Subject => (Range, From, To);

    private ReportRange Asked => ReportRange.Of(Range, From, To, clock.GetUtcNow());

    protected override Task<WorkspaceReport> Ask(CancellationToken ct) => reports.Of(workspace.Id, Asked, ct);

    protected override IDisposable Watch(Func<Task> changed) => reports.Watch(workspace.Id, changed);
}
