using Cpd.Engine.Dashboards;
using Cpd.Engine.Journeys;
using Cpd.Engine.Journeys.Publishing;
using Cpd.Web.Access;
using Cpd.Web.Shell;
using Microsoft.AspNetCore.Components;

namespace Cpd.Web.Features.Journeys.Gallery;

public sealed partial class GalleryPage(
    IJourneyLibrary library, JourneyCounts counts, DraftActions drafts, CurrentWorkspace workspace, Caller caller, NavigationManager navigation)
{
    private string? _refused;
    private string? _open;
    private bool _isSaving;

    protected override async Task<Shown> Ask(CancellationToken ct)
    {
        var published = (await library.List(workspace.Id, ct)).Select(journey => journey.Id).ToHashSet(StringComparer.Ordinal);
        return new Shown([.. JourneyGallery.All.Select(ready => GalleryCard.Of(ready, published.Contains(ready.Id)))]);
    }

    protected override IDisposable Watch(Func<Task> changed) => counts.Watch(workspace.Id, changed);

    private void Open(string journey) => _open = _open == journey ? null : journey;

    /// <summary>A draft of one's own, in the designer: what it lacks is filled in there, and there it is published.</summary>
    private async Task Use(Journey journey)
    {
        (_isSaving, _refused) = (true, null);
        if (await drafts.Begin(journey) is { } id) navigation.NavigateTo($"/journeys/{id}/edit");
        else _refused = $"The draft of {journey.Name} could not be saved. Try again in a moment.";
        _isSaving = false;
    }

    public sealed record Shown(IReadOnlyList<GalleryCard> Cards);
}
