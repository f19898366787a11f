using Cpd.Contracts;

namespace Cpd.Engine.Journeys;

/// <summary>One person's way through one version of a journey: where it stands and what it waits for.</summary>
public sealed record JourneyRun(RunId Id, string Journey, int Version);
