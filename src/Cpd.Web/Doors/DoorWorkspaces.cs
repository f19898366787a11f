using Cpd.Engine.Workspaces;
using Cpd.EventLog.Kafka;
using Cpd.EventLog.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cpd.Web.Doors;

/// <summary>Doors of workspaces that are not there: what came in through them nobody would ever see.</summary>
internal sealed class DoorWorkspaces(IDbContextFactory<CpdDb> databases, IEnumerable<ITopicDoor> doors)
{
    /// <summary>A sentence for each such door. The database has its tables.</summary>
    public async Task<IReadOnlyList<string>> Problems(CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        // The first start makes that one, after this was asked.
        var known = (await db.Set<WorkspaceRow>().Select(workspace => workspace.Id).ToListAsync(ct)).Append(DemoWorkspace.Id).Distinct().Order(StringComparer.Ordinal).ToList();
        return
        [
            .. doors.Where(door => !known.Contains(door.Workspace)).Select(door =>
                $"The door for {door.Topic} names the workspace {door.Workspace}, which does not exist: set \"Workspace\" in {DoorOptions.Section} to one of {string.Join(", ", known)}."),
        ];
    }
}
