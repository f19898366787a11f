using Cpd.Contracts;
using Cpd.EventLog.Storage;

namespace Cpd.Engine.Identities;

/// <summary>
/// Where what was stored under people goes by the end of a window, in which it may have moved on several times. Written as
/// one set, whatever the number of moves.
/// </summary>
internal sealed class PersonMoves
{
    private static readonly IReadOnlyCollection<PersonId> None = [];

    private readonly Dictionary<PersonId, (string Workspace, PersonId? To)> _ends = [];
    private readonly Dictionary<PersonId, List<PersonId>> _sources = [];

    /// <summary>Whose it is now what is stored as this person's; null: nobody's.</summary>
    public PersonId? Now(PersonId stored) => _ends.TryGetValue(stored, out var end) ? end.To : stored;

    /// <summary>Under whom is stored what is this person's now, themselves left out.</summary>
    public IReadOnlyCollection<PersonId> SourcesOf(PersonId person) => _sources.TryGetValue(person, out var sources) ? sources : None;

    /// <summary>Whatever is one person's now is another's, or nobody's, from here on.</summary>
    public void Move(string workspace, PersonId from, PersonId? to)
    {
        if (from == to) return;
        if (!_sources.Remove(from, out var sources)) sources = [];
        if (!_ends.ContainsKey(from)) sources.Add(from);
        foreach (var source in sources) _ends[source] = (workspace, to);
        if (to is not { } survivor) return;

        if (_sources.TryGetValue(survivor, out var others)) others.AddRange(sources);
        else _sources[survivor] = sources;
    }

    /// <summary>Writes it: first what is nobody's any more, then the rest in an order in which nothing moves twice.</summary>
    public void Write(SqlSession sql, HotStatement drop, HotStatement move)
    {
        if (_ends.Count == 0) return;
        var (dropped, moved, done) = (drop.Rows(), move.Rows(), new HashSet<PersonId>());
        foreach (var (from, end) in _ends)
            if (end.To is null) dropped.Add(end.Workspace, from.Value);
        foreach (var from in _ends.Keys) Add(from);
        sql.Run(dropped);
        sql.Run(moved);

        // A database that takes row after row would move on what just arrived: who takes over gives first. There is no
        // circle: a move takes along all that led to its start.
        void Add(PersonId from)
        {
            if (!_ends.TryGetValue(from, out var end) || end.To is not { } to || to == from || !done.Add(from)) return;
            Add(to);
            moved.Add(end.Workspace, from.Value, to.Value);
        }
    }
}
