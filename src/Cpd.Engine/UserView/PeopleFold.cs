using Cpd.Contracts;
using Cpd.EventLog.Storage;

namespace Cpd.Engine.UserView;

/// <summary>Keeps the list of people that a search goes through: one read and at most one write a person and window.</summary>
/// <remarks>
/// Two processes may write one card, where somebody is merged into a person of another partition. So each card counts its
/// writings, and a window whose card was written meanwhile, or is there already, begins again.
/// </remarks>
internal sealed class PeopleFold(SqlSession sql, ActivityTally activity)
{
    private readonly Dictionary<PersonId, Entry> _entries = [];

    /// <summary>Reads the cards of these people, all at once.</summary>
    public void Load(IEnumerable<PersonId> people)
    {
        var find = ViewStatements.FindPerson.Rows();
        foreach (var person in people)
            if (_entries.TryAdd(person, new Entry())) find.Add(person.Value);
        if (find.Count == 0) return;

        using var rows = sql.Read(find);
        while (rows.Step())
        {
            var card = new PersonCard(
                rows.GetText(2), rows.GetTextOrNull(3), rows.GetTextOrNull(4), rows.GetTextOrNull(5), rows.GetTextOrNull(6), rows.GetTextOrNull(7),
                rows.GetTextOrNull(8), rows.GetTextOrNull(9), rows.GetLong(10), rows.GetLong(11));
            _entries[new PersonId(rows.GetId(0))] = new Entry(card, rows.GetLong(1));
        }
    }

    /// <param name="isOwn">They did it themselves; else a journey did it to them, and they were not seen.</param>
    public void Identify(LogRecord record, PersonId person, GivenIds? who, RawJson traits, bool isOwn)
    {
        var entry = Of(person);
        if (entry.Card is null) activity.Add(record, Activity.Person, "");
        if (isOwn) activity.AddActive(record, entry.Card?.Active ?? 0);

        var card = (entry.Card ?? PersonCard.New(record.Workspace)).With(who).With(traits);
        if (isOwn) entry.Card = card.ActiveAt(record.At);
        else entry.Card = entry.Card is null ? card.SeenAt(record.At) : card;
    }

    /// <summary>The one who stays wins where both say something.</summary>
    public void Merge(LogRecord record, PersonId from, PersonId into)
    {
        var gone = Of(from);
        if (gone.Card is not { } card) return;

        var stays = Of(into);
        // Nobody new appeared: the two were two, and are one.
        if (stays.Card is not null) activity.Add(record, Activity.Person, "", -1);
        stays.Card = stays.Card is { } own ? own.Over(card) : card with { Active = 0 };
        gone.Card = null;
    }

    public void Forget(LogRecord record, PersonId person)
    {
        var entry = Of(person);
        if (entry.Card is not null) activity.Add(record, Activity.Person, "", -1);
        entry.Card = null;
    }

    /// <exception cref="RacedException">Another process has written one of the cards since they were read.</exception>
    public void Flush()
    {
        var (add, change, remove) = (ViewStatements.AddPerson.Rows(), ViewStatements.ChangePerson.Rows(), ViewStatements.RemovePerson.Rows());
        foreach (var (person, entry) in _entries.OrderBy(pair => pair.Key.Value, IdOrder.Bytes))
        {
            if (!entry.IsChanged) continue;
            if (entry.Card is not { } card) remove.Add(person.Value, entry.Version);
            else if (entry.IsNew) add.Add(
                person.Value, entry.Version, card.Workspace, card.UserId, card.AnonymousIds, card.FirstName, card.LastName, card.FullName, card.Phone,
                card.Email, card.Seen, card.Active, card.Search());
            else change.Add(
                person.Value, entry.Version, entry.Version + 1, card.UserId, card.AnonymousIds, card.FirstName, card.LastName, card.FullName, card.Phone,
                card.Email, card.Seen, card.Active, card.Search());
        }
        _entries.Clear();

        if (sql.Run(remove) != remove.Count) throw new RacedException();
        if (sql.Run(change) != change.Count) throw new RacedException();
        sql.Run(add);
    }

    private Entry Of(PersonId person)
    {
        if (!_entries.TryGetValue(person, out var entry))
        {
            Load([person]);
            entry = _entries[person];
        }
        return entry;
    }

    /// <summary>A card as it was read, and as it is now.</summary>
    private sealed class Entry(PersonCard? read = null, long version = 0)
    {
        private readonly PersonCard? _read = read;

        public PersonCard? Card { get; set; } = read;

        public long Version { get; } = version;

        public bool IsNew => _read is null;

        public bool IsChanged => Card != _read;
    }
}
