using Cpd.Engine.Dashboards;
using Cpd.Engine.Journeys.Publishing;
using Cpd.Web.Features.Shared;
using Cpd.Web.Shell;
using Microsoft.AspNetCore.Components;

namespace Cpd.Web.Features.Reports;

public sealed partial class JourneyReportPage(
    IJourneyLibrary library, JourneyReports reports, CurrentWorkspace workspace, NavigationManager navigation, TimeProvider clock)
{
    [Parameter, EditorRequired]
    public string Id { get; set; } = "";

    [SupplyParameterFromQuery]
    public int? Version { get; set; }

    [SupplyParameterFromQuery]
    public string? Range { get; set; }

    [SupplyParameterFromQuery]
    public string? From { get; set; }

    [SupplyParameterFromQuery]
    public string? To { get; set; }

    protected override object Subject => (Id, Version, Range, From, To);

    private ReportRange Asked => ReportRange.Of(Range, From, To, clock.GetUtcNow());

    protected override async Task<Shown> Ask(CancellationToken ct)
    {
        var range = Asked;
        if (await library.Find(workspace.Id, Id, Version, ct) is not { } detail) return new Shown(range, null, null, 0);

        var numbers = await reports.Of(workspace.Id, Id, Version, range, ct);
        var funnel = JourneyFunnel.Of(detail.Summary, detail.Definition, numbers);
        return new Shown(range, funnel, JourneyFlow.Of(detail.Definition, numbers), detail.Versions.Count);
    }

    protected override IDisposable Watch(Func<Task> changed) => reports.Watch(workspace.Id, changed);

    private string Query(ReportRange range) => $"{RangeWords.Query(range)}&journey={Uri.EscapeDataString(Id)}{(Version is { } version ? $"&version={version}" : "")}";

    private string OfVersion(int? version) => navigation.GetUriWithQueryParameter("version", version);

    private static string Look(string node) => node switch
    {
        JourneyFlow.Gone => "look-rest",
        JourneyFlow.Inside => "look-warn",
        JourneyFlow.End => "look-good",
        _ => "look-main",
    };

    private static string Summary(JourneyFunnel funnel)
    {
        var (began, inside) = (Numbers.Text(funnel.Numbers.Began), Numbers.Text(funnel.Numbers.Active));
        return funnel.Definition.Goal is { } goal
            ? $"{began} entered, {inside} of them are in the journey now. {Numbers.Text(funnel.Goals)} reached the goal, {goal.Event}: {Numbers.Percent(funnel.Goals, funnel.Numbers.Began)}."
            : $"{began} entered, {inside} of them are in the journey now. Set a goal to see conversions.";
    }

    /// <param name="Funnel">Null where there is no such journey or version.</param>
    public sealed record Shown(ReportRange Range, JourneyFunnel? Funnel, JourneyFlow? Flow, int Versions);
}
