namespace Cpd.Engine.People;

/// <summary>What the live journeys may ask a person's memory about; everything else is only counted.</summary>
public sealed record MemoryNeeds(IReadOnlyDictionary<string, EventNeed> Events)
{
    public static MemoryNeeds None { get; } = new(new Dictionary<string, EventNeed>());
}

/// <summary>What one version of a journey asks about, and since when it is published.</summary>
public sealed record AskedSince(DateTimeOffset Since, MemoryNeeds Needs);

/// <summary>What is asked about one kind of event.</summary>
/// <param name="Times">Whether the moments are asked for, not just the count.</param>
/// <param name="TimesWithin">How far back the moments are asked for.</param>
/// <param name="LookBack">How long whole events are kept, for waits that may find their event already there; zero: not at all.</param>
public sealed record EventNeed(bool Times, TimeSpan TimesWithin, TimeSpan LookBack);
