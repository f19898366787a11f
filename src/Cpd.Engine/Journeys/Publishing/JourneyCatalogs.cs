using Cpd.Engine.Commands;
using Cpd.EventLog;
using Cpd.EventLog.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cpd.Engine.Journeys.Publishing;

/// <summary>
/// The published journeys, compiled and in memory. A stamp in the database says whether they are still the newest: it is
/// looked at once a window, so that every process sees a version from the transaction on that published it.
/// </summary>
public sealed class JourneyCatalogs : IJourneyDirectory
{
    private Known? _known;

    /// <summary>What is published as <paramref name="transaction"/> sees it.</summary>
    public JourneyCatalog Current(LogTransaction transaction) => Look(transaction).Catalog;

    public bool Exists(LogTransaction transaction, string workspace, string journey) =>
        Current(transaction).Latest(workspace, journey) is not null;

    /// <summary>The same with its stamp.</summary>
    internal Published Look(LogTransaction transaction)
    {
        var (stamp, swept) = ReadStamp(transaction.Sqlite);
        if (_known is not { } known || known.Stamp != stamp)
        {
            using var db = transaction.OpenDb();
            // Not only after the commit: a stamp names one content for good. That of a transaction that was undone is
            // found nowhere again.
            _known = known = Load(db, stamp, _known?.Versions);
        }
        return new Published(known.Catalog, stamp, swept == stamp);
    }

    /// <summary>Says that something was published or changed. Made anew each time: work that is undone and repeated may come to something else.</summary>
    internal static void Stamp(LogTransaction transaction) => transaction.Sqlite
        .Prepare("INSERT INTO journey_stamp (id, stamp) VALUES (1, ?1) ON CONFLICT (id) DO UPDATE SET stamp = ?1")
        .Bind(1, Guid.NewGuid()).Run();

    /// <summary>Says that since <paramref name="stamp"/> all runs were looked at.</summary>
    internal static void Swept(LogTransaction transaction, Guid stamp) => transaction.Sqlite
        .Prepare("UPDATE journey_stamp SET swept = ?1 WHERE id = 1").Bind(1, stamp).Run();

    private static (Guid Stamp, Guid Swept) ReadStamp(SqliteSession sql)
    {
        var row = sql.Prepare("SELECT stamp, swept FROM journey_stamp WHERE id = 1");
        if (!row.Step()) return default;
        var read = (row.GetId(0), row.IsNull(1) ? Guid.Empty : row.GetId(1));
        row.Reset();
        return read;
    }

    /// <summary>What was compiled before is used again, as long as it is the same: a version that was undone has left its number to another.</summary>
    private static Known Load(CpdDb db, Guid stamp, Dictionary<VersionKey, Version>? before)
    {
        var journeys = db.Set<JourneyRow>().AsNoTracking().ToDictionary(row => (row.Workspace, row.Id));
        var versions = new Dictionary<VersionKey, Version>();
        var published = new List<PublishedJourney>();
        foreach (var row in db.Set<JourneyVersionRow>().AsNoTracking())
        {
            var key = new VersionKey(row.Workspace, row.Journey, row.Version);
            var version = before?.GetValueOrDefault(key) is { } same && same.Definition.AsSpan().SequenceEqual(row.Definition) ? same : Compile(row);
            versions.Add(key, version);
            // Published by another version of the program that took what this one does not: its runs end with that reason,
            // and everybody else's go on.
            if (version.Compiled is null) continue;

            var journey = journeys[(row.Workspace, row.Journey)];
            published.Add(new PublishedJourney(
                row.Workspace, row.Journey, row.Version, journey.StatusOf(row.Version), journey.Latest == row.Version, version.Compiled));
        }
        return new Known(stamp, JourneyCatalog.Of(published), versions);
    }

    private static Version Compile(JourneyVersionRow row) => new(row.Definition, CompiledJourney.Read(row.Definition).Journey);

    private sealed record Known(Guid Stamp, JourneyCatalog Catalog, Dictionary<VersionKey, Version> Versions);

    private readonly record struct VersionKey(string Workspace, string Journey, int Number);

    private sealed record Version(byte[] Definition, CompiledJourney? Compiled);
}

/// <param name="Stamp">Names this content.</param>
/// <param name="IsSwept">True when all runs were looked at since it is so.</param>
internal readonly record struct Published(JourneyCatalog Catalog, Guid Stamp, bool IsSwept);
