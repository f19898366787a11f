using System.Collections.Immutable;
using Cpd.Contracts;
using Cpd.Engine.Journeys;

namespace Cpd.Engine.People;

/// <summary>Everything the engine knows of one person when it decides: who they are, what they did, where they stand.</summary>
public sealed record PersonState(Profile Profile, Memory Memory, ImmutableArray<JourneyRun> Runs)
{
    /// <summary>Somebody of whom nothing is known yet.</summary>
    public static PersonState New(PersonId id, string workspace, DateTimeOffset at) => new(Profile.New(id, workspace, at), Memory.Empty, []);
}
