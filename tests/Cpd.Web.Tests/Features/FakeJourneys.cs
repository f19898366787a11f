using Cpd.Engine.Journeys;
using Cpd.Engine.Journeys.Publishing;

namespace Cpd.Web.Tests.Features;

/// <summary>The ready journeys, published a moment ago.</summary>
internal sealed class FakeJourneys : IJourneyLibrary
{
    private static readonly IReadOnlyList<Journey> Ready = [.. JourneyGallery.All.Select(ready => JourneyJson.Read(ready.Json).Journey!)];

    public Task<IReadOnlyList<JourneySummary>> List(string workspace, CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<JourneySummary>>([.. Ready.Select(Summary)]);

    public Task<JourneyDetail?> Find(string workspace, string id, CancellationToken ct) =>
        Task.FromResult(Ready.FirstOrDefault(journey => journey.Id == id) is { } found
            ? new JourneyDetail(Summary(found), [new JourneyVersion(1, DateTimeOffset.UnixEpoch, "First", "Cpd")], found)
            : null);

    private static JourneySummary Summary(Journey journey) => new(journey.Id, journey.Name, JourneyStatus.Active, 1, DateTimeOffset.UnixEpoch);
}
