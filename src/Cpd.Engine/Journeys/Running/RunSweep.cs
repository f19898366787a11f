using Cpd.Contracts;
using Cpd.Engine.Journeys.Publishing;
using Cpd.EventLog;

namespace Cpd.Engine.Journeys.Running;

/// <summary>
/// After something was published or changed every run is looked at once, in the order of its row and a piece a window:
/// who is in a stopped journey leaves, who was parked by a pause goes on. However many they are, nobody else waits for it,
/// and no index has to be kept for it.
/// </summary>
/// <remarks>
/// Each process sweeps the partitions it owns, and what is done is remembered for each of them when it is complete; a restart,
/// and a partition that comes in the middle, begin again. A partition that was swept stays so until the next stamp: whoever
/// owns it later handles its windows with that catalog or a newer one.
/// </remarks>
public sealed class RunSweep(TimeProvider clock)
{
    private const int Piece = 2_000;
    private const int TouchesAtOnce = 100;
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(10);

    private Guid _stamp;
    private HashSet<int> _swept = [];
    private HashSet<int> _sweeping = [];
    private long _after;

    /// <summary>Does one piece; true while there is more.</summary>
    /// <param name="touch">Lets a person's runs do what is due.</param>
    internal bool GoOn(Published published, PeopleOfWindow people, Window window, Action<PersonId> touch)
    {
        var (stamp, sql) = (published.Stamp, window.Transaction.Sql);
        if (stamp == Guid.Empty || (_stamp == stamp && window.Partitions.All(_swept.Contains))) return false;

        HashSet<int> swept = _stamp == stamp ? [.. _swept] : [];
        var open = window.Partitions.Where(partition => !swept.Contains(partition)).ToHashSet();
        var after = _stamp == stamp && open.IsSubsetOf(_sweeping) ? _after : 0;
        if (after == 0)
        {
            // A former owner may have done it, or this one before it was started again.
            var done = JourneyStamps.SweptOf(sql, open, stamp);
            open.ExceptWith(done);
            swept.UnionWith(done);
        }

        var (end, isLast) = open.Count == 0 ? (0, true) : Sweep(published.Catalog, people, window, open, after, touch);
        if (isLast)
        {
            JourneyStamps.Swept(sql, open, stamp);
            swept.UnionWith(open);
        }
        window.Transaction.OnCommitted(() => (_stamp, _swept, _sweeping, _after) = (stamp, swept, open, end));
        return !isLast;
    }

    private (long End, bool IsLast) Sweep(
        JourneyCatalog catalog, PeopleOfWindow people, Window window, HashSet<int> partitions, long after, Action<PersonId> touch)
    {
        var began = clock.GetTimestamp();
        var (found, end, isLast) = Look(catalog, window, partitions, after);
        for (var i = 0; i < found.Count; i += TouchesAtOnce)
        {
            if (clock.GetElapsedTime(began) > Longest && i > 0) return (found[i - 1].Row, false);

            var piece = found.GetRange(i, Math.Min(TouchesAtOnce, found.Count - i));
            people.Fetch(piece.Select(one => one.Person));
            foreach (var (_, person) in piece) touch(person);
            people.Save();
        }
        return (end, isLast);
    }

    /// <summary>The next runs that may not be as they should.</summary>
    private static (List<(long Row, PersonId Person)> Found, long End, bool IsLast) Look(
        JourneyCatalog catalog, Window window, HashSet<int> partitions, long after)
    {
        // By journey and version alone: whose workspace it is, is asked only about those who are touched.
        var settled = catalog.All.GroupBy(journey => (journey.Id, journey.Version)).ToDictionary(
            versions => versions.Key,
            versions => (Waiting: versions.All(version => version.Status is not JourneyStatus.Stopped), Parked: versions.All(version => version.Status is JourneyStatus.Paused)));

        var (found, looked, end) = (new List<(long, PersonId)>(), 0, after);
        using var rows = window.Transaction.Sql.Read(PeopleStatements.RunsAfter, after, Piece);
        while (rows.Step())
        {
            looked++;
            end = rows.GetLong(0);
            if (!partitions.Contains(rows.GetInt(1))) continue;

            var isSettled = settled.TryGetValue((rows.GetText(3), rows.GetInt(4)), out var known) && (rows.IsNull(5) ? known.Parked : known.Waiting);
            if (!isSettled) found.Add((end, new PersonId(rows.GetId(2))));
        }
        return (found, end, looked < Piece);
    }
}
