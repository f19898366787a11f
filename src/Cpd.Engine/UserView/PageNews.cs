using Cpd.EventLog;

namespace Cpd.Engine.UserView;

/// <summary>Tells pages, here and in other processes, of what was changed outside of any window: settings, templates.</summary>
public sealed class PageNews(LiveFeed feed, Roles roles)
{
    /// <summary>Who watches the workspace asks again, once <paramref name="transaction"/> is committed.</summary>
    public void Tell(LogTransaction transaction, string workspace)
    {
        var changes = new ViewChanges();
        changes.Add(workspace, null);
        if (roles.IsShared) ChangesTable.Write(transaction, changes);
        transaction.OnCommitted(() => feed.Tell(changes));
    }
}
