using Cpd.Contracts;
using Cpd.EventLog;

namespace Cpd.Engine.UserView;

/// <summary>
/// Folds records into the tables that people look at. Counts are sums of what single records say, so neither the size
/// of the windows nor the order of the partitions changes the outcome, and a rebuild gives the same numbers.
/// </summary>
internal sealed class WindowProjection : IDisposable
{
    private readonly TimelineWriter _timeline;
    private readonly PeopleFold _people;
    private readonly MessageFold _messages;
    private readonly ActivityTally _activity = new();
    private readonly JourneyTally _journeys = new();
    private readonly LogTransaction _transaction;

    private WindowProjection(LogTransaction transaction)
    {
        _transaction = transaction;
        _timeline = new TimelineWriter(transaction.Sqlite);
        _people = new PeopleFold(transaction.Sqlite, _activity);
        _messages = new MessageFold(transaction.Sqlite, _activity);
    }

    /// <summary>Says afterwards whom and what it changed, for those who watch.</summary>
    public static ViewChanges Project(IReadOnlyList<LogRecord> records, LogTransaction transaction)
    {
        using var window = new WindowProjection(transaction);
        var changes = new ViewChanges();
        foreach (var record in records) window.Take(record, changes);
        window.Flush();
        return changes;
    }

    private void Take(LogRecord record, ViewChanges changes)
    {
        if (record.Body is TakeOverAnnounced) return;   // between the engine's partitions; people are told of the merge itself
        Count(record);

        var person = record.Person is { } given ? Whom(record, given) : (PersonId?)null;
        if (person == PeopleFold.Nobody) return;   // erased: what still arrives is counted, and shown nowhere

        changes.Add(record.Workspace, person);
        if (record.Body is PersonForgotten && person is { } erased)
        {
            Forget(record, erased);
            return;
        }
        _timeline.Add(record, person);
        if (person is { } one) Fold(record, one, changes);
    }

    private PersonId Whom(LogRecord record, PersonId given)
    {
        var current = _people.Current(given);
        if (current != PeopleFold.Nobody || record.Body is not (PersonIdentified or EventTracked { Origin: null })) return current;

        _people.Revive(given);
        return given;
    }

    private void Forget(LogRecord record, PersonId person)
    {
        _timeline.Forget(person);
        _people.Forget(record, person);
    }

    private void Count(LogRecord record)
    {
        switch (record.Body)
        {
            case EventTracked tracked:
                _activity.Add(record, Activity.Event, tracked.Name);
                break;
            case CommandRefused refused:
                _activity.Add(record, Activity.Refusal, refused.Code);
                break;
            case JourneyMoved moved:
                _journeys.Add(record.Workspace, moved);
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
                _people.Identify(record, person, identified.Who, identified.Traits);
                break;
            case EventTracked tracked:
                _people.Identify(record, person, tracked.Who, RawJson.EmptyObject);
                break;
            case ProfileChanged changed:
                _people.Identify(record, person, null, changed.Attributes);
                break;
            case PersonMerged merged when _people.Current(merged.Into) is var into && into != person:
                Merge(record, person, into, changes);
                break;
        }
    }

    private void Merge(LogRecord record, PersonId from, PersonId into, ViewChanges changes)
    {
        if (into == PeopleFold.Nobody)
        {
            Forget(record, from);
            return;
        }
        _timeline.Move(from, into);
        _people.Merge(record, from, into);
        changes.Add(record.Workspace, into);
    }

    private void Flush()
    {
        _people.Flush();
        _messages.Flush();
        _activity.Flush(_transaction.Sqlite);
        _journeys.Flush(_transaction.Sqlite);
    }

    public void Dispose() => _timeline.Dispose();
}

/// <summary>Whom and what a window of records changed.</summary>
internal sealed class ViewChanges
{
    private readonly HashSet<(string Workspace, PersonId Person)> _people = [];
    private readonly HashSet<string> _workspaces = new(StringComparer.Ordinal);

    public void Add(string workspace, PersonId? person)
    {
        _workspaces.Add(workspace);
        if (person is { } one) _people.Add((workspace, one));
    }

    public bool Touch(string workspace, PersonId? person) =>
        person is { } one ? _people.Contains((workspace, one)) : _workspaces.Contains(workspace);
}
