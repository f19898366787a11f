using Cpd.Contracts;

namespace Cpd.Engine.Journeys;

/// <summary>Runs whose time has come, and runs that have no journey any more.</summary>
internal static class Timers
{
    /// <summary>At one touch. A loop of short waits that was left alone for months goes on at the next.</summary>
    private const int MostAtOnce = 1000;

    /// <summary>
    /// Ends the runs of stopped journeys and of versions that are not there, and marks those of paused journeys whose time
    /// has come, so that what happens from now on finds their waits over.
    /// </summary>
    public static void Settle(Turn turn, DateTimeOffset now)
    {
        foreach (var run in turn.Runs)
        {
            var published = turn.Find(run);
            if (published is null) End(turn, run, now, RunEnd.Failed, $"run.no-version: version {run.Version} of the journey no longer exists.");
            else if (published.Status is JourneyStatus.Stopped) End(turn, run, now, RunEnd.TakenOut, "The journey was stopped.");
            else if (published.Journey.PlaceOf(run.Step) < 0) End(turn, run, now, RunEnd.Failed, $"run.no-step: version {run.Version} has no step \"{run.Step}\".");
            else if (published.Status is JourneyStatus.Paused && run.Held is null && run.WakeAt <= now)
                new Advance(turn, published, run, new Origin(run, "held"), now).HoldDue();
        }
    }

    /// <summary>Lets runs go on in the order of their times; of messages that waited for the same time the most important first.</summary>
    /// <param name="decidedAt">Null: each at its own time. What a pause kept back goes on at the time of the touch.</param>
    public static void Fire(Turn turn, DateTimeOffset upTo, DateTimeOffset? decidedAt)
    {
        for (var fired = 0; fired < MostAtOnce && Earliest(turn, upTo) is var (run, published); fired++)
        {
            var at = decidedAt ?? (run.Held is null ? run.WakeAt : upTo);
            new Advance(turn, published, run, new Origin(run, Numbers.Text(run.WakeAt.ToUnixTimeMilliseconds())), at).GoOnByItself();
        }
    }

    /// <summary>Ends a run where it stands, also one whose journey is not there to ask.</summary>
    public static void End(Turn turn, JourneyRun run, DateTimeOffset now, RunEnd end, string reason)
    {
        var kind = turn.Find(run)?.Journey is { } journey && journey.PlaceOf(run.Step) is >= 0 and var place ? journey.Steps[place].Step.Kind : "unknown";
        turn.Remove(run.Id);
        turn.Memory = turn.Memory.Left(run.Journey, now);
        turn.Emit(new Origin(run, "ended"), new JourneyMoved(
            run.Id, run.Journey, run.Version, Began: false, [new StepTaken(run.Step, kind, null, Arrived: false)], null, null, end, reason), now);
    }

    private static (JourneyRun Run, PublishedJourney Published)? Earliest(Turn turn, DateTimeOffset upTo)
    {
        (JourneyRun Run, PublishedJourney Published)? earliest = null;
        foreach (var run in turn.Runs)
            if (run.WakeAt <= upTo && (earliest is null || run.WakeAt < earliest.Value.Run.WakeAt || IsMoreImportant(turn, run, earliest.Value.Run))
                && turn.Find(run) is { Status: JourneyStatus.Active } published) earliest = (run, published);
        return earliest;
    }

    private static bool IsMoreImportant(Turn turn, JourneyRun run, JourneyRun than) =>
        run.WakeAt == than.WakeAt && PriorityAt(turn, run) is { } own && PriorityAt(turn, than) is { } other && own > other;

    /// <summary>Of the message it stands at; null at any other step.</summary>
    private static MessagePriority? PriorityAt(Turn turn, JourneyRun run) =>
        turn.Find(run)?.Journey is { } journey && journey.PlaceOf(run.Step) is >= 0 and var place ? (journey.Steps[place].Step as JourneyStep.Message)?.Priority : null;
}
