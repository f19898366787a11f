using Cpd.EventLog;
using Microsoft.EntityFrameworkCore;

namespace Cpd.Engine.Workspaces;

/// <summary>What is there at the first start: one workspace, and a key that everybody knows and that works on this machine only.</summary>
public static class DemoWorkspace
{
    public const string Id = "demo";

    public const string WriteKey = "demo-write-key";

    /// <summary>Makes them where they are missing; call it at every start of the embedded demo.</summary>
    public static Task Seed(IEventLog log, WriteKeys keys, CancellationToken ct) => log.Write(async transaction =>
    {
        await using (var db = transaction.OpenDb())
        {
            if (!await db.Set<WorkspaceRow>().AnyAsync(it => it.Id == Id, ct))
            {
                db.Add(new WorkspaceRow { Id = Id, Name = "Demo", CreatedAt = transaction.Now.ToUnixTimeMilliseconds() });
                await db.SaveChangesAsync(ct);
            }
        }
        await keys.Add(transaction, WriteKey, Id, "Demo", ratePerSecond: null, loopbackOnly: true);
    }, ct);
}
