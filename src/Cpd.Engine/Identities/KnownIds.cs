using Cpd.Contracts;
using Cpd.EventLog.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cpd.Engine.Identities;

/// <summary>Which ids and addresses lead to whom, for pages and for those who read by a key: as of the last commit.</summary>
public sealed class KnownIds(IDbContextFactory<CpdDb> databases)
{
    /// <summary>Whom the company's own id leads to; null where it leads to nobody.</summary>
    public async Task<PersonId?> Find(string workspace, string user, CancellationToken ct)
    {
        var value = StoredText.Fit(user);
        await using var db = await databases.CreateDbContextAsync(ct);
        var row = await db.Set<IdentityRow>().AsNoTracking().SingleOrDefaultAsync(it => it.Workspace == workspace && it.Kind == IdentityKind.User && it.Value == value, ct);
        return row is null ? null : new PersonId(row.Person);
    }

    /// <summary>An id by which a command names this person and nobody else; null where none leads to them: they were erased, or are somebody else by now.</summary>
    public async Task<GivenIds?> Naming(string workspace, PersonId person, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var row = await Of(db, workspace, person).FirstOrDefaultAsync(ct);
        return row switch
        {
            null => null,
            { Kind: IdentityKind.User } => new GivenIds(row.Value, null),
            _ => new GivenIds(null, row.Value),
        };
    }

    /// <summary>All that leads to them: their own ids first.</summary>
    public async Task<(IReadOnlyList<IdentityRow> Ids, IReadOnlyList<AddressRow> Addresses)> All(string workspace, PersonId person, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var addresses = db.Set<AddressRow>().AsNoTracking().Where(it => it.Workspace == workspace && it.Person == person.Value).OrderBy(it => it.Group).ThenBy(it => it.Address);
        return (await Of(db, workspace, person).ToListAsync(ct), await addresses.ToListAsync(ct));
    }

    private static IQueryable<IdentityRow> Of(CpdDb db, string workspace, PersonId person) =>
        db.Set<IdentityRow>().AsNoTracking().Where(it => it.Workspace == workspace && it.Person == person.Value).OrderBy(it => it.Kind).ThenBy(it => it.Value);
}
