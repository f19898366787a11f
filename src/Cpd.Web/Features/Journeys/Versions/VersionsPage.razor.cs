using Cpd.Engine.Dashboards;
using Cpd.Engine.Journeys;
using Cpd.Engine.Journeys.Publishing;
using Cpd.Web.Shell;
using Microsoft.AspNetCore.Components;

namespace Cpd.Web.Features.Journeys.Versions;

public sealed partial class VersionsPage(IJourneyLibrary library, JourneyCounts counts, CurrentWorkspace workspace)
{
    [Parameter, EditorRequired]
    public string Id { get; set; } = "";

    /// <summary>One of the two versions that are compared.</summary>
    [SupplyParameterFromQuery]
    public int? One { get; set; }

    /// <inheritdoc cref="One"/>
    [SupplyParameterFromQuery]
    public int? Other { get; set; }

    protected override object Subject => (Id, One, Other);

    /// <summary>The earlier one first.</summary>
    private int[] Chosen => [.. new[] { One, Other }.OfType<int>().Distinct().Order()];

    protected override async Task<Shown> Ask(CancellationToken ct)
    {
        var chosen = Chosen;
        var (before, after) = chosen.Length < 2 ? (null, null) : (
            await library.Find(workspace.Id, Id, chosen[0], ct), await library.Find(workspace.Id, Id, chosen[1], ct));
        return new Shown(
            await library.Find(workspace.Id, Id, ct), await counts.ByVersion(workspace.Id, Id, ct), before?.Definition, after?.Definition);
    }

    protected override IDisposable Watch(Func<Task> changed) => counts.Watch(workspace.Id, changed);

    /// <summary>The address with this version taken in, or left out; where two are chosen, the one that was chosen first makes room.</summary>
    private string Choosing(int version)
    {
        List<int> chosen = [.. new[] { One, Other }.OfType<int>()];
        if (!chosen.Remove(version)) chosen.Add(version);
        return $"/journeys/{Id}/versions" + chosen.TakeLast(2).ToList() switch
        {
            [] => "",
            [var one] => $"?one={one}",
            [var one, var other, ..] => $"?one={one}&other={other}",
        };
    }

    public sealed record Shown(JourneyDetail? Detail, IReadOnlyDictionary<int, JourneyNumbers> Numbers, Journey? Before, Journey? After);
}
