using System.Collections.Immutable;
using Cpd.Engine.Journeys;

namespace Cpd.Engine.People;

/// <summary>Everything the engine knows of one person when it decides: who they are, what they did, where they stand.</summary>
public sealed record PersonState(Profile Profile, Memory Memory, ImmutableArray<JourneyRun> Runs);
