namespace Cpd.Engine.People;

/// <summary>What a person did, as far as a live journey may ask: counts, times, the last events, journeys been through.</summary>
public sealed record Memory;
