using Cpd.EventLog;

namespace Cpd.Engine.Commands;

/// <summary>
/// Recognises commands that came before, for at least 24 hours. The hashes are held in memory and stored as the rows of an
/// append-only table, from which memory is filled when a partition becomes this process's. Memory changes only after a
/// commit: what a window that was rolled back has seen is new again.
/// </summary>
/// <remarks>
/// One processor's memory; its windows come one after another, so nothing here is locked. Between two windows a partition may
/// have gone to another process and come back, unnoticed: then the number of this one's next row is taken, the window fails
/// on the key, and before it is tried again the partitions' new rows are read.
/// </remarks>
public sealed class SeenMessages
{
    /// <summary>The current hour, and 24 whole ones before it.</summary>
    private const int HoursKept = 24;

    private readonly HashSet<UInt128> _known = new(ByLowerHalf.Instance);
    private readonly Dictionary<long, List<UInt128>> _hours = [];
    private readonly Dictionary<int, SeenPartition> _partitions = [];
    private HashSet<int> _owned = [];
    private long _newest;

    internal SeenWindow Begin(LogTransaction transaction, IReadOnlyList<int> partitions)
    {
        var window = new SeenWindow(transaction.Sql, _known, _partitions, LookAgain);
        if (!_owned.SetEquals(partitions)) window.Read(partitions.Where(partition => !_owned.Contains(partition)));

        // A clock that is set back, or another owner's that is ahead, must not mix the rows of two hours.
        var hour = Math.Max(transaction.Now.ToUnixTimeSeconds() / 3600, Math.Max(_newest, window.NewestRead));
        window.Begin(hour, hour - HoursKept);
        Forget(window.Oldest);
        transaction.OnCommitted(() => Keep(window, partitions));
        return window;
    }

    private void Keep(SeenWindow window, IReadOnlyList<int> partitions)
    {
        if (!_owned.SetEquals(partitions)) _owned = [.. partitions];
        _newest = window.Hour;
        foreach (var (partition, changed) in window.Partitions) _partitions[partition] = changed;
        foreach (var (hour, added) in window.Added)
        {
            if (hour < window.Oldest) continue;
            if (!_hours.TryGetValue(hour, out var kept)) _hours[hour] = kept = [];
            foreach (var hash in added)
                if (_known.Add(hash)) kept.Add(hash);
        }
    }

    /// <summary>Out of date whether or not the window is committed.</summary>
    private void Forget(long oldest)
    {
        foreach (var gone in _hours.Keys.Where(hour => hour < oldest).ToList())
        {
            foreach (var hash in _hours[gone]) _known.Remove(hash);
            _hours.Remove(gone);
        }
    }

    private void LookAgain() => _owned = [];

    /// <summary>The hashes are evenly spread already.</summary>
    private sealed class ByLowerHalf : IEqualityComparer<UInt128>
    {
        public static readonly ByLowerHalf Instance = new();

        public bool Equals(UInt128 x, UInt128 y) => x == y;

        public int GetHashCode(UInt128 hash) => (int)hash;
    }
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
