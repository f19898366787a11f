using Cpd.Contracts;
using Cpd.EventLog.Storage;

namespace Cpd.Engine.UserView;

/// <summary>Keeps the list of people that a search goes through: one read and at most one write a person and window.</summary>
internal sealed class PeopleFold(SqliteSession sqlite, ActivityTally activity)
{
    private readonly Dictionary<PersonId, Entry> _entries = [];
    private readonly Dictionary<PersonId, PersonId> _current = [];
    private bool? _anyMerged;

    /// <summary>Stands in for everybody who was erased.</summary>
    public static PersonId Nobody => default;

    /// <summary>Whom a record is about today: merged people are followed to who they turned out to be; <see cref="Nobody"/> after an erasure.</summary>
    public PersonId Current(PersonId person)
    {
        if (_current.TryGetValue(person, out var known)) return known;
        if (!AnyMerged()) return _current[person] = person;

        var current = person;
        var into = sqlite.Prepare("SELECT merged_into FROM merged_view WHERE person = ?1").Bind(1, current.Value);
        while (into.Step())
        {
            current = new PersonId(into.GetId(0));
            into.Reset().Bind(1, current.Value);
        }
        return _current[person] = current;
    }

    public void Identify(LogRecord record, PersonId person, GivenIds? who, RawJson traits)
    {
        var entry = Load(person);
        if (entry.Card is null) activity.Add(record, Activity.Person, "");
        entry.Set((entry.Card ?? PersonCard.New(record.Workspace)).With(who).With(traits).SeenAt(record.At));
    }

    /// <summary>The one who stays wins where both say something.</summary>
    public void Merge(LogRecord record, PersonId from, PersonId into)
    {
        var gone = Load(from);
        if (gone.Card is { } card)
        {
            var stays = Load(into);
            // Nobody new appeared: the two were two, and are one.
            if (stays.Card is not null) activity.Add(record, Activity.Person, "", -1);
            stays.Set(stays.Card is { } own ? own.Over(card) : card);
            gone.Set(null);
        }

        Follow(from, into);
    }

    public void Forget(LogRecord record, PersonId person)
    {
        var entry = Load(person);
        if (entry.Card is not null) activity.Add(record, Activity.Person, "", -1);
        entry.Set(null);
        Follow(person, Nobody);
    }

    /// <summary>Somebody who was erased began anew.</summary>
    public void Revive(PersonId person)
    {
        sqlite.Prepare("DELETE FROM merged_view WHERE person = ?1").Bind(1, person.Value).Run();
        _current[person] = person;
    }

    public void Flush()
    {
        foreach (var (person, entry) in _entries)
        {
            if (!entry.Changed) continue;
            if (entry.Card is { } card) Write(person, card);
            else sqlite.Prepare("DELETE FROM people_view WHERE person = ?1").Bind(1, person.Value).Run();
        }
        _entries.Clear();
        _current.Clear();
    }

    private void Follow(PersonId from, PersonId into)
    {
        sqlite.Prepare("INSERT INTO merged_view (person, merged_into) VALUES (?1, ?2) ON CONFLICT (person) DO UPDATE SET merged_into = ?2")
            .Bind(1, from.Value).Bind(2, into.Value).Run();
        _anyMerged = true;
        _current[from] = into;
        foreach (var (person, current) in _current.ToList())
            if (current == from) _current[person] = into;
    }

    private bool AnyMerged()
    {
        if (_anyMerged is { } known) return known;
        var one = sqlite.Prepare("SELECT 1 FROM merged_view LIMIT 1");
        var any = one.Step();
        one.Reset();
        return (_anyMerged = any).Value;
    }

    private Entry Load(PersonId person)
    {
        if (_entries.TryGetValue(person, out var known)) return known;

        var select = sqlite.Prepare(
            "SELECT workspace, user_id, anonymous_ids, first_name, last_name, full_name, phone, email, seen_at FROM people_view WHERE person = ?1")
            .Bind(1, person.Value);
        var entry = new Entry();
        if (select.Step())
        {
            string? Text(int column) => select.IsNull(column) ? null : select.GetText(column);
            entry.Card = new PersonCard(select.GetText(0), Text(1), Text(2), Text(3), Text(4), Text(5), Text(6), Text(7), select.GetLong(8));
            select.Reset();
        }
        return _entries[person] = entry;
    }

    private void Write(PersonId person, PersonCard card) =>
        sqlite.Prepare(
            """
            INSERT INTO people_view (person, workspace, user_id, anonymous_ids, first_name, last_name, full_name, phone, email, seen_at, search)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
            ON CONFLICT (person) DO UPDATE SET user_id = ?3, anonymous_ids = ?4, first_name = ?5, last_name = ?6, full_name = ?7,
                phone = ?8, email = ?9, seen_at = ?10, search = ?11
            """)
            .Bind(1, person.Value).Bind(2, card.Workspace).Bind(3, card.UserId).Bind(4, card.AnonymousIds).Bind(5, card.FirstName)
            .Bind(6, card.LastName).Bind(7, card.FullName).Bind(8, card.Phone).Bind(9, card.Email).Bind(10, card.Seen).Bind(11, card.Search())
            .Run();

    private sealed class Entry
    {
        public PersonCard? Card { get; set; }

        public bool Changed { get; private set; }

        public void Set(PersonCard? card)
        {
            if (Card == card) return;
            Card = card;
            Changed = true;
        }
    }
}
