using Cpd.EventLog;
using Cpd.EventLog.Storage;

namespace Cpd.Engine.Commands;

/// <summary>
/// Recognises commands that came before, for at least 24 hours. The hashes are held in memory and stored as the rows of an
/// append-only table, from which memory is filled when a partition becomes this process's. What a window has taken gets here
/// after its commit alone: what a window that was rolled back has seen is new again.
/// </summary>
/// <remarks>
/// One processor's memory; its windows come one after another, so nothing here is locked. Between two windows a partition may
/// have gone to another process and come back, unnoticed: then the number of this one's next row is taken, the window fails
/// on the key, and before it is tried again the partitions' new rows are read.
/// </remarks>
public sealed class SeenMessages
{
    private readonly SeenHashes _known = new();
    private readonly Dictionary<int, SeenPartition> _partitions = [];
    private HashSet<int> _owned = [];

    internal SeenWindow Begin(LogTransaction transaction, IReadOnlyList<int> partitions)
    {
        if (!_owned.SetEquals(partitions))
            foreach (var partition in partitions)
                if (!_owned.Contains(partition)) Read(transaction.Sql, partition);

        // A clock that is set back, or another owner's that is ahead, must not mix the rows of two hours.
        _known.Advance(transaction.Now.ToUnixTimeSeconds() / 3600);
        var window = new SeenWindow(transaction.Sql, _known, _partitions, LookAgain);
        transaction.OnCommitted(() => Keep(window, partitions));
        return window;
    }

    /// <summary>
    /// The rows of a partition that are not known yet, page by page, so that no statement is long however many there are.
    /// Nobody but the owner writes them and this window has not begun to: what is read is committed, whatever becomes of the window.
    /// </summary>
    private void Read(SqlSession sql, int partition)
    {
        for (var (rows, count) = (_partitions.GetValueOrDefault(partition, SeenPartition.Empty), SeenStatements.RowsOfPage); count == SeenStatements.RowsOfPage;)
        {
            using var page = sql.Read(SeenStatements.ReadPage, SeenRow.IdOf(partition, rows.Last), SeenRow.IdOf(partition + 1, 0), SeenStatements.RowsOfPage);
            for (count = 0; page.Step(); count++)
            {
                var hour = page.GetLong(1);
                rows = rows.With(hour, SeenRow.NumberOf(page.GetLong(0)));
                foreach (var hash in SeenRow.HashesOf(page.GetBlob(2))) _known.Add(hash, hour);
            }
            if (count > 0) _partitions[partition] = rows;
        }
    }

    private void Keep(SeenWindow window, IReadOnlyList<int> partitions)
    {
        if (!_owned.SetEquals(partitions)) _owned = [.. partitions];
        foreach (var (partition, changed) in window.Partitions) _partitions[partition] = changed;
        foreach (var hash in window.Taken) _known.Add(hash, window.Hour);
    }

    private void LookAgain() => _owned = [];
}

/// <summary>The rows of a partition as far as they are known.</summary>
/// <param name="Last">The number of the newest.</param>
/// <param name="Hours">The last row of each hour, from the oldest hour on.</param>
internal sealed record SeenPartition(long Last, (long Hour, long Last)[] Hours)
{
    public static readonly SeenPartition Empty = new(0, []);

    public SeenPartition With(long hour, long number) => this with
    {
        Last = number,
        Hours = Hours is [.. var earlier, (var newest, _)] && newest == hour ? [.. earlier, (hour, number)] : [.. Hours, (hour, number)],
    };
}
