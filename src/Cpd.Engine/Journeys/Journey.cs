namespace Cpd.Engine.Journeys;

/// <summary>
/// A journey as its author means it: plain data, written as canonical JSON (<see cref="JourneyJson"/>), checked by
/// <see cref="JourneyRules"/>, made ready to run by <see cref="CompiledJourney"/>. It knows nothing of versions and people.
/// </summary>
/// <param name="Id">Lower-case letters, digits, dashes: part of addresses and of the log.</param>
/// <param name="First">The step everybody begins with.</param>
public sealed record Journey(
    string Id,
    string Name,
    IReadOnlyList<JourneyEntry> Entries,
    Reentry Reentry,
    string First,
    IReadOnlyList<JourneyStep> Steps)
{
    public string? Note { get; init; }

    /// <summary>Who does this has got what the journey is for, and leaves it as a success.</summary>
    public JourneyGoal? Goal { get; init; }

    /// <summary>What takes people out, wherever they stand.</summary>
    public IReadOnlyList<ExitRule> ExitWhen { get; init; } = [];

    /// <summary>How it is drawn; null where that is left to the program. The engine never looks at it.</summary>
    public JourneyCanvas? Canvas { get; init; }
}

/// <summary>
/// An event that lets people in, or something they write. In the condition the event's properties are both <c>event.</c> and <c>entry.</c>.
/// Enrolling somebody by a command needs no entry: it is always possible, and only re-entry rules apply.
/// </summary>
/// <param name="Event">Empty where it is something they write.</param>
public sealed record JourneyEntry(string Event, ConditionText? When = null)
{
    /// <summary>Null for an event.</summary>
    public ReplyEntry? Reply { get; init; }
}

/// <summary>The event that makes a run a success. <c>event.</c> is this event, <c>entry.</c> the one the run began with.</summary>
public sealed record JourneyGoal(string Event, ConditionText? When = null);

/// <summary>Takes people out: at an event, on a condition, or at an event on a condition. At least one of the two is given.</summary>
/// <param name="Event">Null: looked at whenever anything about the person changes, and before they enter.</param>
public sealed record ExitRule(string? Event, ConditionText? When);

/// <summary>Who may enter a journey again.</summary>
public abstract record Reentry
{
    private Reentry() { }

    /// <summary>One run for good.</summary>
    public sealed record Never : Reentry;

    /// <summary>One run at a time.</summary>
    public sealed record AfterLeaving : Reentry;

    /// <summary>One run at a time, and the next not before this long after the last one began.</summary>
    public sealed record After(TimeSpan Span) : Reentry;

    /// <summary>Every entry is a run of its own.</summary>
    public sealed record Always : Reentry;

    /// <summary>
    /// One run at a time for each value, such as a cart's id. An entry without the value lets nobody in. A value may come
    /// again once its run is over.
    /// </summary>
    public sealed record Keyed(PathText Key) : Reentry;
}
