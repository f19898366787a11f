using Cpd.Contracts;
using Cpd.Engine.People;

namespace Cpd.Engine.Journeys.Testing;

/// <summary>Something that was done in a test run, and what came of it.</summary>
/// <param name="Action">Null for the beginning.</param>
/// <param name="At">What the clock says afterwards.</param>
/// <param name="Person">As they are afterwards, with the runs they are in.</param>
/// <param name="Given">The record that was put in; null where only time passed, or where there was nothing to put in.</param>
/// <param name="Records">All that the machine said because of it, in the order in which it did.</param>
/// <param name="Note">Why it did less than one may have expected; null where what happened says it all.</param>
public sealed record TestMoment(
    TestAction? Action, DateTimeOffset At, PersonState Person, LogRecord? Given, IReadOnlyList<LogRecord> Records, string? Note)
{
    public IEnumerable<JourneyMoved> Moves => Records.Select(record => record.Body).OfType<JourneyMoved>();
}
