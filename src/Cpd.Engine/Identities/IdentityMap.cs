using Cpd.Contracts;
using Cpd.EventLog.Storage;

namespace Cpd.Engine.Identities;

/// <summary>
/// Which id leads to which person: read for a whole window, changed in memory, stored once. Whose turn it is decide the
/// <see cref="IdentityRules"/>.
/// </summary>
/// <remarks>
/// <para>Several processes do this at the same time, each for the calls of its partitions; calls that name one person by
/// different ids lie in different partitions. It ends as if one had come after the other, because:</para>
/// <para>Whoever may change an existing person (link an id to them, merge them into another or another into them, erase
/// them) first locks all rows of ids that lead to them, in the order of their keys, and only then reads what it decides on.
/// A living person has such a row, so two who change one person wait for each other, and the second sees what the first
/// did: of two merges A into B and B into A the second finds one person, of A into B and B into C the second finds B gone,
/// and who is erased is not merged into. Locks end with the transaction; a deadlock is undone by the database and tried
/// again.</para>
/// <para>An id nobody has is added by two at once only on a clash of the key: the second one's window is undone, tried
/// again, and finds the first one's person.</para>
/// <para>Who only says something of a person reads without a lock. If they are merged or erased in the same moment, the
/// platform finds that: what arrives for who was merged goes on to who stayed, and of who was erased nothing is kept.</para>
/// <para>So merges never leave a chain. Whoever looks for a survivor follows one nevertheless: nothing here depends on it.</para>
/// </remarks>
internal sealed class IdentityMap(SqlSession sql, AddressBook book)
{
    private readonly Dictionary<IdentityKey, PersonId?> _found = [];
    private readonly Dictionary<IdentityKey, PersonId> _linked = [];
    private readonly HashSet<PersonId> _identified = [];
    private readonly HashSet<PersonId> _asked = [];
    private readonly Dictionary<PersonId, PersonId> _survivors = [];
    private readonly HashSet<PersonId> _followed = [];
    private readonly Dictionary<PersonId, (string Workspace, PersonId Into)> _merged = [];
    private readonly Dictionary<PersonId, List<PersonId>> _absorbed = [];
    private readonly PersonMoves _moves = new();

    /// <summary>Reads at once what these commands will ask for, and locks whom they may change.</summary>
    public void Fetch(IReadOnlyList<LogRecord> commands)
    {
        var keys = commands.SelectMany(IdsOfCalls.Of).Distinct().ToList();
        var locked = new HashSet<PersonId>();
        while (true)
        {
            FetchIds(keys);
            var changing = Changing(commands);
            if (sql is not SqliteSession && changing.Any(one => !locked.Contains(one.Person)))
            {
                // While this one waited the ids may have come to lead to others.
                var rows = IdentityStatements.Lock.Rows();
                foreach (var (workspace, person) in changing)
                    if (locked.Add(person)) rows.Add(workspace, person.Value);
                using var held = sql.Read(rows);
                while (held.Step())
                {
                }
                continue;
            }

            FetchIdentified(changing);
            if (commands.Any(command => command.Body is ForgetPerson)) FetchAbsorbed(changing);
            return;
        }
    }

    public Known Look(string workspace, GivenIds who)
    {
        var user = who.User is null ? null : Find(workspace, IdentityKind.User, who.User);
        var anonymous = who.Anonymous is null ? null : Find(workspace, IdentityKind.Anonymous, who.Anonymous);
        var decides = who.User is not null && anonymous is not null && anonymous != user;
        return new Known(user, anonymous, decides && IsIdentified(workspace, anonymous!.Value));
    }

    public PersonId? Find(string workspace, IdentityKind kind, string value)
    {
        var key = IdentityKey.Of(workspace, kind, value);
        if (_linked.TryGetValue(key, out var linked)) return linked;

        if (!_found.ContainsKey(key)) FetchIds([key]);
        return _found[key] is { } stored ? _moves.Now(stored) : null;
    }

    public void Link(string workspace, IdentityKind kind, string value, PersonId person)
    {
        _linked.Add(IdentityKey.Of(workspace, kind, value), person);
        if (kind is IdentityKind.User) _identified.Add(person);
    }

    /// <summary>Nothing is stored about somebody who begins to exist: nobody needs to ask.</summary>
    public void Begin(PersonId person) => _asked.Add(person);

    /// <summary>Reads at once who these people are now.</summary>
    public void FetchSurvivors(IEnumerable<(string Workspace, PersonId Person)> people)
    {
        var (rows, asked) = (IdentityStatements.FindSurvivors.Rows(), new List<PersonId>());
        foreach (var (workspace, person) in people)
        {
            if (!_followed.Add(person)) continue;
            rows.Add(asked.Count, workspace, person.Value);
            asked.Add(person);
        }
        if (asked.Count == 0) return;

        using var found = sql.Read(rows);
        while (found.Step()) _survivors[asked[found.GetInt(0)]] = new PersonId(found.GetId(1));
    }

    /// <summary>Whoever somebody is now, after all merges.</summary>
    public PersonId Survivor(string workspace, PersonId person)
    {
        if (_merged.TryGetValue(person, out var merged)) return merged.Into;

        FetchSurvivors([(workspace, person)]);
        return _survivors.TryGetValue(person, out var survivor) ? _moves.Now(survivor) ?? person : person;
    }

