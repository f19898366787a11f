namespace Cpd.Engine.Journeys.Drafts;

/// <summary>
/// What authors work on: one draft of a journey beside its published versions, kept as it was left, with all its mistakes.
/// The engine knows nothing of drafts.
/// </summary>
public interface IJourneyDrafts
{
    /// <summary>The newest first.</summary>
    Task<IReadOnlyList<DraftSummary>> List(string workspace, CancellationToken ct);

    /// <summary>Null where there is none.</summary>
    Task<JourneyDraft?> Find(string workspace, string journey, CancellationToken ct);

    /// <summary>
    /// Keeps what somebody drew, if nobody else saved since they looked. Otherwise nothing is changed, and the answer is
    /// what the other one saved.
    /// </summary>
    /// <param name="seen">The revision the author began with; 0 where there was no draft.</param>
    /// <param name="basedOn">The published version it comes from; 0 where none was published.</param>
    Task<DraftSaving> Save(string workspace, Journey journey, int seen, int basedOn, string? by, CancellationToken ct);

    /// <summary>Says that a draft is now what this version is, so that it is told from one that fell behind. No revision is counted.</summary>
    Task Published(string workspace, string journey, int revision, int version, CancellationToken ct);

    /// <summary>False where somebody saved another revision meanwhile; then it stays.</summary>
    Task<bool> Discard(string workspace, string journey, int revision, CancellationToken ct);

    /// <summary>Tells of every revision that this process saves. Dispose it to stop.</summary>
    IDisposable Watch(string workspace, string journey, Func<Task> changed);
}

/// <param name="BasedOn">The published version it comes from; 0 where none was published.</param>
/// <param name="By">A name for people to read; null where nobody signed in.</param>
public sealed record DraftSummary(string Id, string Name, int Revision, int BasedOn, DateTimeOffset SavedAt, string? By);

public sealed record JourneyDraft(DraftSummary Summary, Journey Definition);

/// <summary>What came of saving: the draft as it is now, and whether it is what was to be saved.</summary>
/// <param name="Draft">Null where somebody else threw the draft away.</param>
public sealed record DraftSaving(bool IsSaved, JourneyDraft? Draft);
