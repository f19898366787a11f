using Cpd.Contracts;

namespace Cpd.Engine.Journeys.Testing;

/// <summary>What somebody who tries a journey out lets happen. Plain data that names steps, not messages: it can be done again by another person, or on a changed draft.</summary>
public abstract record TestAction
{
    private TestAction() { }

    /// <summary>The person does something: comes in by it, ends a wait with it, reaches the goal.</summary>
    public sealed record Happens(string Event, RawJson Properties) : TestAction;

    /// <summary>The person writes something by themselves: it may let them in, answer what a run waits for, or end messages.</summary>
    public sealed record Writes(Channel Channel, string Text, string To = "") : TestAction;

    /// <summary>The person is sent in by a command, whatever the entries say.</summary>
    public sealed record Enrol(RawJson Data) : TestAction;

    /// <summary>Attributes become known; null takes one away.</summary>
    public sealed record Identify(RawJson Attributes) : TestAction;

    /// <summary>Something becomes of the last message of a step.</summary>
    /// <param name="Words">What they reply, or why it failed.</param>
    public sealed record Outcome(string Step, MessageOutcome What, string? Words = null) : TestAction;

    /// <summary>A webhook's server answers.</summary>
    /// <param name="Status">0 where no answer came; then <paramref name="Problem"/> says why.</param>
    public sealed record Answer(string Step, int Status, RawJson Body, string? Problem = null) : TestAction;

    /// <summary>The clock goes on to when the next wait is over.</summary>
    public sealed record SkipWait : TestAction;

    /// <summary>The clock goes on; waits that are over meanwhile end at their own times.</summary>
    public sealed record Pass(TimeSpan Span) : TestAction;
}
