using Cpd.Contracts;
using Cpd.Engine.Dashboards;
using Cpd.Engine.Journeys;
using Cpd.Engine.Journeys.Publishing;
using Cpd.Engine.UserView;
using Cpd.Web.Shell;

namespace Cpd.Web.Features.Journeys.Gallery;

public sealed partial class GalleryPage(
    IJourneyLibrary library, JourneyCounts counts, UseReadyJourney action, Refusals refusals, CurrentWorkspace workspace)
{
    private readonly Dictionary<string, string> _asked = new(StringComparer.Ordinal);
    private readonly HashSet<string> _sent = new(StringComparer.Ordinal);
    private (string Journey, string Reason)? _refused;
    private string? _open;
    private bool _isSending;

    protected override async Task<Shown> Ask(CancellationToken ct)
    {
        var published = (await library.List(workspace.Id, ct)).Select(journey => journey.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var (journey, messageId) in _asked.ToList())
        {
            var refusal = await refusals.Of(workspace.Id, nameof(PublishJourney), messageId, ct);
            if (refusal is not null) _refused = (journey, refusal.Reason);
            if (refusal is null && !published.Contains(journey)) continue;
            _asked.Remove(journey);
            _sent.Remove(journey);
        }
        return new Shown([.. JourneyGallery.All.Select(ready => GalleryCard.Of(ready, published.Contains(ready.Id)))]);
    }

    protected override IDisposable Watch(Func<Task> changed) => counts.Watch(workspace.Id, changed);

    private void Open(string journey) => _open = _open == journey ? null : journey;

    private async Task Use(string journey)
    {
        _isSending = true;
        _refused = null;
        if (await action.Use(workspace.Id, journey) is { } messageId)
        {
            _asked[journey] = messageId;
            _sent.Add(journey);
        }
        else
        {
            _refused = (journey, "The log did not take this just now. Try again in a moment.");
        }
        _isSending = false;
    }

    public sealed record Shown(IReadOnlyList<GalleryCard> Cards);
}
