using Cpd.Contracts;
using Cpd.Engine.Dashboards;
using Cpd.Engine.Journeys.Publishing;
using Cpd.Web.Shell;
using Microsoft.AspNetCore.Components;

namespace Cpd.Web.Features.Journeys;

public sealed partial class JourneyPage(IJourneyLibrary library, JourneyCounts counts, JourneyActions actions, CurrentWorkspace workspace)
{
    private bool _asksToStop;
    private bool _isChanging;
    private string? _refused;

    [Parameter, EditorRequired]
    public string Id { get; set; } = "";

    /// <summary>Figures of one version alone.</summary>
    [SupplyParameterFromQuery]
    public int? Version { get; set; }

    protected override object Subject => (Id, Version);

    protected override async Task<Shown> Ask(CancellationToken ct) =>
        new(await library.Find(workspace.Id, Id, ct), await counts.Of(workspace.Id, Id, Version, ct));

    protected override IDisposable Watch(Func<Task> changed) => counts.Watch(workspace.Id, changed);

    /// <summary>The state on the page changes when the engine has carried it out: this page hears of it like of everything else.</summary>
    private async Task Change(JourneyChange change)
    {
        _isChanging = true;
        _asksToStop = false;
        _refused = await actions.Change(workspace.Id, Id, change) ? null : "The log did not take this just now. Try again in a moment.";
        _isChanging = false;
        await Reload();
    }

    private static string Inside(long people) => people == 1 ? "the one person inside" : $"the {Shared.Numbers.Text(people)} people inside";

    private static string EndName(string end) => end switch
    {
        nameof(RunEnd.Finished) => "Finished",
        nameof(RunEnd.ReachedGoal) => "Reached the goal",
        nameof(RunEnd.ExitRule) => "Left by a rule",
        nameof(RunEnd.TakenOut) => "Taken out",
        _ => end,
    };

    public sealed record Shown(JourneyDetail? Detail, JourneyNumbers Numbers);
}
