using Cpd.Contracts;
using Cpd.EventLog.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cpd.Engine.UserView;

/// <summary>A person in a list.</summary>
/// <param name="SeenAt">To the minute.</param>
public sealed record PersonSummary(
    PersonId Id, string? Name, string? UserId, IReadOnlyList<string> AnonymousIds, string? Phone, string? Email, DateTimeOffset SeenAt)
{
    /// <summary>What to call them when there is no name.</summary>
    public string Called => Name ?? Email ?? UserId ?? Phone ?? "Anonymous visitor";
}

/// <summary>Finds people by name, user id, phone or e-mail, or a part of one.</summary>
public sealed class PeopleSearch(IDbContextFactory<CpdDb> databases, LiveFeed feed)
{
    /// <summary>Those who appeared last first; without a text, everybody.</summary>
    public async Task<IReadOnlyList<PersonSummary>> Search(string workspace, string? text, int count, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var rows = db.Set<PersonRow>().AsNoTracking().Where(row => row.Workspace == workspace);
        // A character that no database is sure to keep, so nobody is found by it.
        if (text?.Replace('\0', ' ').Trim().ToLowerInvariant() is { Length: > 0 } part) rows = rows.Where(row => row.Search.Contains(part));

        var found = await rows.OrderByDescending(row => row.Person).Take(count).ToListAsync(ct);
        return [.. found.Select(Summary)];
    }

    public async Task<PersonSummary?> Find(string workspace, PersonId person, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var row = await db.Set<PersonRow>().AsNoTracking().SingleOrDefaultAsync(row => row.Person == person.Value && row.Workspace == workspace, ct);
        return row is null ? null : Summary(row);
    }

    /// <summary>Who a person turned out to be, for a link to somebody merged; null when they are nobody else.</summary>
    public async Task<PersonId?> MergedInto(PersonId person, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var merged = await db.Set<MergedRow>().AsNoTracking().SingleOrDefaultAsync(row => row.Person == person.Value, ct);
        return merged is null || merged.Into == Guid.Empty ? null : new PersonId(merged.Into);
    }

    /// <summary>Names for a list of other things, in one read.</summary>
    public async Task<IReadOnlyDictionary<PersonId, PersonSummary>> Named(string workspace, IEnumerable<PersonId> people, CancellationToken ct)
    {
        var ids = people.Select(person => person.Value).Distinct().ToList();
        if (ids.Count == 0) return new Dictionary<PersonId, PersonSummary>();

        await using var db = await databases.CreateDbContextAsync(ct);
        var rows = await db.Set<PersonRow>().AsNoTracking().Where(row => row.Workspace == workspace && ids.Contains(row.Person)).ToListAsync(ct);
        return rows.Select(Summary).ToDictionary(person => person.Id);
    }

    public IDisposable Watch(string workspace, Func<Task> changed) => feed.Watch(workspace, null, changed);

    private static PersonSummary Summary(PersonRow row) => new(
        new PersonId(row.Person),
        PersonNames.Of(row.FullName, row.FirstName, row.LastName),
        row.UserId,
        row.AnonymousIds?.Split('\n') ?? [],
        row.Phone,
        row.Email,
        DateTimeOffset.FromUnixTimeMilliseconds(row.SeenAt));
}
