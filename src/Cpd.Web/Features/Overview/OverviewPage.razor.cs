using Cpd.Engine.Dashboards;
using Cpd.Engine.Journeys.Publishing;
using Cpd.Engine.UserView;
using Cpd.Engine.Workspaces;
using Cpd.Web.Access;
using Cpd.Web.Demo;
using Cpd.Web.Features.Operations;
using Cpd.Web.Shell;

namespace Cpd.Web.Features.Overview;

public sealed partial class OverviewPage(
    WorkspaceFigures figures, JourneyCounts counts, PeopleSearch people, IJourneyLibrary journeys, LettersOfWorkspace letters,
    IDemoShoppers shoppers, CurrentWorkspace workspace, Caller caller)
{
    private bool _shoppersRun;

    protected override void OnInitialized()
    {
        _shoppersRun = shoppers.IsRunning;
        shoppers.Changed += ShoppersChanged;
    }

    protected override async Task<Shown> Ask(CancellationToken ct)
    {
        var now = await figures.Of(workspace.Id, ct);
        var dead = await letters.CountOpen(ct);
        var newest = await people.Search(workspace.Id, null, 1, ct);
        return new Shown(
            now, await journeys.List(workspace.Id, ct), await counts.All(workspace.Id, ct), [.. Concerns(now, dead)], newest.Count == 0 ? null : newest[0]);
    }

    protected override IDisposable Watch(Func<Task> changed) => figures.Watch(workspace.Id, changed);

    private static IEnumerable<Concern> Concerns(Figures now, int dead)
    {
        if (dead > 0)
            yield return new($"{Of(dead, "record")} could not be processed.", "See why", "/operations");
        if (now.Failed.Minutes.Sum() is > 0 and var failed)
            yield return new($"{Of(failed, "message")} failed in the last hour.", "See which", $"/live?kind={LiveFilter.Failures}");
        if (now.Refused.Minutes.Sum() is > 0 and var refused)
            yield return new($"{Of(refused, "command")} refused in the last hour.", "See why", "/live?kind=CommandRefused");
    }

    private static string Of(long count, string thing) => $"{Shared.Numbers.Text(count)} {thing}{(count == 1 ? "" : "s")}";

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

    /// <summary>Something a person should look at, and where.</summary>
    public sealed record Concern(string Sentence, string Way, string Link);

    /// <param name="Newest">The person who appeared last.</param>
    public sealed record Shown(
        Figures Figures, IReadOnlyList<JourneySummary> Journeys, IReadOnlyDictionary<string, JourneyNumbers> Numbers,
        IReadOnlyList<Concern> Concerns, PersonSummary? Newest)
    {
        public bool HasEvent => Figures.Events.Total > 0;

        public bool HasRun => Numbers.Values.Any(journey => journey.Began > 0);

        public bool HasMessage => Figures.Sent.Total > 0;

        /// <summary>All first steps are done.</summary>
        public bool IsUnderWay => HasEvent && HasRun && HasMessage;
    }
}
