using Cpd.Contracts;
using Cpd.Engine.Journeys.Publishing;
using Cpd.Engine.Messages;
using Cpd.EventLog;
using Cpd.EventLog.Storage;
using MassTransit;
using Microsoft.Extensions.Logging;

namespace Cpd.Engine.Journeys.Running;

/// <summary>
/// The platform: takes a window of events, loads the people in it, lets <see cref="PersonMachine"/> decide for each record
/// and writes what changed, together with what follows. Then it looks who is due.
/// </summary>
public sealed partial class JourneyConsumer(
    JourneyCatalogs catalogs, RunSweep sweep, WakeClock timers, Database database, IEventLog log, TimeProvider clock, ILogger<JourneyConsumer> logger) : IConsumer<RecordWindow>
{
    /// <summary>The group's name on the log.</summary>
    public const string Group = "platform";

    // So many or so long, then fresh events have their turn: 100,000 due at once must not stop the rest.
    private const int MostWakes = 500;

    /// <summary>A piece on a server costs the same few round trips whatever its size; here the time is looked at more often.</summary>
    private int WakesAtOnce => database.Kind is DatabaseKind.Sqlite ? 100 : MostWakes;

    private static readonly TimeSpan LongestWaking = TimeSpan.FromMilliseconds(10);

    /// <summary>Until somebody who could not be woken is tried again.</summary>
    private static readonly TimeSpan AfterFault = TimeSpan.FromMinutes(1);

    public Task Consume(ConsumeContext<RecordWindow> context)
    {
        Take(context.Window());
        return Task.CompletedTask;
    }

    internal void Take(Window window)
    {
        var published = catalogs.Look(window.Transaction);
        var catalog = published.Catalog;
        var people = new PeopleOfWindow(window, catalog, log.Partitions, database);

        people.Fetch(window.Records);
        foreach (var record in window.Records) Handle(record, people, catalog, window.Transaction);
        people.Save();

        var goesOn = sweep.GoOn(published, people, window, person => Touch(person, people, catalog, window.Transaction));
        var next = Wake(people, catalog, window);
        if (goesOn) next = window.Transaction.Now;
        window.Transaction.OnCommitted(() => timers.Next = next);
    }

    private void Handle(LogRecord record, PeopleOfWindow people, JourneyCatalog catalog, LogTransaction transaction)
    {
        if (record.Person is not { } id || record.Body is UnknownBody) return;

        var person = people.Get(id, record.Workspace);
        if (person.IsErased)
        {
            // Said once more, behind a merge into them: the process that did that did not know yet that they were gone.
            if (record.Body is PersonForgotten) people.ForgetAddresses(person);
            return;
        }
        if (person.MergedInto is { } into)
        {
            // Written before the merge was known. Others have had it; only this group sees it again. What journeys of theirs
            // had done by then came along with them.
            if (record.Body is not (PersonMerged or ProfileChanged or JourneyMoved)) transaction.Append(Forward(record, into));
            return;
        }

        var state = person.State ?? PeopleOfWindow.Unknown(id, record);
        if (state.Awaits is null && record.Body is MessageAsked asked)
        {
            var answered = AskedMessage.Decide(asked, state, record, catalog);
            if (!ReferenceEquals(answered.Person, state)) person.State = answered.Person;
            foreach (var follows in answered.Records) transaction.Append(follows);
            return;
        }
        if (state.Awaits is null && record.Body is TestAsked test)
        {
            transaction.Append(AskedMessage.Decide(test, id, record, catalog.Sending(record.Workspace)));
            return;
        }

        var moved = PersonMachine.Apply(catalog, state, record);
        // A report about somebody nobody knows, or knows no more, makes nobody of them.
        if (person.State is null && ReferenceEquals(moved.Person, state)) return;

        person.State = moved.Person;
        person.MergedInto = moved.MergedInto;
        person.IsErased = moved is { Person: null, MergedInto: null };
        people.LearnAddresses(person, state.Profile, record, moved);
        foreach (var follows in moved.Records) transaction.Append(follows);
        Release(moved, id, people, catalog, transaction);
    }

    /// <summary>Handles what was kept for a person. What fails goes back onto the log, where it fails alone and is put aside.</summary>
    private void Release(Moved moved, PersonId id, PeopleOfWindow people, JourneyCatalog catalog, LogTransaction transaction)
    {
        foreach (var kept in moved.Released)
        {
            try
            {
                Handle(kept, people, catalog, transaction);
            }
            catch (Exception fault) when (!database.IsOwn(fault))
            {
                using (TraceParent.ForLines(kept.Trace)) Log.NotReleased(logger, fault, id, kept.Id);
                transaction.Append(Forward(kept, id));
            }
        }
    }

    /// <summary>Wakes who is due; answers when the next one is.</summary>
    private DateTimeOffset? Wake(PeopleOfWindow people, JourneyCatalog catalog, Window window)
    {
        var began = clock.GetTimestamp();
        var now = window.Transaction.Now;
        if (timers.Next <= now)
        {
            for (var woken = 0; woken < MostWakes && clock.GetElapsedTime(began) < LongestWaking; woken += WakesAtOnce)
            {
                var due = people.Due(now, WakesAtOnce);
                foreach (var (id, wakeAt) in due)
                {
                    timers.Woke(now - wakeAt);
                    Touch(id, people, catalog, window.Transaction);
                }
                people.Save();
                if (due.Count == 0) break;
            }
        }
        return people.NextWake();
    }

    /// <summary>
    /// Lets a person's runs do what is due. Whoever cannot be woken is tried again later, and keeps neither those who are
    /// also due nor the window's records.
    /// </summary>
    private void Touch(PersonId id, PeopleOfWindow people, JourneyCatalog catalog, LogTransaction transaction)
    {
        try
        {
            if (people.Get(id) is not { State: { } state } person)
            {
                Log.Dropped(logger, id);
                people.DropRunsOf(id);
                return;
            }
            if (people.HasWaitedEnough(person))
            {
                Log.WentOnAlone(logger, id, state.Awaits!.From);
                var alone = PersonMachine.GoOnAlone(state);
                person.State = alone.Person;
                Release(alone, id, people, catalog, transaction);
                if (person.State is null) return;
                state = person.State;
            }
            var moved = PersonMachine.Wake(catalog, state, transaction.Now);
            person.State = moved.Person;
            people.LearnAddresses(person, state.Profile, null, moved);
            foreach (var follows in moved.Records) transaction.Append(follows);
        }
        catch (Exception fault) when (!database.IsOwn(fault))
        {
            Log.NotWoken(logger, fault, id);
            people.Postpone(id, transaction.Now + AfterFault);
        }
    }

    private static LogRecord Forward(LogRecord record, PersonId into) => new()
    {
        Id = record.Id,
        Workspace = record.Workspace,
        Key = into.ToString(),
        Person = into,
        At = record.At,
        Body = record.Body,
        Cause = record.Cause,
        Trace = record.Trace,
        OnlyFor = Group,
    };

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "Person {Person} could not be woken; tried again in a minute")]
        public static partial void NotWoken(ILogger logger, Exception fault, PersonId person);

        [LoggerMessage(Level = LogLevel.Error, Message = "Record {Record}, kept for person {Person} during a merge, could not be handled; it is back on the log")]
        public static partial void NotReleased(ILogger logger, Exception fault, PersonId person, RecordId record);

        [LoggerMessage(Level = LogLevel.Warning, Message = "Person {Person} goes on without what person {From} had; it did not arrive in time")]
        public static partial void WentOnAlone(ILogger logger, PersonId person, PersonId from);

        [LoggerMessage(Level = LogLevel.Warning, Message = "Person {Person} is not there; their runs are dropped")]
        public static partial void Dropped(ILogger logger, PersonId person);
    }
}
