using Cpd.Engine.Dashboards;
using Cpd.Engine.Journeys;
using Cpd.Engine.Journeys.Publishing;
using Cpd.Engine.UserView;
using Cpd.EventLog;
using Cpd.Web.Features.Operations;
using Cpd.Web.Features.Reports;

namespace Cpd.Web.Features.Overview;

/// <summary>All that the overview shows, found once for everybody who has it open.</summary>
public sealed class Overviews(
    WorkspaceReports reports, WorkspaceFigures figures, JourneyReports counts, IJourneyLibrary library, IDeadLetters letters, PeopleSearch people,
    OpenedPeople opened, SharedAnswers answers)
{
    public Task<OverviewView> Of(string workspace, ReportRange range, CancellationToken ct) =>
        answers.Of((nameof(Overviews), workspace, range), () => Ask(workspace, range, CancellationToken.None), ct);

    public IDisposable Watch(string workspace, Func<Task> changed) => answers.Watch(workspace, changed);

    private async Task<OverviewView> Ask(string workspace, ReportRange range, CancellationToken ct)
    {
        var ever = await figures.Of(workspace, ct);
        var dead = (await letters.List(DeadLetterState.Open, LettersOfWorkspace.Most, ct)).Count(letter => letter.OfWorkspace() == workspace);
        var newest = await people.Search(workspace, null, 1, ct);
        var funnels = await Funnels(workspace, range, ct);
        return new OverviewView(
            await reports.Of(workspace, range, ct), funnels, JourneyReportTables.All(funnels), [.. Concern.Of(ever, dead, funnels)], ever, newest.Count == 0 ? null : newest[0],
            opened.Any(workspace));
    }

    private async Task<IReadOnlyList<JourneyFunnel>> Funnels(string workspace, ReportRange range, CancellationToken ct)
    {
        var numbers = await counts.All(workspace, range, ct);
        var funnels = new List<JourneyFunnel>();
        foreach (var summary in await library.List(workspace, ct))
        {
            if (await library.Find(workspace, summary.Id, ct) is not { } detail) continue;
            funnels.Add(JourneyFunnel.Of(summary, detail.Definition, numbers.GetValueOrDefault(summary.Id) ?? JourneyNumbers.None));
        }
        return [.. funnels.OrderByDescending(funnel => funnel.Summary.Status is JourneyStatus.Active).ThenByDescending(funnel => funnel.Numbers.Began)];
    }
}

/// <param name="Ever">Whatever the range.</param>
/// <param name="Newest">The person who appeared last.</param>
/// <param name="HasOpened">Somebody has looked at a person here.</param>
public sealed record OverviewView(
    WorkspaceReport Report, IReadOnlyList<JourneyFunnel> Funnels, ReportTable Journeys, IReadOnlyList<Concern> Concerns, Figures Ever, PersonSummary? Newest, bool HasOpened)
{
    /// <summary>After so many events nobody is at the beginning.</summary>
    private const int Many = 50;

    public bool HasEvent => Ever.Events.Total > 0;

    public bool HasJourney => Funnels.Any(funnel => funnel.Summary.Status is JourneyStatus.Active);

    public bool HasMessage => Ever.Sent.Total > 0;

    /// <summary>All first steps are done.</summary>
    public bool IsUnderWay => HasEvent && HasJourney && HasMessage && (HasOpened || Ever.Events.Total > Many);
}
