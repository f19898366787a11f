namespace Cpd.Engine.Journeys.Publishing;

/// <summary>The journeys of a workspace, for screens.</summary>
public interface IJourneyLibrary
{
    /// <summary>By name.</summary>
    Task<IReadOnlyList<JourneySummary>> List(string workspace, CancellationToken ct);

    /// <summary>The newest version; null where the workspace has no such journey.</summary>
    Task<JourneyDetail?> Find(string workspace, string id, CancellationToken ct);
}

/// <param name="Version">The newest.</param>
/// <param name="PublishedAt">When that was published.</param>
public sealed record JourneySummary(string Id, string Name, JourneyStatus Status, int Version, DateTimeOffset PublishedAt);

public sealed record JourneyDetail(JourneySummary Summary, IReadOnlyList<JourneyVersion> Versions, Journey Definition);

public sealed record JourneyVersion(int Version, DateTimeOffset PublishedAt, string? Note, string? By);
