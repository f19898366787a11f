using Cpd.Engine.Dashboards;
using Cpd.Engine.Journeys.Publishing;
using Cpd.Web.Shell;

namespace Cpd.Web.Features.Journeys;

public sealed partial class JourneysPage(IJourneyLibrary library, JourneyCounts counts, CurrentWorkspace workspace)
{
    protected override async Task<Shown> Ask(CancellationToken ct) =>
        new(await library.List(workspace.Id, ct), await counts.All(workspace.Id, ct));

    protected override IDisposable Watch(Func<Task> changed) => counts.Watch(workspace.Id, changed);

    public sealed record Shown(IReadOnlyList<JourneySummary> Journeys, IReadOnlyDictionary<string, JourneyNumbers> Numbers);
}
