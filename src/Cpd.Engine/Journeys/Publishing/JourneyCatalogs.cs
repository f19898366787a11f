using System.Collections.Frozen;
using Cpd.Engine.Commands;
using Cpd.Engine.Messages.Sending;
using Cpd.Engine.Templates.Stored;
using Cpd.EventLog;
using Cpd.EventLog.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cpd.Engine.Journeys.Publishing;

/// <summary>
/// The published journeys, the templates they send and the rules of sending, compiled and in memory. Stamps in the database say whether they are
/// still the newest: they are looked at once a window, so that every process sees a version from the transaction on that
/// published it, and a template from the one on that saved it.
/// </summary>
public sealed class JourneyCatalogs : IJourneyDirectory
{
    private Known? _known;

    /// <summary>What is published as <paramref name="transaction"/> sees it.</summary>
    public JourneyCatalog Current(LogTransaction transaction) => Look(transaction).Catalog;

    JourneyExists IJourneyDirectory.Look(LogTransaction transaction)
    {
        var catalog = Current(transaction);
        return (workspace, journey) => catalog.Latest(workspace, journey) is not null;
    }

    /// <summary>The same with its stamp.</summary>
    internal Published Look(LogTransaction transaction)
    {
        var stamps = JourneyStamps.Read(transaction.Sql);
        var known = _known;
        if (known is null || known.Stamps != stamps)
        {
            using var db = transaction.OpenDb();
            // Not only after the commit: a stamp names one content for good. That of a transaction that was undone is
            // found nowhere again. What another process committed since the stamp was read brings a stamp of its own.
            var templates = known?.Stamps.Templates == stamps.Templates ? known.Templates : StoredTemplates.Load(db, known?.Templates ?? StoredTemplates.None);
            var sending = known?.Stamps.Sending == stamps.Sending ? known.Sending : SendingRulesTables.Load(db);
            _known = known = known?.Stamps.Journeys == stamps.Journeys
                ? known with { Stamps = stamps, Templates = templates, Sending = sending, Catalog = known.Catalog.With(templates.Catalog).With(sending) }
                : Load(db, stamps, templates, sending, known?.Versions);
        }
        return new Published(known.Catalog, stamps.Journeys);
    }

    /// <summary>What was compiled before is used again, as long as it is the same: a version that was undone has left its number to another.</summary>
    private static Known Load(
        CpdDb db, (Guid, Guid, Guid) stamps, StoredTemplates templates, FrozenDictionary<string, SendingRules> sending, Dictionary<VersionKey, Version>? before)
    {
        var versions = new Dictionary<VersionKey, Version>();
        var published = new List<PublishedJourney>();
        // One question: between two another process may publish.
        var rows =
            from version in db.Set<JourneyVersionRow>()
            join journey in db.Set<JourneyRow>() on new { version.Workspace, Id = version.Journey } equals new { journey.Workspace, journey.Id }
            select new { Version = version, Journey = journey };
        foreach (var row in rows.AsNoTracking())
        {
            var (stored, journey) = (row.Version, row.Journey);
            var key = new VersionKey(stored.Workspace, stored.Journey, stored.Version);
            var version = before?.GetValueOrDefault(key) is { } same && same.Definition.AsSpan().SequenceEqual(stored.Definition) ? same : Compile(stored);
            versions.Add(key, version);
            // Published by another version of the program that took what this one does not: its runs end with that reason,
            // and everybody else's go on.
            if (version.Compiled is null) continue;

            published.Add(new PublishedJourney(
                stored.Workspace, stored.Journey, stored.Version, journey.StatusOf(stored.Version), journey.Latest == stored.Version, version.Compiled));
        }
        return new Known(stamps, JourneyCatalog.Of(published).With(templates.Catalog).With(sending), templates, sending, versions);
    }

    private static Version Compile(JourneyVersionRow row) => new(row.Definition, CompiledJourney.ReadPublished(row.Definition).Journey);

    private sealed record Known(
        (Guid Journeys, Guid Templates, Guid Sending) Stamps, JourneyCatalog Catalog, StoredTemplates Templates, FrozenDictionary<string, SendingRules> Sending,
        Dictionary<VersionKey, Version> Versions);

    private readonly record struct VersionKey(string Workspace, string Journey, int Number);

    private sealed record Version(byte[] Definition, CompiledJourney? Compiled);
}

/// <param name="Stamp">Names the journeys in it; empty before anything was published.</param>
internal readonly record struct Published(JourneyCatalog Catalog, Guid Stamp);
