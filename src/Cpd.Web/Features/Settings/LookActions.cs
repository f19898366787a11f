using Cpd.Adapters.Preferences;
using Cpd.EventLog;
using Cpd.Web.Access;

namespace Cpd.Web.Features.Settings;

/// <summary>Sets how the pages look that a workspace's own people see.</summary>
internal sealed class LookActions(IEventLog log, PageLooks looks, Caller caller)
{
    public async Task<NotDone?> Save(PageLook look, CancellationToken ct)
    {
        await caller.Require(Right.ManageWorkspace, ct);
        if (PageLooks.Problem(look) is { } problem) return new NotDone("workspace.look", problem);

        var before = await looks.Of(caller.Workspace, ct);
        await log.Write(async transaction =>
        {
            await PageLooks.Save(transaction, caller.Workspace, look);
            await Audit.Add(transaction, caller, "workspace.look", caller.Workspace, Words(before), Words(look));
        }, ct);
        return null;
    }

    private static string Words(PageLook look) => $"{look.Accent ?? "no colour"}, {(look.Logo is null ? "no logo" : "a logo")}";
}
