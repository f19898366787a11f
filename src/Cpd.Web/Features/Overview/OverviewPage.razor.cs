using Cpd.Engine.Dashboards;
using Cpd.Engine.Workspaces;
using Cpd.Web.Access;
using Cpd.Web.Demo;
using Cpd.Web.Shell;
using Microsoft.AspNetCore.Components;

namespace Cpd.Web.Features.Overview;

public sealed partial class OverviewPage(Overviews overviews, IDemoShoppers shoppers, CurrentWorkspace workspace, Caller caller, TimeProvider clock)
{
    private bool _shoppersRun;

    [SupplyParameterFromQuery]
    public string? Range { get; set; }

    [SupplyParameterFromQuery]
    public string? From { get; set; }

    [SupplyParameterFromQuery]
    public string? To { get; set; }

    protected override object Subject => (Range, From, To);

    private ReportRange Asked => ReportRange.Of(Range, From, To, clock.GetUtcNow());

    protected override void OnInitialized()
    {
        _shoppersRun = shoppers.IsRunning;
        shoppers.Changed += ShoppersChanged;
    }

    protected override Task<OverviewView> Ask(CancellationToken ct) => overviews.Of(workspace.Id, Asked, ct);

    protected override IDisposable Watch(Func<Task> changed) => overviews.Watch(workspace.Id, changed);

    private bool HasShoppers => workspace.Id == DemoWorkspace.Id && caller.May(Right.UsePhone);

    private async Task Shoppers()
    {
        await caller.Require(Right.UsePhone);
        if (shoppers.IsRunning) shoppers.Stop();
        else shoppers.Start();
    }

    private void ShoppersChanged() => _ = InvokeAsync(() =>
    {
        _shoppersRun = shoppers.IsRunning;
        StateHasChanged();
    });

    protected override void Dispose(bool disposing)
    {
        shoppers.Changed -= ShoppersChanged;
        base.Dispose(disposing);
    }
}
