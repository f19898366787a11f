using System.Text;
using Cpd.Engine.People;
using Cpd.EventLog.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cpd.Engine.Journeys.Publishing;

internal sealed class JourneyLibrary(IDbContextFactory<CpdDb> databases) : IJourneyLibrary
{
    public async Task<IReadOnlyList<JourneySummary>> List(string workspace, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var rows = await (
            from journey in db.Set<JourneyRow>()
            join version in db.Set<JourneyVersionRow>()
                on new { journey.Workspace, journey.Id, Version = journey.Latest } equals new { version.Workspace, Id = version.Journey, version.Version }
            where journey.Workspace == workspace
            select new { Journey = journey, Latest = version }).AsNoTracking().ToListAsync(ct);

        return [.. rows.Select(row => Summary(row.Journey, row.Latest)).OrderBy(summary => summary.Name, StringComparer.CurrentCulture)];
    }

    public async Task<JourneyDetail?> Find(string workspace, string id, int? version, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var journey = await db.Set<JourneyRow>().AsNoTracking().SingleOrDefaultAsync(row => row.Workspace == workspace && row.Id == id, ct);
        if (journey is null) return null;

        var versions = await db.Set<JourneyVersionRow>().AsNoTracking()
            .Where(row => row.Workspace == workspace && row.Journey == id)
            .OrderByDescending(row => row.Version)
            .ToListAsync(ct);
        var shown = version is null ? versions[0] : versions.Find(row => row.Version == version);
        return shown is null ? null : new JourneyDetail(
            Summary(journey, versions[0]),
            [.. versions.Select(row => new JourneyVersion(row.Version, Moment(row.PublishedAt), row.Note, row.By))],
            Definition(shown));
    }

    public async Task<IReadOnlyList<AskedSince>> Asked(string workspace, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var rows = await (
            from journey in db.Set<JourneyRow>()
            join version in db.Set<JourneyVersionRow>() on new { journey.Workspace, journey.Id } equals new { version.Workspace, Id = version.Journey }
            where journey.Workspace == workspace && journey.Status != JourneyStatus.Stopped && version.Version > journey.StoppedUpTo
            select new { version.Definition, version.PublishedAt }).AsNoTracking().ToListAsync(ct);

        return
        [
            .. rows.Select(row => (row.PublishedAt, CompiledJourney.ReadPublished(row.Definition).Journey)).Where(version => version.Journey is { Needs.Events.Count: > 0 })
                .Select(version => new AskedSince(Moment(version.PublishedAt), version.Journey!.Needs)),
        ];
    }

    private static JourneySummary Summary(JourneyRow journey, JourneyVersionRow latest) =>
        new(journey.Id, Definition(latest).Name, journey.Status, journey.Latest, Moment(latest.PublishedAt));

    private static Journey Definition(JourneyVersionRow version) =>
        JourneyJson.Read(version.Definition).Journey
        ?? throw new InvalidDataException($"Version {version.Version} of {version.Journey} is stored as {Encoding.UTF8.GetString(version.Definition)}.");

    private static DateTimeOffset Moment(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
}
