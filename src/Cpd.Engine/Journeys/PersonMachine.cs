using System.Text.Json;
using Cpd.Contracts;
using Cpd.Engine.Messages.Sending;
using Cpd.Engine.People;

namespace Cpd.Engine.Journeys;

/// <summary>
/// The whole of what happens to a person, as pure functions: the same catalog, person and record give the same result,
/// byte for byte. No clock, no database, no random source; test run, rehearsal and production make the same call.
/// </summary>
/// <remarks>
/// <para>Timers that are due before a record fire before it, each at its own time, so that the outcome depends on when
/// things happened and not on when the machine got round to them.</para>
/// <para>A paused journey keeps everybody in place. What would have moved them is kept with the run (the first exit; an end
/// outweighs it) and takes effect with the first record or wake after the pause.</para>
/// <para>When two people turn out to be one, the one who stays stands still from the announcement until the other has
/// arrived. So nothing that is known of both is decided on the half of it, and it makes no difference when the other
/// partition gets round to sending them.</para>
/// </remarks>
public static class PersonMachine
{
    /// <summary>What a record of a person does to them. Records of other kinds change nothing.</summary>
    public static Moved Apply(JourneyCatalog catalog, PersonState person, LogRecord record) => (person.Awaits, record.Body) switch
    {
        (null, TakeOverAnnounced announced) when announced.From != person.Profile.Id =>
            new Moved(person with { Awaits = new AwaitedTakeOver(announced.From, []) }, []),
        (null, _) => Decide(catalog, person, record),
        ({ } awaited, PersonTakenOver taken) when taken.From == awaited.From =>
            Decide(catalog, person with { Awaits = null }, record) with { Released = awaited.Kept },
        ({ } awaited, _) when awaited.Kept.Length < AwaitedTakeOver.MostKept =>
            new Moved(person with { Awaits = awaited with { Kept = awaited.Kept.Add(record) } }, []),
        ({ } awaited, _) =>
            new Moved(person with { Awaits = null }, []) { Released = awaited.Kept.Add(record) },
    };

    /// <summary>What a person awaits has not come for too long: they go on without it. Should it come after all, it is taken over then.</summary>
    public static Moved GoOnAlone(PersonState person) => person.Awaits is { } awaited
        ? new Moved(person with { Awaits = null }, []) { Released = awaited.Kept }
        : new Moved(person, []);

    private static Moved Decide(JourneyCatalog catalog, PersonState person, LogRecord record)
    {
        var turn = new Turn(catalog, person);
        var now = NotBefore(person, Moments.Floor(record.At));
        Timers.Settle(turn, now);
        Timers.Fire(turn, now, decidedAt: null);

        var origin = new Origin(record);
        switch (record.Body)
        {
            case PersonForgotten:
                Merging.EndAll(turn, origin, now, "The person was erased.");
                return turn.Gone();
            case PersonMerged merged when merged.Into != person.Profile.Id:
                turn.Add(record.Follow(new PersonTakenOver(person.Profile.Id, Merging.Write(turn)), merged.Into, now, 0));
                return turn.Gone(merged.Into);
            case PersonTakenOver taken:
                Merging.TakeOver(turn, taken, origin, now);
                break;
            case RunTakeOutAsked asked:
                ByHand.TakeOut(turn, asked, origin, now);
                break;
            case RunPushAsked asked:
                ByHand.PushOn(turn, asked, origin, now);
                break;
            case EventTracked tracked:
                // An event that a journey emitted is something that happened to the person, not a sign of life from them.
                if (tracked.Origin is null) turn.Profile = turn.Profile.Fold(tracked, now);
                turn.Memory = turn.Memory.Fold(tracked, record.Id, now, catalog.Needs(person.Profile.Workspace));
                break;
            case MessageReacted { Automatic: null } reacted:
                React(turn, reacted.OccurredAt, now);
                break;
            case ReplyReceived reply:
                turn.Profile = turn.Profile.Fold(reply, now);
                React(turn, reply.OccurredAt, now);
                if (OptingOut.Heard(turn.Profile, reply) is not { } word) break;
                turn.Profile = turn.Profile.Fold(word, now);
                turn.Emit(origin, word, now);
                Blocking.Follow(turn, person.Profile, word, origin, now);
                break;
            case ConsentHeard heard:
                // A word that was heard in a reply comes back by the log and is known then.
                turn.Profile = turn.Profile.Fold(heard, now);
                Blocking.Follow(turn, person.Profile, heard, origin, now);
                break;
            case PersonIdentified or GroupJoined or AddressSuppressed:
                turn.Profile = turn.Profile.Fold((IEvent)record.Body, now);
                break;
        }

        JsonElement data = default;
        if (record.Body is EventTracked happened && (!turn.Runs.IsEmpty || !Entering.Triggers(turn, happened).IsEmpty)) data = happened.Properties.Parse();

        var isAnswer = !turn.Runs.IsEmpty && Hearing.Hear(turn, record, data, origin, now);
        Entering.Enter(turn, record, data, origin, now, isAnswer);
        return turn.Result();
    }

    /// <summary>Nobody reacts later than now, whatever the provider's clock says.</summary>
    private static void React(Turn turn, DateTimeOffset at, DateTimeOffset now) =>
        turn.Memory = turn.Memory.Reacted(at < now ? at : now, turn.Sending.ZoneOf(turn.Profile));

    /// <summary>
    /// Lets go on whoever's time has come, decided now: a send window that closed meanwhile is kept. Early, late and repeated
    /// wakes are harmless.
    /// </summary>
    public static Moved Wake(JourneyCatalog catalog, PersonState person, DateTimeOffset now)
    {
        if (person.Awaits is not null) return new Moved(person, []);

        var turn = new Turn(catalog, person);
        var moment = NotBefore(person, Moments.Floor(now));
        Timers.Settle(turn, moment);
        Timers.Fire(turn, moment, decidedAt: moment);
        return turn.Result();
    }

    /// <summary>Takes a person out of a journey: by hand, or because it was stopped.</summary>
    public static Moved TakeOut(JourneyCatalog catalog, PersonState person, string journey, DateTimeOffset now, string reason)
    {
        var turn = new Turn(catalog, person);
        foreach (var run in person.Runs)
            if (run.Journey == journey) Timers.End(turn, run, NotBefore(person, Moments.Floor(now)), RunEnd.TakenOut, reason);
        return turn.Result();
    }

    /// <summary>
    /// When the person has to be woken next; null where nobody waits for a time. Runs of paused journeys do not count, so
    /// after a pause it has to be asked again for those who are inside.
    /// </summary>
    public static DateTimeOffset? NextWake(JourneyCatalog catalog, PersonState person)
    {
        if (person.Awaits is not null) return null;   // what is due then is found when they go on

        DateTimeOffset? next = null;
        foreach (var run in person.Runs)
            if (!(next <= run.WakeAt) && catalog.Find(person.Profile.Workspace, run.Journey, run.Version)?.Status is not JourneyStatus.Paused) next = run.WakeAt;
        return next;
    }

    /// <summary>
    /// A person's time never runs backwards. An event emitted by a timer that was found due late bears the timer's time, and
    /// comes back by the log when the person is further on.
    /// </summary>
    private static DateTimeOffset NotBefore(PersonState person, DateTimeOffset moment)
    {
        foreach (var run in person.Runs)
            if (run.ArrivedAt > moment) moment = run.ArrivedAt;
        return moment;
    }
}
