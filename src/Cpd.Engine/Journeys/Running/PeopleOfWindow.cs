using Cpd.Contracts;
using Cpd.Engine.Identities;
using Cpd.Engine.People;
using Cpd.EventLog;

namespace Cpd.Engine.Journeys.Running;

/// <summary>The people a window touches: each loaded once, each written once.</summary>
internal sealed class PeopleOfWindow
{
    /// <summary>
    /// How long a take-over is waited for, from when its announcement was handled. It is on its way within a window where one
    /// process does everything, and behind one partition's backlog elsewhere: longer than an owner of partitions that died
    /// stays unnoticed, and short enough that nobody is kept waiting for long by a merge that was put aside as a dead letter.
    /// </summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>Who is looked at so much later was alone all the while: so was who is on the way to them.</summary>
    private static readonly TimeSpan NobodyLooked = TimeSpan.FromMinutes(1);

    private readonly Dictionary<PersonId, LoadedPerson> _people = [];
    private readonly Window _window;
    private readonly JourneyCatalog _catalog;
    private readonly PeopleStore _store;
    private long _lastRun;

    public PeopleOfWindow(Window window, JourneyCatalog catalog, int partitions, RunNumbers numbers)
    {
        _window = window;
        _catalog = catalog;
        _store = new PeopleStore(window.Transaction.Sqlite, partitions);
        _lastRun = numbers.Last ?? _store.LastRun();
    }

    public long LastRun => _lastRun;

    /// <summary>Somebody nobody has heard of before this record.</summary>
    public static PersonState Unknown(PersonId id, LogRecord record) =>
        new(Profile.New(id, record.Workspace, record.At), Memory.Empty, []);

    public LoadedPerson Get(PersonId id, string workspace)
    {
        if (!_people.TryGetValue(id, out var person)) _people[id] = person = _store.Load(id, workspace);
        return person;
    }

    /// <summary>A person known to exist; null when they were erased meanwhile.</summary>
    public LoadedPerson? Get(PersonId id) =>
        _people.TryGetValue(id, out var person) ? person
        : _store.WorkspaceOf(id) is { } workspace ? Get(id, workspace)
        : null;

    /// <summary>Up to so many people who are due, over all partitions.</summary>
    public IReadOnlyList<(PersonId Person, DateTimeOffset WakeAt)> Due(DateTimeOffset now, int most)
    {
        var due = new Dictionary<PersonId, DateTimeOffset>();
        foreach (var partition in _window.Partitions)
        {
            foreach (var (person, wakeAt) in _store.Due(partition, now, Math.Max(1, most / _window.Partitions.Count)))
                due.TryAdd(person, wakeAt);
        }
        return [.. due.Select(one => (one.Key, one.Value))];
    }

    public DateTimeOffset? NextWake() => _window.Partitions.Min(_store.NextWake);

    /// <summary>Runs of somebody who is not there: they can never go on.</summary>
    public int DropRunsOf(PersonId person) => _store.DropRunsOf(person);

    public void Postpone(PersonId person, DateTimeOffset until) => _store.Postpone(person, until);

    /// <summary>
    /// True where somebody has waited for a take-over long enough. Time in which the engine did not run does not count.
    /// </summary>
    public bool HasWaitedEnough(LoadedPerson person)
    {
        var now = _window.Transaction.Now;
        if (person.AwaitedRow is not { } awaited || awaited.GivesUpAt > now) return false;
        if (now - awaited.GivesUpAt < NobodyLooked) return true;

        _store.Await(person, now + Patience);
        return false;
    }

    /// <summary>Writes what changed since the last time, and forgets: who is needed again is read again.</summary>
    public void Save()
    {
        foreach (var person in _people.Values) _store.Save(person, ref _lastRun, run => WakeAt(person.Workspace, run), _window.Transaction.Now + Patience);
        _people.Clear();
    }

    /// <summary>
    /// So that it is known who writes, when somebody writes. Record by record: the same addresses are learnt whatever falls
    /// into one window.
    /// </summary>
    public void LearnAddresses(LoadedPerson person, Profile before, LogRecord? record, Moved moved)
    {
        var transaction = _window.Transaction;
        if (moved.MergedInto is { } into && !Get(into, person.Workspace).IsErased)
        {
            AddressBook.Move(transaction, person.Workspace, person.Id, into);
        }
        else if (moved.Person?.Profile is not { } after)
        {
            AddressBook.Remove(transaction, person.Workspace, person.Id);
        }
        else if (!ReferenceEquals(before, after) && (record?.Body is PersonIdentified or PersonTakenOver || ChangesProfile(moved)))
        {
            foreach (var channel in AddressBook.Kinds)
                if (after.Address(channel) is { } address && address != before.Address(channel))
                    AddressBook.Upsert(transaction, person.Workspace, channel, address, person.Id);
        }
    }

    private static bool ChangesProfile(Moved moved)
    {
        foreach (var record in moved.Records)
            if (record.Body is ProfileChanged) return true;
        return false;
    }

    /// <summary>Who is in a stopped journey, or in none, is woken at once, to be taken out.</summary>
    private long? WakeAt(string workspace, JourneyRun run) => _catalog.Find(workspace, run.Journey, run.Version)?.Status switch
    {
        JourneyStatus.Active => run.WakeAt.ToUnixTimeMilliseconds(),
        JourneyStatus.Paused => null,
        _ => _window.Transaction.Now.ToUnixTimeMilliseconds(),
    };
}
