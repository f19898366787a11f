using System.Text.Json;
using Cpd.Contracts;
using Cpd.Engine.Conditions;
using Cpd.Engine.Messages.Sending;

namespace Cpd.Engine.Journeys;

/// <summary>Who comes into which journey.</summary>
internal static class Entering
{
    /// <summary>Of one person in one journey. It takes a mistake, or a robot, to need more.</summary>
    private const int MostRuns = 100;

    public static ReadOnlySpan<JourneyTrigger> Triggers(Turn turn, EventTracked tracked) => turn.Catalog.Triggers(turn.Workspace, tracked.Name);

    /// <param name="isAnswer">A run that waited took the record as its answer.</param>
    public static void Enter(Turn turn, LogRecord record, JsonElement data, Origin origin, DateTimeOffset now, bool isAnswer)
    {
        if (record.Body is EnrolmentAsked asked)
        {
            LetByCommand(turn, asked, record, origin, now);
        }
        else if (record.Body is EventTracked tracked)
        {
            // The array, not the memory of it: a journey that changes the person does not change the list of journeys.
            foreach (var trigger in Triggers(turn, tracked))
                if (tracked.Origin?.Journey != trigger.Published.Id)
                    Let(turn, trigger.Published, trigger.Entries, tracked.Properties, data, record, origin, now);
        }
        else if (record.Body is ReplyReceived reply && Keywords.Of(reply.Text) is null)
        {
            foreach (var trigger in turn.Catalog.Replies(turn.Workspace))
                if (Heard(turn, trigger.Entries, reply, isAnswer, now) is var (entry, properties, said))
                    Let(turn, trigger.Published, [entry], properties, said, record, origin, now);
        }
    }

    /// <summary>The first entry that what they wrote fits; where none of those that hear it does, the first of these. Null where nothing is heard.</summary>
    public static (JourneyEntry Entry, RawJson Properties, JsonElement Data)? Heard(Turn turn, IReadOnlyList<JourneyEntry> entries, ReplyReceived reply, bool isAnswer, DateTimeOffset now)
    {
        (JourneyEntry, RawJson, JsonElement)? first = null;
        foreach (var entry in entries)
        {
            if (entry.Reply?.Hear(reply, isAnswer) is not { } properties) continue;
            var data = properties.Parse();
            if (entry.When is null || entry.When.Holds(FactsOf(turn, data, now))) return (entry, properties, data);
            first ??= (entry, properties, data);
        }
        return first;
    }

    /// <summary>Whoever sent them in is told where it comes to nothing. Who waits for an event is told by nobody: most events let most people into nothing.</summary>
    private static void LetByCommand(Turn turn, EnrolmentAsked asked, LogRecord record, Origin origin, DateTimeOffset now)
    {
        var data = asked.Data.Parse();
        if (turn.Catalog.Latest(turn.Workspace, asked.Journey) is not { Status: JourneyStatus.Active } published)
        {
            Refuse("journey.not-active", "Did not enter: the journey is paused, stopped or unknown to the engine. Resume or publish it, then try again.");
            return;
        }
        var admission = Let(turn, published, [], asked.Data, data, record, origin, now);
        if (admission is Admission.Granted) return;

        var sentence = NotAdmitted.Sentence(admission, turn, published.Journey.Journey, [], FactsOf(turn, data, now))!;
        Refuse(NotAdmitted.Code(admission), sentence);

        // What was asked by an earlier version has no id, and came to nothing in silence.
        void Refuse(string code, string reason)
        {
            if (asked.MessageId is { } id) turn.Emit(origin, new CommandRefused(nameof(EnrolPerson), id, code, reason), now);
        }
    }

    private static Admission Let(
        Turn turn, PublishedJourney published, JourneyEntry[] entries, RawJson entry, JsonElement data, LogRecord record, Origin origin, DateTimeOffset now)
    {
        var journey = published.Journey.Journey;
        var facts = FactsOf(turn, data, now);
        var key = (journey.Reentry as Reentry.Keyed)?.Key.Key(facts);
        if (Admit(turn, published, entries, facts, key) is var admission and not Admission.Granted) return admission;

        var id = Advance.RunIdOf(record.Id, now, published.Id);
        var run = new JourneyRun(id, published.Id, published.Version, key, journey.First, now, now, entry);
        new Advance(turn, published, run, origin, now).With(facts).Begin();
        return Admission.Granted;
    }

    /// <summary>What an entry looks at.</summary>
    public static Facts FactsOf(Turn turn, JsonElement data, DateTimeOffset now) =>
        new() { Person = turn.Profile, Memory = turn.Memory, Event = data, Entry = data, Now = now };

    /// <param name="entries">Empty for those who are sent in by a command.</param>
    public static Admission Admit(Turn turn, PublishedJourney published, ReadOnlySpan<JourneyEntry> entries, Facts facts, string? key)
    {
        if (entries.Length > 0 && !Fits(entries, facts)) return Admission.NoEntryFits;

        var reentry = Again(turn, published.Id, published.Journey.Journey.Reentry, key, facts.Now);
        if (reentry is not Admission.Granted) return reentry;
        return Rules.Keeps(published.Journey.Journey, facts) is null ? Admission.Granted : Admission.KeptOut;
    }

    private static bool Fits(ReadOnlySpan<JourneyEntry> entries, Facts facts)
    {
        foreach (var entry in entries)
            if (entry.When is null || entry.When.Holds(facts)) return true;
        return false;
    }

    private static Admission Again(Turn turn, string journey, Reentry reentry, string? key, DateTimeOffset now)
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
            Reentry.Always => inside < MostRuns ? Admission.Granted : Admission.TooManyInside,
            Reentry.Keyed when key is null => Admission.NoKey,
            Reentry.Keyed when withKey => Admission.KeyIsInside,
            Reentry.Keyed => inside < MostRuns ? Admission.Granted : Admission.TooManyInside,
            _ when inside > 0 => Admission.IsInside,
            Reentry.AfterLeaving => Admission.Granted,
            Reentry.Never => turn.Memory.Enrolment(journey) is null ? Admission.Granted : Admission.WasInside,
            Reentry.After after => turn.Memory.Enrolment(journey) is not { } before || now - before.LastEntered >= after.Span ? Admission.Granted : Admission.TooSoon,
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }
}

/// <summary>Whether somebody comes into a journey, and if not, what keeps them out.</summary>
internal enum Admission
{
    Granted,
    NoEntryFits,

    /// <summary>Runs are told apart by a value that is not there.</summary>
    NoKey,
    KeyIsInside,
    IsInside,
    WasInside,
    TooSoon,
    TooManyInside,

    /// <summary>An exit rule would take them out at once.</summary>
    KeptOut,
}
