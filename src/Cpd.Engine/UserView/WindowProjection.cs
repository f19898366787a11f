using Cpd.Contracts;
using Cpd.Engine.UserView.Seen;
using Cpd.Engine.Journeys;
using Cpd.EventLog;
using Cpd.EventLog.Storage;

namespace Cpd.Engine.UserView;

/// <summary>
/// Folds records into the tables that people look at. Counts are sums of what single records say, so neither the size
/// of the windows nor the order of the partitions changes the outcome, and a rebuild gives the same numbers.
/// </summary>
internal sealed class WindowProjection : IDisposable
{
    private readonly TimelineWriter _timeline;
    private readonly Merges _merges;
    private readonly PeopleFold _people;
    private readonly MessageFold _messages;
    private readonly RunFold _runs;
    private readonly ActivityTally _activity;
    private readonly JourneyTally _journeys;
    private readonly SeenFold _seen;
    private readonly SqlSession _sql;

    private WindowProjection(LogTransaction transaction, SeenMemory seen)
    {
        var sql = _sql = transaction.Sql;
        _activity = new ActivityTally(transaction.Now);
        _journeys = new JourneyTally(transaction.Now);
        _timeline = new TimelineWriter(sql);
        _merges = new Merges(sql);
        _people = new PeopleFold(sql, _activity);
        _messages = new MessageFold(sql, _activity, _journeys);
        _runs = new RunFold(sql, _journeys);
        _seen = new SeenFold(transaction, seen);
    }

    /// <summary>Says afterwards whom and what it changed, for those who watch.</summary>
    /// <param name="seen">What earlier windows came by; null where there were none.</param>
    /// <exception cref="RacedException">Another process was faster; the same window again will do.</exception>
    public static ViewChanges Project(IReadOnlyList<LogRecord> records, LogTransaction transaction, SeenMemory? seen = null)
    {
        seen ??= new SeenMemory();
        seen.Begin(Rebuilds.EmptiedAt(transaction.Sql));
        using var window = new WindowProjection(transaction, seen);
        var changes = new ViewChanges();
        records = Rebuilds.WithoutStaleCopies(records, transaction.Sql);
        if (transaction.Sql is not SqliteSession) window.LoadAhead(records);
        foreach (var record in records) window.Take(record, changes);
        window.Flush();
        return changes;
    }

    /// <summary>
    /// What the records will ask for, in one round trip a table. SQLite, which has none to save, is asked when it comes to
    /// it, and so for nothing in vain.
    /// </summary>
    private void LoadAhead(IReadOnlyList<LogRecord> records)
    {
        var named = new List<PersonId>();
        foreach (var record in records)
        {
            if (record.Person is { } person) named.Add(person);
            if (record.Body is PersonMerged merged) named.Add(merged.Into);
        }
        _merges.Load(named);

        var shown = new List<PersonId>();
        foreach (var record in records)
        {
            if (record.Person is not { } person) continue;
            if (record.Body is PersonIdentified or EventTracked or ProfileChanged or PersonMerged or PersonForgotten) shown.Add(_merges.Current(person));
            if (record.Body is PersonMerged merged) shown.Add(_merges.Current(merged.Into));
        }
        _people.Load(shown.Where(person => person != Merges.Nobody));
        _messages.Load(records.Select(record => MessageFold.Of(record.Body)).OfType<MessageId>());
        _runs.Load(records.Select(record => record.Body).OfType<JourneyMoved>().Where(RunFold.Concerns).Select(moved => moved.Run));
        _seen.Load(records);
    }

    private void Take(LogRecord record, ViewChanges changes)
    {
        if (record.Body is TakeOverAnnounced) return;   // between the engine's partitions; people are told of the merge itself
        Count(record);

        var person = record.Person is { } given ? Whom(record, given) : (PersonId?)null;
        if (person == Merges.Nobody) return;   // erased: what still arrives is counted, and shown nowhere
        if (person != record.Person && person is { } other) _merges.WritesAt(other);

        changes.Add(record.Workspace, person);
        if (record.Body is PersonForgotten && person is { } erased)
        {
            Forget(record, erased);
            return;
        }
        _timeline.Add(record, person);
        _seen.Take(record);
        if (person is { } one) Fold(record, one, changes);
    }

    private PersonId Whom(LogRecord record, PersonId given)
    {
        var current = _merges.Current(given);
        if (current != Merges.Nobody || record.Body is not (PersonIdentified { By: null } or EventTracked { Origin: null })) return current;

        _merges.Revive(given);
        return given;
    }

    private void Forget(LogRecord record, PersonId person)
    {
        _timeline.Forget(person);
        _people.Forget(record, person);
        _merges.Follow(person, Merges.Nobody);
    }

    private void Count(LogRecord record)
    {
        switch (record.Body)
        {
            case EventTracked tracked:
                _activity.Add(record, Activity.Event, _seen.NameOf(record, tracked.Name));
                break;
            case CommandRefused refused when !NotAdmitted.IsUsual(refused.Code):
                _activity.Add(record, Activity.Refusal, refused.Code);
                break;
            case JourneyMoved moved:
                _journeys.Add(record.Workspace, moved);
                _runs.Take(record.Workspace, moved);
                if (moved.End is RunEnd.ReachedGoal) _activity.Add(record, Activity.Goal, moved.Journey);
                break;
            case MessageSent or MessageFailed or MessageReported or MessageReacted:
                _messages.Take(record);
                break;
        }
    }

    private void Fold(LogRecord record, PersonId person, ViewChanges changes)
    {
        switch (record.Body)
        {
            case PersonIdentified identified:
                _people.Identify(record, person, identified.Who, identified.Traits, isOwn: identified.By is null);
                break;
            case EventTracked tracked:
                _people.Identify(record, person, tracked.Who, RawJson.EmptyObject, isOwn: tracked.Origin is null);
                break;
            case ProfileChanged changed:
                _people.Identify(record, person, null, changed.Attributes, isOwn: false);
                break;
            case PersonMerged merged when _merges.Current(merged.Into) is var into && into != person:
                Merge(record, person, into, changes);
                break;
        }
    }

    private void Merge(LogRecord record, PersonId from, PersonId into, ViewChanges changes)
    {
        if (into == Merges.Nobody)
        {
            Forget(record, from);
            return;
        }
        _timeline.Move(from, into);
        _people.Merge(record, from, into);
        _merges.Follow(from, into);
        changes.Add(record.Workspace, into);
    }

    private void Flush()
    {
        // First what others have to know of, last the counters that everybody adds to: they are held until the commit.
        _merges.Flush();
        _people.Flush();
        _messages.Flush();
        _runs.Flush();
        _timeline.Flush();
        _activity.Flush(_sql);
        _journeys.Flush(_sql);
        _seen.Flush();
    }

    public void Dispose() => _timeline.Dispose();
}
