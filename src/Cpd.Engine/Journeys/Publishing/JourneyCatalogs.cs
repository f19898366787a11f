using Cpd.Contracts;
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
    public JourneyCatalog Current(LogTransaction transaction)
    {
        var stamp = ReadStamp(transaction.Sqlite);
        if (_known is { } known && known.Stamp == stamp) return known.Catalog;

        using var db = transaction.OpenDb();
        var fresh = new Known(stamp, Load(db, _known?.Catalog));
        // Not only after the commit: a stamp names one content for good, whether or not this transaction is kept.
        _known = fresh;
        return fresh.Catalog;
    }

    public bool Exists(LogTransaction transaction, string workspace, string journey) =>
        Current(transaction).Latest(workspace, journey) is not null;

    /// <summary>Says that something was published or changed.</summary>
    internal static void Stamp(LogTransaction transaction, RecordId by) => transaction.Sqlite
        .Prepare("INSERT INTO journey_stamp (id, stamp) VALUES (1, ?1) ON CONFLICT (id) DO UPDATE SET stamp = ?1")
        .Bind(1, by.Value).Run();

    private static Guid ReadStamp(SqliteSession sql)
    {
        var row = sql.Prepare("SELECT stamp FROM journey_stamp WHERE id = 1");
        if (!row.Step()) return Guid.Empty;
        var stamp = row.GetId(0);
        row.Reset();
        return stamp;
    }

    /// <summary>Versions never change, so what was compiled before is used again.</summary>
    private static JourneyCatalog Load(CpdDb db, JourneyCatalog? before)
    {
        var journeys = db.Set<JourneyRow>().AsNoTracking().ToDictionary(row => (row.Workspace, row.Id));
        var published = new List<PublishedJourney>();
        foreach (var version in db.Set<JourneyVersionRow>().AsNoTracking())
        {
            var journey = journeys[(version.Workspace, version.Journey)];
            var compiled = before?.Find(version.Workspace, version.Journey, version.Version)?.Journey
                ?? CompiledJourney.Read(version.Definition).Journey
                ?? throw new InvalidDataException($"Version {version.Version} of {version.Journey} was published and can no longer be used.");
            published.Add(new PublishedJourney(
                version.Workspace, version.Journey, version.Version, journey.Status, journey.Latest == version.Version, compiled));
        }
        return JourneyCatalog.Of(published);
    }

    private sealed record Known(Guid Stamp, JourneyCatalog Catalog);
}
