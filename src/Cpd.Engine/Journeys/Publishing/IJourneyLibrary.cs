using Cpd.Engine.People;

namespace Cpd.Engine.Journeys.Publishing;

/// <summary>The journeys of a workspace, for screens.</summary>
public interface IJourneyLibrary
{
    /// <summary>By name.</summary>
    Task<IReadOnlyList<JourneySummary>> List(string workspace, CancellationToken ct);

    /// <summary>One version, or where <paramref name="version"/> is null the newest; null where the workspace has no such journey or version.</summary>
    Task<JourneyDetail?> Find(string workspace, string id, int? version, CancellationToken ct);

    /// <summary>The newest version; null where the workspace has no such journey.</summary>
    Task<JourneyDetail?> Find(string workspace, string id, CancellationToken ct) => Find(workspace, id, null, ct);

    /// <summary>The newest versions that let people in now: with them one that is drawn or published may share words.</summary>
    async Task<IReadOnlyList<Journey>> Live(string workspace, CancellationToken ct)
    {
        var live = new List<Journey>();
        foreach (var journey in await List(workspace, ct))
            if (journey.Status is JourneyStatus.Active && await Find(workspace, journey.Id, ct) is { } found) live.Add(found.Definition);
        return live;
    }

    /// <summary>What is remembered of the workspace's people, and since when: one for each version that somebody may be inside.</summary>
    Task<IReadOnlyList<AskedSince>> Asked(string workspace, CancellationToken ct);
}

/// <param name="Version">The newest.</param>
/// <param name="PublishedAt">When that was published.</param>
public sealed record JourneySummary(string Id, string Name, JourneyStatus Status, int Version, DateTimeOffset PublishedAt);

/// <param name="Summary">Of the newest version, whichever was asked for.</param>
/// <param name="Versions">All of them, the newest first.</param>
/// <param name="Definition">Of the version that was asked for.</param>
public sealed record JourneyDetail(JourneySummary Summary, IReadOnlyList<JourneyVersion> Versions, Journey Definition);

public sealed record JourneyVersion(int Version, DateTimeOffset PublishedAt, string? Note, string? By);
