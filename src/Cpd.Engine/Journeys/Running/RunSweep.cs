using System.Diagnostics;
using Cpd.Contracts;
using Cpd.Engine.Journeys.Publishing;
using Cpd.EventLog;

namespace Cpd.Engine.Journeys.Running;

/// <summary>
/// After something was published or changed every run is looked at once, in the order of its row and a piece a window:
/// who is in a stopped journey leaves, who was parked by a pause goes on. However many they are, nobody else waits for it,
/// and no index has to be kept for it. What is done is remembered when it is complete; a restart begins again.
/// </summary>
public sealed class RunSweep
{
    private const int Piece = 2_000;
    private const int TouchesAtOnce = 100;
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(10);

    private Guid _stamp;
    private long _after;

    /// <summary>Does one piece; true while there is more.</summary>
    /// <param name="touch">Lets a person's runs do what is due.</param>
    internal bool GoOn(Published published, PeopleOfWindow people, Window window, Action<PersonId> touch)
    {
        if (published.IsSwept) return false;

        var began = Stopwatch.GetTimestamp();
        var after = _stamp == published.Stamp ? _after : 0;
        var (found, end, isLast) = Look(published.Catalog, window, after);
        for (var i = 0; i < found.Count; i += TouchesAtOnce)
        {
            if (Stopwatch.GetElapsedTime(began) > Longest && i > 0)
            {
                (end, isLast) = (found[i - 1].Row, false);
                break;
            }
            for (var j = i; j < Math.Min(i + TouchesAtOnce, found.Count); j++) touch(found[j].Person);
            people.Save();
        }

        if (isLast) JourneyCatalogs.Swept(window.Transaction, published.Stamp);
        window.Transaction.OnCommitted(() => (_stamp, _after) = (published.Stamp, end));
        return !isLast;
    }

    /// <summary>The next runs that may not be as they should.</summary>
    private static (List<(long Row, PersonId Person)> Found, long End, bool IsLast) Look(JourneyCatalog catalog, Window window, long after)
    {
        // By journey and version alone: whose workspace it is, is asked only about those who are touched.
        var settled = catalog.All.GroupBy(journey => (journey.Id, journey.Version)).ToDictionary(
            versions => versions.Key,
            versions => (Waiting: versions.All(version => version.Status is not JourneyStatus.Stopped), Parked: versions.All(version => version.Status is JourneyStatus.Paused)));

        var (found, looked, end) = (new List<(long, PersonId)>(), 0, after);
        var rows = window.Transaction.Sqlite.Prepare("SELECT id, person, journey, version, wake_at FROM runs WHERE id > ?1 ORDER BY id LIMIT ?2")
            .Bind(1, after).Bind(2, Piece);
        while (rows.Step())
        {
            looked++;
            end = rows.GetLong(0);
            var isSettled = settled.TryGetValue((rows.GetText(2), rows.GetInt(3)), out var known) && (rows.IsNull(4) ? known.Parked : known.Waiting);
            if (!isSettled) found.Add((end, new PersonId(rows.GetId(1))));
        }
        return (found, end, looked < Piece);
    }
}
