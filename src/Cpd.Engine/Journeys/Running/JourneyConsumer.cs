using System.Diagnostics;
using Cpd.Contracts;
using Cpd.Engine.Journeys.Publishing;
using Cpd.Engine.Messages;
using Cpd.EventLog;
using MassTransit;

namespace Cpd.Engine.Journeys.Running;

/// <summary>
/// The platform: takes a window of events, loads the people in it, lets <see cref="PersonMachine"/> decide for each record
/// and writes what changed, together with what follows. Then it looks who is due.
/// </summary>
public sealed class JourneyConsumer(JourneyCatalogs catalogs, WakeClock timers, RunNumbers numbers, IEventLog log) : IConsumer<RecordWindow>
{
    /// <summary>The group's name on the log.</summary>
    public const string Group = "platform";

    // So many or so long, then fresh events have their turn: 100,000 due at once must not stop the rest.
    private const int MostWakes = 500;
    private const int WakesAtOnce = 100;
    private static readonly TimeSpan LongestWaking = TimeSpan.FromMilliseconds(10);

    public Task Consume(ConsumeContext<RecordWindow> context)
    {
        var window = context.Window();
        var catalog = catalogs.Current(window.Transaction);
        var people = new PeopleOfWindow(window, catalog, log.Partitions, numbers);

        foreach (var record in window.Records) Handle(record, people, catalog, window.Transaction);
        people.Save();

        foreach (var record in window.Records)
            if (record.Body is JourneyChanged { Change: not JourneyChange.Pause } changed) people.WakeAll(record.Workspace, changed.Journey);

        var next = Wake(people, catalog, window);
        window.Transaction.OnCommitted(() =>
        {
            timers.Next = next;
            numbers.Keep(people.LastRun);
        });
        return Task.CompletedTask;
    }

    private static void Handle(LogRecord record, PeopleOfWindow people, JourneyCatalog catalog, LogTransaction transaction)
    {
        if (record.Person is not { } id || record.Body is UnknownBody) return;

        var person = people.Get(id, record.Workspace);
        if (person.MergedInto is { } into)
        {
            // Written before the merge was known. Others have had it; only this group sees it again.
            if (record.Body is not PersonMerged) transaction.Append(Forward(record, into));
            return;
        }

        var state = person.State ?? PeopleOfWindow.Unknown(id, record);
        if (record.Body is MessageAsked asked)
        {
            transaction.Append(AskedMessage.Decide(asked, state, record));
            person.State = state;
            return;
        }

        var moved = PersonMachine.Apply(catalog, state, record);
        person.State = moved.Person;
        person.MergedInto = moved.MergedInto;
        foreach (var follows in moved.Records) transaction.Append(follows);
    }

    /// <summary>Wakes who is due; answers when the next one is.</summary>
    private DateTimeOffset? Wake(PeopleOfWindow people, JourneyCatalog catalog, Window window)
    {
        var began = Stopwatch.GetTimestamp();
        var now = window.Transaction.Now;
        if (timers.Next <= now)
        {
            for (var woken = 0; woken < MostWakes && Stopwatch.GetElapsedTime(began) < LongestWaking; woken += WakesAtOnce)
            {
                var due = people.Due(now, WakesAtOnce);
                foreach (var (id, wakeAt) in due)
                {
                    timers.Woke(now - wakeAt);
                    if (people.Get(id) is not { State: { } state } person) continue;
                    var moved = PersonMachine.Wake(catalog, state, now);
                    person.State = moved.Person;
                    foreach (var follows in moved.Records) window.Transaction.Append(follows);
                }
                people.Save();
                if (due.Count == 0) break;
            }
        }
        return people.NextWake();
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
}
