using System.Collections.Immutable;
using Cpd.Contracts;
using Cpd.Engine.Journeys;

namespace Cpd.Engine.People;

/// <summary>Everything the engine knows of one person when it decides: who they are, what they did, where they stand.</summary>
public sealed record PersonState(Profile Profile, Memory Memory, ImmutableArray<JourneyRun> Runs)
{
    /// <summary>
    /// Null but for the moments in which another record of the same person is on its way here: until it arrives the person
    /// stands still, and what comes is kept in its order.
    /// </summary>
    public AwaitedTakeOver? Awaits { get; init; }

    /// <summary>Somebody of whom nothing is known yet.</summary>
    public static PersonState New(PersonId id, string workspace, DateTimeOffset at) => new(Profile.New(id, workspace, at), Memory.Empty, []);
}
