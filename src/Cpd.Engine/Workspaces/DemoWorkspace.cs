using Cpd.EventLog;
using Microsoft.EntityFrameworkCore;

namespace Cpd.Engine.Workspaces;

/// <summary>What is there at the first start: one workspace, and a key that everybody knows and that works on this machine only.</summary>
public static class DemoWorkspace
{
    public const string Id = "demo";

    public const string WriteKey = "demo-write-key";

    /// <summary>Makes the workspace where it is missing, and its keys; call it at every start.</summary>
    /// <param name="withDemoKey">Whether <see cref="WriteKey"/> is good; where it is not, it is taken back. As everybody knows it, it reads no people.</param>
    /// <param name="ownKey">A key of the installation's own, good from everywhere; null where there is none.</param>
    public static Task Seed(IEventLog log, WriteKeys keys, bool withDemoKey, string? ownKey, CancellationToken ct) => log.Write(async transaction =>
    {
        await using (var db = transaction.OpenDb())
        {
            if (!await db.Set<WorkspaceRow>().AnyAsync(it => it.Id == Id, ct))
            {
                db.Add(new WorkspaceRow { Id = Id, Name = "Demo", CreatedAt = transaction.Now.ToUnixTimeMilliseconds() });
                await db.SaveChangesAsync(ct);
            }
        }
        if (withDemoKey) await keys.Add(transaction, WriteKey, Id, "Demo", KeyScopes.All & ~KeyScopes.People, ratePerSecond: null, loopbackOnly: true);
        else await keys.Remove(transaction, WriteKey, ct);
        if (ownKey is { Length: > 0 }) await keys.Add(transaction, ownKey, Id, "From the settings", KeyScopes.Events | KeyScopes.Journeys, ratePerSecond: null, loopbackOnly: false);
    }, ct);
}
