using Cpd.Engine.Journeys;
using Cpd.Engine.Journeys.Publishing;
using Cpd.Engine.People;

namespace Cpd.Web.Tests.Features;

/// <summary>The ready journeys, published a moment ago, and what a test publishes or changes.</summary>
internal sealed class FakeJourneys : IJourneyLibrary
{
    private readonly Dictionary<string, List<Journey>> _versions = JourneyGallery.AtFirstStart
        .Select(ready => JourneyJson.Read(ready.Json).Journey!).ToDictionary(journey => journey.Id, journey => new List<Journey> { journey });

    private readonly Dictionary<string, JourneyStatus> _status = [];

    public void Publish(Journey journey)
    {
        if (!_versions.TryAdd(journey.Id, [journey])) _versions[journey.Id].Add(journey);
    }

    public void Publish(string json) => Publish(JourneyJson.Read(json).Journey!);

    public void Set(string journey, JourneyStatus status) => _status[journey] = status;

    public Task<IReadOnlyList<JourneySummary>> List(string workspace, CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<JourneySummary>>([.. _versions.Values.Select(Summary)]);

    public Task<JourneyDetail?> Find(string workspace, string id, int? version, CancellationToken ct)
    {
        var versions = _versions.GetValueOrDefault(id);
        var asked = version ?? versions?.Count ?? 0;
        return Task.FromResult(versions is null || asked < 1 || asked > versions.Count ? null : new JourneyDetail(
            Summary(versions),
            [.. Enumerable.Range(1, versions.Count).Reverse().Select(number => new JourneyVersion(number, DateTimeOffset.UnixEpoch, "First", "Cpd"))],
            versions[asked - 1]));
    }

    public Task<IReadOnlyList<AskedSince>> Asked(string workspace, CancellationToken ct) => Task.FromResult<IReadOnlyList<AskedSince>>(
        [.. _versions.Values.SelectMany(versions => versions).Select(version => new AskedSince(DateTimeOffset.UnixEpoch, CompiledJourney.Compile(version).Journey!.Needs))]);

    private JourneySummary Summary(List<Journey> versions) => new(
        versions[^1].Id, versions[^1].Name, _status.GetValueOrDefault(versions[^1].Id, JourneyStatus.Active), versions.Count, DateTimeOffset.UnixEpoch);
}