    /// <summary>All that led to <paramref name="absorbed"/> leads to <paramref name="survivor"/>.</summary>
    public void Merge(string workspace, PersonId absorbed, PersonId survivor)
    {
        Give(workspace, absorbed, survivor);
        _merged[absorbed] = (workspace, survivor);
        if (_identified.Remove(absorbed)) _identified.Add(survivor);
        book.Move(workspace, absorbed, survivor);
    }

    /// <summary>Everybody who turned out to be this person.</summary>
    public IReadOnlyList<PersonId> AbsorbedBy(string workspace, PersonId survivor)
    {
        var stored = _moves.SourcesOf(survivor).Append(survivor).ToList();
        FetchAbsorbed([.. stored.Select(person => (workspace, person))]);
        return
        [
            .. stored.SelectMany(person => _absorbed[person])
                .Concat(_merged.Where(one => one.Value.Into == survivor).Select(one => one.Key))
                .OrderBy(person => person.Value),
        ];
    }

    /// <summary>Nothing leads to them any more.</summary>
    public void Forget(string workspace, PersonId person)
    {
        Give(workspace, person, null);
        _identified.Remove(person);
        book.Remove(workspace, person);
    }

    /// <summary>Stores what changed; the addresses are stored by their book.</summary>
    public void Save()
    {
        _moves.Write(sql, IdentityStatements.DropIds, IdentityStatements.MoveIds);
        var links = IdentityStatements.Link.Rows();
        foreach (var (key, person) in _linked.OrderBy(one => one.Key)) links.Add(key.Workspace, (long)key.Kind, key.Value, person.Value);
        sql.Run(links);

        _moves.Write(sql, IdentityStatements.DropMerged, IdentityStatements.MoveMerged);
        var merges = IdentityStatements.InsertMerged.Rows();
        foreach (var (absorbed, (workspace, into)) in _merged) merges.Add(workspace, absorbed.Value, into.Value);
        sql.Run(merges);
    }

    private void Give(string workspace, PersonId from, PersonId? to)
    {
        _moves.Move(workspace, from, to);
        foreach (var key in _linked.Where(one => one.Value == from).Select(one => one.Key).ToList())
        {
            if (to is { } survivor) _linked[key] = survivor;
            else _linked.Remove(key);
        }
        foreach (var earlier in _merged.Where(one => one.Value.Into == from).Select(one => one.Key).ToList())
        {
            if (to is { } survivor) _merged[earlier] = (workspace, survivor);
            else _merged.Remove(earlier);
        }
    }

    private bool IsIdentified(string workspace, PersonId person)
    {
        // What was stored of those who were merged into them went along when they were.
        if (!_identified.Contains(person)) FetchIdentified([(workspace, person)]);
        return _identified.Contains(person);
    }

    /// <summary>The stored people whose ids these commands may change.</summary>
    private HashSet<(string Workspace, PersonId Person)> Changing(IReadOnlyList<LogRecord> commands)
    {
        var changing = new HashSet<(string, PersonId)>();
        foreach (var command in commands)
        {
            if (!IdsOfCalls.MayChange(command.Body)) continue;
            var people = IdsOfCalls.Of(command).Select(key => _found[key]).ToList();
            // Most calls with two ids say what is known.
            if (command.Body is not ForgetPerson && people.TrueForAll(person => person == people[0])) continue;
            foreach (var person in people)
                if (person is { } stored) changing.Add((command.Workspace, stored));
        }
        return changing;
    }

    private void FetchIds(List<IdentityKey> keys)
    {
        if (keys.Count == 0) return;
        var rows = IdentityStatements.FindIds.Rows();
        for (var i = 0; i < keys.Count; i++)
        {
            _found[keys[i]] = null;
            rows.Add(i, keys[i].Workspace, (long)keys[i].Kind, keys[i].Value);
        }

        using var found = sql.Read(rows);
        while (found.Step()) _found[keys[found.GetInt(0)]] = new PersonId(found.GetId(1));
    }

    private void FetchIdentified(IReadOnlyCollection<(string Workspace, PersonId Person)> people)
    {
        // Whoever was found by a user id has one.
        foreach (var (key, person) in _found)
            if (key.Kind is IdentityKind.User && person is { } user && _asked.Add(user)) _identified.Add(user);

        var rows = IdentityStatements.FindIdentified.Rows();
        foreach (var (workspace, person) in people)
            if (_asked.Add(person)) rows.Add(workspace, person.Value);
        if (rows.Count == 0) return;

        using var found = sql.Read(rows);
        while (found.Step()) _identified.Add(new PersonId(found.GetId(0)));
    }

    private void FetchAbsorbed(IReadOnlyCollection<(string Workspace, PersonId Person)> people)
    {
        var rows = IdentityStatements.FindAbsorbed.Rows();
        foreach (var (workspace, person) in people)
            if (_absorbed.TryAdd(person, [])) rows.Add(workspace, person.Value);
        if (rows.Count == 0) return;

        using var found = sql.Read(rows);
        while (found.Step()) _absorbed[new PersonId(found.GetId(0))].Add(new PersonId(found.GetId(1)));
    }
}
