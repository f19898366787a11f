using Cpd.Contracts;

namespace Cpd.Engine.Journeys.Running;

/// <summary>Who waits at a step, for screens: read beside the engine, as of its last commit.</summary>
public interface IWaitingPeople
{
    /// <summary>Those who began first come first.</summary>
    /// <param name="version">Null: whatever version they are in.</param>
    /// <param name="name">A part of a name, user id, phone or e-mail; null for everybody.</param>
    Task<IReadOnlyList<WaitingRun>> At(string workspace, string journey, string step, int? version, string? name, int count, CancellationToken ct);
}

/// <param name="Since">When they came to the step.</param>
/// <param name="WakesAt">When they go on by themselves; null while the journey is paused.</param>
public sealed record WaitingRun(PersonId Person, RunId Run, int Version, DateTimeOffset Since, DateTimeOffset? WakesAt);
