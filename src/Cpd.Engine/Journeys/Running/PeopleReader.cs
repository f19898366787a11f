using Cpd.Contracts;
using Cpd.Engine.People;
using Cpd.EventLog.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cpd.Engine.Journeys.Running;

/// <summary>People for screens, beside the engine and as of its last commit.</summary>
internal sealed class PeopleReader(IDbContextFactory<CpdDb> databases) : IPeopleStore
{
    public async Task<PersonState?> Find(string workspace, PersonId person, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var row = await db.Set<PersonRow>().AsNoTracking()
            .SingleOrDefaultAsync(known => known.Person == person.Value && known.Workspace == workspace, ct);
        if (row is null) return null;
        if (row.MergedInto is { } into) return await Find(workspace, new PersonId(into), ct);
        if (row.Profile.Length == 0) return null;   // erased

        var runs = await db.Set<RunRow>().AsNoTracking().Where(run => run.Person == person.Value && run.Journey != RunRow.OfAwaited).OrderBy(run => run.Id).ToListAsync(ct);
        return new PersonState(
            Profile.Read(person, workspace, row.Profile), Memory.Read(row.Memory), [.. runs.Select(run => RunJson.Read(run.State))]);
    }
}
