using Cpd.EventLog;

namespace Cpd.Engine.UserView;

/// <summary>
/// Makes the user view anew out of the log. Pages fill up again while they are looked at; nothing is sent. What
/// retention has taken off the log is gone from the view as well.
/// </summary>
public sealed class UserViewRebuild(IEventLog log, ILogPositions positions, LiveFeed feed)
{
    public Task Start(CancellationToken ct) =>
        log.Write(
            transaction =>
            {
                foreach (var table in UserViewTables.Names) transaction.Sqlite.Prepare($"DELETE FROM {table}").Run();
                positions.Rewind(transaction, UserViewConsumer.Group);
                transaction.OnCommitted(feed.TellAll);
                return Task.CompletedTask;
            },
            ct);
}
