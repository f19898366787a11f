using Cpd.Contracts;
using Cpd.EventLog;

namespace Cpd.Engine.UserView;

/// <summary>How far the user view has come.</summary>
/// <param name="Total">What a rebuild that runs began with; 0 where none runs.</param>
/// <param name="Left">Records the view does not show yet.</param>
public sealed record RebuildProgress(long Total, long Left)
{
    public bool IsRebuilding => Total > 0;
}

/// <summary>
/// Makes the user view anew out of the log. Pages fill up again while they are looked at; nothing is sent. What
/// retention has taken off the log is gone from the view as well.
/// </summary>
public sealed class UserViewRebuild(IEventLog log, ILogPositions positions, LiveFeed feed)
{
    private long _total;

    public RebuildProgress Progress()
    {
        var left = positions.Lag(UserViewConsumer.Group);
        if (left == 0) Interlocked.Exchange(ref _total, 0);
        return new RebuildProgress(Interlocked.Read(ref _total), left);
    }

    /// <summary>Where a rebuilt view would begin; null where the log is empty.</summary>
    public async Task<DateTimeOffset?> OldestRecord(CancellationToken ct)
    {
        DateTimeOffset? oldest = null;
        for (var partition = 0; partition < log.Partitions; partition++)
            foreach (var record in await log.Read(Topic.Events, partition, 0, 1, ct))
                if (oldest is null || record.At < oldest) oldest = record.At;
        return oldest;
    }

    /// <summary>Done when the view is empty and begins to fill; while one rebuild runs, another one changes nothing.</summary>
    public Task Start(CancellationToken ct) =>
        log.Write(
            transaction =>
            {
                if (Progress().IsRebuilding) return Task.CompletedTask;

                foreach (var table in UserViewTables.Names) transaction.Sqlite.Prepare($"DELETE FROM {table}").Run();
                positions.Rewind(transaction, UserViewConsumer.Group);
                transaction.OnCommitted(() =>
                {
                    Interlocked.Exchange(ref _total, positions.Lag(UserViewConsumer.Group));
                    feed.TellAll();
                });
                return Task.CompletedTask;
            },
            ct);
}
