using Cpd.Contracts;
using Cpd.EventLog.Storage;

namespace Cpd.Engine.UserView;

/// <summary>Who people turned out to be, over one window.</summary>
/// <remarks>
/// A person's records are all on one partition, so only its owner merges or erases them. But what arrives about somebody
/// who was merged is written at the other one, whose owner may be another process, which may be merging or erasing that one
/// in this moment. Then rows would stay behind with somebody who is gone. So a window that writes at another person holds
/// on to that one's row here, before anything else, and looks whether it still says what the window read; who merges or
/// erases writes that row before anything else. Whoever comes second sees what the first has done: the one finds the person
/// gone and begins the window again, the other takes along the rows that were added.
/// SQLite has one writer and needs no such rows.
/// </remarks>
internal sealed class Merges(SqlSession sql)
{
    private readonly bool _isShared = sql is not SqliteSession;

    /// <summary>One step of the way for everybody known of; whoever is nobody else points to themselves.</summary>
    private readonly Dictionary<PersonId, PersonId> _into = [];

    /// <summary>The rows that were there.</summary>
    private readonly Dictionary<PersonId, PersonId> _read = [];

    private readonly HashSet<PersonId> _changed = [];
    private readonly HashSet<PersonId> _others = [];
    private bool? _any;

    /// <summary>Stands in for everybody who was erased.</summary>
    public static PersonId Nobody => default;

    /// <summary>Reads where these people's ways lead, all at once: a round trip for each merge that followed another.</summary>
    public void Load(IEnumerable<PersonId> people)
    {
        var asked = people.Where(person => !_into.ContainsKey(person)).Distinct().ToList();
        while (asked.Count > 0)
        {
            if (Any())
            {
                var find = ViewStatements.FindMerged.Rows();
                foreach (var person in asked) find.Add(person.Value);
                using var rows = sql.Read(find);
                while (rows.Step()) _into[new PersonId(rows.GetId(0))] = _read[new PersonId(rows.GetId(0))] = new PersonId(rows.GetId(1));
            }
            foreach (var person in asked) _into.TryAdd(person, person);
            asked = [.. asked.Select(person => _into[person]).Where(into => into != Nobody && !_into.ContainsKey(into)).Distinct()];
        }
    }

    /// <summary>Whom a record is about today; <see cref="Nobody"/> after an erasure.</summary>
    public PersonId Current(PersonId person)
    {
        while (true)
        {
            if (person == Nobody) return Nobody;
            if (!_into.TryGetValue(person, out var into))
            {
                Load([person]);
                into = _into[person];
            }
            if (into == person) return person;
            person = into;
        }
    }

    /// <summary>Something of this window is written at a person who may be another process's.</summary>
    public void WritesAt(PersonId other) => _others.Add(other);

    /// <param name="into"><see cref="Nobody"/> where the person is erased.</param>
    public void Follow(PersonId person, PersonId into)
    {
        _into[person] = into;
        _changed.Add(person);
        if (into != Nobody) _others.Add(into);
    }

    /// <summary>Somebody who was erased began anew.</summary>
    public void Revive(PersonId person)
    {
        _into[person] = person;
        _changed.Add(person);
    }

    /// <exception cref="RacedException">Somebody this window wrote at was merged or erased meanwhile.</exception>
    public void Flush()
    {
        if (_isShared) HoldOthers();
        var (set, remove) = (ViewStatements.SetMerged.Rows(), ViewStatements.RemoveMerged.Rows());
        foreach (var person in _changed.OrderBy(person => person.Value, IdOrder.Bytes))
        {
            if (_into[person] == person && !_isShared) remove.Add(person.Value);
            else set.Add(person.Value, _into[person].Value);
        }
        sql.Run(remove);
        sql.Run(set);
    }

    private void HoldOthers()
    {
        if (_others.Count == 0) return;

        var (stay, hold) = (ViewStatements.AddStaying.Rows(), ViewStatements.HoldMerged.Rows());
        foreach (var person in _others.OrderBy(person => person.Value, IdOrder.Bytes))
        {
            stay.Add(person.Value, person.Value);
            hold.Add(person.Value);
        }
        sql.Run(stay);
        using var rows = sql.Read(hold);
        while (rows.Step())
        {
            var person = new PersonId(rows.GetId(0));
            if (rows.GetId(1) != _read.GetValueOrDefault(person, person).Value) throw new RacedException();
        }
    }

    private bool Any()
    {
        // On a server the question costs as much as the answer that it would save.
        if (_isShared || _any is true) return true;
        if (_any is null)
        {
            using var one = sql.Read(ViewStatements.AnyMerged);
            _any = one.Step();
        }
        return _any.Value;
    }
}

/// <summary>Another process has written meanwhile what this window had read. The window begins again.</summary>
internal sealed class RacedException() : Exception("Another process has changed the same person or message at the same time.");

/// <summary>Ids in the order in which databases keep them, so that all processes take their rows in one order.</summary>
internal static class IdOrder
{
    public static readonly IComparer<Guid> Bytes = Comparer<Guid>.Create((one, other) =>
    {
        Span<byte> left = stackalloc byte[16], right = stackalloc byte[16];
        one.TryWriteBytes(left, bigEndian: true, out _);
        other.TryWriteBytes(right, bigEndian: true, out _);
        return left.SequenceCompareTo(right);
    });
}
