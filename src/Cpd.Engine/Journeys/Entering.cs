using System.Text.Json;
using Cpd.Contracts;
using Cpd.Engine.Conditions;

namespace Cpd.Engine.Journeys;

/// <summary>Who comes into which journey.</summary>
internal static class Entering
{
    /// <summary>Of one person in one journey. It takes a mistake, or a robot, to need more.</summary>
    private const int MostRuns = 100;

    public static ReadOnlySpan<JourneyTrigger> Triggers(Turn turn, EventTracked tracked) => turn.Catalog.Triggers(turn.Workspace, tracked.Name);

    public static void Enter(Turn turn, LogRecord record, JsonElement data, Origin origin, DateTimeOffset now)
    {
        if (record.Body is EnrolmentAsked asked)
        {
            if (turn.Catalog.Latest(turn.Workspace, asked.Journey) is { Status: JourneyStatus.Active } journey)
                Let(turn, journey, [], asked.Data, asked.Data.Parse(), record, origin, now);
        }
        else if (record.Body is EventTracked tracked)
        {
            // The array, not the memory of it: a journey that changes the person does not change the list of journeys.
            foreach (var trigger in Triggers(turn, tracked))
                if (tracked.Origin?.Journey != trigger.Published.Id)
                    Let(turn, trigger.Published, trigger.Entries, tracked.Properties, data, record, origin, now);
        }
    }

    private static void Let(
        Turn turn, PublishedJourney published, JourneyEntry[] entries, RawJson entry, JsonElement data, LogRecord record, Origin origin, DateTimeOffset now)
    {
        var journey = published.Journey.Journey;
        var facts = new Facts { Person = turn.Profile, Memory = turn.Memory, Event = data, Entry = data, Now = now };
        if (entries.Length > 0 && !Fits(entries, facts)) return;

        var key = (journey.Reentry as Reentry.Keyed)?.Key.Key(facts);
        if (!Allows(turn, published.Id, journey.Reentry, key, now) || Rules.KeepsOut(journey, facts)) return;

        var id = Advance.RunIdOf(record.Id, now, published.Id);
        var run = new JourneyRun(id, published.Id, published.Version, key, journey.First, now, now, entry);
        new Advance(turn, published, run, origin, now).With(facts).Begin();
    }

    private static bool Fits(JourneyEntry[] entries, Facts facts)
    {
        foreach (var entry in entries)
            if (entry.When is null || entry.When.Holds(facts)) return true;
        return false;
    }

    private static bool Allows(Turn turn, string journey, Reentry reentry, string? key, DateTimeOffset now)
    {
        var (inside, withKey) = (0, false);
        foreach (var run in turn.Runs)
        {
            if (run.Journey != journey) continue;
            inside++;
            withKey |= key is not null && run.Key == key;
        }

        return reentry switch
        {
            Reentry.Always => inside < MostRuns,
            Reentry.Keyed => key is not null && !withKey && inside < MostRuns,
            Reentry.AfterLeaving => inside == 0,
            Reentry.Never => inside == 0 && turn.Memory.Enrolment(journey) is null,
            Reentry.After after => inside == 0 && (turn.Memory.Enrolment(journey) is not { } before || now - before.LastEntered >= after.Span),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }
}
