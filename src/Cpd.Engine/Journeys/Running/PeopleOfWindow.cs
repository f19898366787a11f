using Cpd.Contracts;
using Cpd.Engine.Identities;
using Cpd.Engine.People;
using Cpd.EventLog;
using Cpd.EventLog.Storage;

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

    /// <summary>Null for somebody nobody has a row of.</summary>
    private readonly Dictionary<PersonId, LoadedPerson?> _people = [];

    private readonly Window _window;
    private readonly JourneyCatalog _catalog;
    private readonly Database _database;
    private readonly PeopleStore _store;
    private readonly AddressBook _book;

    public PeopleOfWindow(Window window, JourneyCatalog catalog, int partitions, Database database)
    {
        _window = window;
        _catalog = catalog;
        _database = database;
        _store = new PeopleStore(window.Transaction.Sql, partitions);
        _book = new AddressBook(window.Transaction.Sql);
    }

    /// <summary>Somebody nobody has heard of before this record.</summary>
    public static PersonState Unknown(PersonId id, LogRecord record) =>
        new(Profile.New(id, record.Workspace, record.At), Memory.Empty, []);

    /// <summary>Loads at once whom these records are about, and who takes over from them.</summary>
    public void Fetch(IReadOnlyList<LogRecord> records)
    {
        var people = new HashSet<PersonId>(records.Count);
        foreach (var record in records)
        {
            if (record.Person is not { } person || record.Body is UnknownBody) continue;
            people.Add(person);
            if (record.Body is PersonMerged merged) people.Add(merged.Into);
        }
        Fetch(people);
    }

    public void Fetch(IEnumerable<PersonId> people)
    {
        var asked = new List<PersonId>();
        foreach (var person in people)
            if (_people.TryAdd(person, null)) asked.Add(person);
        PeopleRows.Read(_window.Transaction.Sql, _database, asked, _people);
    }

    /// <summary>A person, also one nobody has a row of yet.</summary>
    /// <exception cref="InvalidDataException">The person is of another workspace.</exception>
    public LoadedPerson Get(PersonId id, string workspace)
    {
        if (Get(id) is not { } person) _people[id] = person = new LoadedPerson { Id = id, Workspace = workspace };
        return person.Workspace == workspace ? person : throw new InvalidDataException($"Person {id} does not belong to the record's workspace.");
    }

    /// <summary>A person; null where there is no row of them.</summary>
    public LoadedPerson? Get(PersonId id)
    {
        if (!_people.TryGetValue(id, out var person))
        {
            Fetch([id]);
            person = _people[id];
        }
        person?.Fault?.Throw();
        return person;
    }

    /// <summary>Up to so many people who are due, over all partitions, loaded.</summary>
    public IReadOnlyCollection<(PersonId Person, DateTimeOffset WakeAt)> Due(DateTimeOffset now, int most)
    {
        var asked = PeopleStatements.Due.Rows();
        var each = Math.Max(1, most / Math.Max(1, _window.Partitions.Count));
        foreach (var partition in _window.Partitions) asked.Add(partition, now.ToUnixTimeMilliseconds(), each);

        var due = new Dictionary<PersonId, DateTimeOffset>();
        using (var rows = _window.Transaction.Sql.Read(asked))
            while (rows.Step()) due.TryAdd(new PersonId(rows.GetId(0)), DateTimeOffset.FromUnixTimeMilliseconds(rows.GetLong(1)));
        Fetch(due.Keys);
        return [.. due.Select(one => (one.Key, one.Value))];
    }

    /// <summary>When the next run of these partitions is due; null when none is.</summary>
    public DateTimeOffset? NextWake()
    {
        var asked = PeopleStatements.NextWake.Rows();
        foreach (var partition in _window.Partitions) asked.Add(partition);
        var next = long.MaxValue;
        using var rows = _window.Transaction.Sql.Read(asked);
        while (rows.Step())
            if (rows.GetLongOrNull(0) is { } wakeAt) next = Math.Min(next, wakeAt);
        return next == long.MaxValue ? null : DateTimeOffset.FromUnixTimeMilliseconds(next);
    }

    /// <summary>Runs of somebody who is not there: they can never go on.</summary>
    public void DropRunsOf(PersonId person) => _store.DropRunsOf(person);

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
        foreach (var person in _people.Values)
            if (person is not null) _store.Add(person, run => WakeAt(person.Workspace, run), _window.Transaction.Now + Patience);
        _people.Clear();
        _store.Write();
        _book.Save();
    }

    /// <summary>
    /// So that it is known who writes, when somebody writes. Record by record: the same addresses are learnt whatever falls
    /// into one window.
    /// </summary>
    public void LearnAddresses(LoadedPerson person, Profile before, LogRecord? record, Moved moved)
    {
        if (moved.MergedInto is { } into && !Get(into, person.Workspace).IsErased)
        {
            _book.Move(person.Workspace, person.Id, into);
        }
        else if (moved.Person?.Profile is not { } after)
        {
            ForgetAddresses(person);
        }
        else if (!ReferenceEquals(before, after) && (record?.Body is PersonIdentified or PersonTakenOver || ChangesProfile(moved)))
        {
            foreach (var channel in AddressBook.Kinds)
                if (after.Address(channel) is { } address && address != before.Address(channel))
                    _book.Upsert(person.Workspace, channel, address, person.Id);
        }
    }

    public void ForgetAddresses(LoadedPerson person) => _book.Remove(person.Workspace, person.Id);

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
