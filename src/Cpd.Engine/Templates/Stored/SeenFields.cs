using System.Text.Json;
using Cpd.Contracts;
using Cpd.Engine.Conditions;
using Cpd.Engine.People;
using Cpd.Engine.UserView;
using Cpd.EventLog.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cpd.Engine.Templates.Stored;

/// <summary>Something a template can fill in.</summary>
/// <param name="Path">As it is written in a template.</param>
/// <param name="Event">The event it comes with; null for what people have.</param>
/// <param name="Sample">A value that was really there, as JSON for all but texts.</param>
public sealed record SeenField(string Path, string? Event, string Sample);

/// <summary>What there is to fill in: the attributes that people have, and what came with the last events.</summary>
public sealed class SeenFields(IDbContextFactory<CpdDb> databases)
{
    private const int MostPeople = 60, MostEvents = 200, MostFields = 300, Deepest = 3, LongestSample = 400;

    /// <summary>People's first, then event by event; what was seen last comes first. At the end what every message has.</summary>
    public async Task<IReadOnlyList<SeenField>> Of(string workspace, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var people = await db.Set<Journeys.Running.PersonRow>().AsNoTracking()
            .Where(row => row.Workspace == workspace && row.MergedInto == null)
            .OrderByDescending(row => row.Person).Take(MostPeople)
            .Select(row => new { row.Person, row.Profile }).ToListAsync(ct);
        var events = await db.Set<TimelineRow>().AsNoTracking()
            .Where(row => row.Workspace == workspace && row.Kind == nameof(EventTracked))
            .OrderByDescending(row => row.Id).Take(MostEvents)
            .Select(row => row.Record).ToListAsync(ct);

        var found = new Dictionary<(string?, string), SeenField>();
        foreach (var row in people.Where(row => row.Profile.Length > 0))
            Walk(found, null, ["person"], Profile.Read(new PersonId(row.Person), workspace, row.Profile).Attributes);
        foreach (var record in events)
            if (RecordJson.Read(record, Topic.Events).Body is EventTracked tracked) Walk(found, tracked.Name, ["event"], tracked.Properties.Parse());
        return [.. found.Values.OrderBy(field => field.Event is not null).Take(MostFields).Concat(MessageLinks.Paths.Select(path => new SeenField(path, null, "")))];
    }

    private static void Walk(Dictionary<(string?, string), SeenField> found, string? of, string[] at, JsonElement value)
    {
        if (value.ValueKind is JsonValueKind.Object && at.Length <= Deepest)
        {
            foreach (var member in value.EnumerateObject()) Walk(found, of, [.. at, member.Name], member.Value);
            return;
        }
        if (at.Length == 1 || value.ValueKind is JsonValueKind.Null) return;

        var path = ValuePath.Print(at);
        if (!ValuePath.TryParse(path, out _, out _)) return;   // a name nobody can write
        var sample = value.ValueKind is JsonValueKind.String ? JsonPath.TextOf(value) ?? "" : value.GetRawText();
        if (sample.Length <= LongestSample) found.TryAdd((of, path), new SeenField(path, of, sample));
    }
}
