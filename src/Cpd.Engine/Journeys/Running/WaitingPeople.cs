using Cpd.Contracts;
using Cpd.EventLog.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cpd.Engine.Journeys.Running;

internal sealed class WaitingPeople(IDbContextFactory<CpdDb> databases) : IWaitingPeople
{
    /// <summary>A name is looked for among so many of a step's people: beyond, a search of all people is quicker.</summary>
    public const int MostSearched = 20_000;

    public async Task<IReadOnlyList<WaitingRun>> At(
        string workspace, string journey, string step, int? version, string? name, int count, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var place = RunRow.PlaceOf(workspace, journey, step);
        var rows = db.Set<RunRow>().AsNoTracking().Where(run => run.Place == place && run.Journey == journey && run.Step == step);
        if (version is { } one) rows = rows.Where(run => run.Version == one);

        // Two places may share a number, and workspaces their journeys' names: whose people they are is asked of the people.
        var people = db.Set<PersonRow>().AsNoTracking().Where(person => person.Workspace == workspace);
        rows = rows.Where(run => people.Any(person => person.Person == run.Person));
        if (name?.Replace('\0', ' ').Trim().ToLowerInvariant() is { Length: > 0 } part)
        {
            var named = db.Set<UserView.PersonRow>().AsNoTracking().Where(person => person.Workspace == workspace && person.Search.Contains(part));
            rows = rows.OrderBy(run => run.Id).Take(MostSearched).Where(run => named.Any(person => person.Person == run.Person));
        }

        var found = await rows.OrderBy(run => run.Id).Take(count).ToListAsync(ct);
        return [.. found.Select(Waiting)];
    }

    private static WaitingRun Waiting(RunRow row)
    {
        var run = RunJson.Read(row.State);
        return new WaitingRun(
            new PersonId(row.Person), run.Id, row.Version, run.ArrivedAt, row.WakeAt is { } at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null);
    }
}
