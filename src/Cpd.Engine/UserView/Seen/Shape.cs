using System.Collections.Immutable;
using Cpd.Engine.Conditions;

namespace Cpd.Engine.UserView.Seen;

/// <summary>
/// What one event's properties look like, or people's attributes: which places there are, with which types, and a few
/// values. It does not depend on the order in which records come, so that a view made anew has the same.
/// </summary>
/// <param name="Paths">By their names, joined by <see cref="Between"/>.</param>
/// <param name="First">Unix milliseconds of a whole minute, as <paramref name="Last"/>.</param>
internal sealed record Shape(ImmutableDictionary<string, SeenPath> Paths, long First, long Last)
{
    /// <summary>Between the names of a path; no name of a database's text has it.</summary>
    public const char Between = '\0';

    /// <summary>More places than that are no form of an event but data in the wrong place: ids as names, for example.</summary>
    public const int MostPaths = 200;

    /// <summary>Longer paths are nothing that anybody would pick.</summary>
    public const int LongestPath = 200;

    public static readonly Shape None = new(ImmutableDictionary.Create<string, SeenPath>(StringComparer.Ordinal), long.MaxValue, 0);

    public IReadOnlyList<SeenValue> Values() =>
        [.. Paths.OrderBy(path => path.Key, StringComparer.Ordinal).Select(path => new SeenValue(PathOf(path.Key), path.Value.Types, path.Value.Samples()))];

    /// <summary>As it stands in a condition below its root.</summary>
    private static string PathOf(string key)
    {
        const string Root = "event";
        var path = ValuePath.Print([Root, .. key.Split(Between)])[Root.Length..];
        return path[0] == '.' ? path[1..] : path;
    }
}

/// <summary>One place of a <see cref="Shape"/>.</summary>
/// <param name="Candidates">The values with the smallest hashes, in their order.</param>
internal sealed record SeenPath(SeenTypes Types, ImmutableArray<SeenCandidate> Candidates)
{
    private const int MostCandidates = 12;
    private const int MostSamples = 6;

    public static readonly SeenPath None = new(SeenTypes.None, []);

    public IReadOnlyList<string> Samples() =>
        [.. Candidates.Where(candidate => candidate.Json is not null).Take(MostSamples).Select(candidate => candidate.Json!).Order(StringComparer.Ordinal)];

    public SeenPath With(SeenTypes type) => (Types & type) == type ? this : this with { Types = Types | type };

    /// <summary>
    /// Among all values that ever come those with the smallest hashes stay, whatever the order. Of a value that only one
    /// person sent just the hash is kept: it may be about them.
    /// </summary>
    public SeenPath With(long hash, int person, ReadOnlySpan<byte> json)
    {
        for (var i = 0; i < Candidates.Length; i++)
        {
            if (Candidates[i].Hash < hash) continue;
            if (Candidates[i].Hash > hash) return Candidates.Length == MostCandidates ? Put(Candidates.RemoveAt(MostCandidates - 1).Insert(i, new(hash, person, null))) : Put(Candidates.Insert(i, new(hash, person, null)));
            if (Candidates[i].Json is not null || Candidates[i].Person == person) return this;
            return Put(Candidates.SetItem(i, new(hash, SeenCandidate.Several, System.Text.Encoding.UTF8.GetString(json))));
        }
        return Candidates.Length == MostCandidates ? this : Put(Candidates.Add(new(hash, person, null)));
    }

    private SeenPath Put(ImmutableArray<SeenCandidate> candidates) => this with { Candidates = candidates };
}

/// <param name="Person">Two bytes of a hash of who sent it: enough to tell that it was not always the same one.</param>
/// <param name="Json">The value, once two people sent it.</param>
internal readonly record struct SeenCandidate(long Hash, int Person, string? Json)
{
    public const int Several = -1;
}
