using System.Collections.Immutable;
using Cpd.EventLog;

namespace Cpd.Engine.Commands;

/// <summary>
/// Recognises commands that came before, for at least 24 hours. The hashes are held in memory and stored as the rows of an
/// append-only table, from which memory is filled at first use. Memory changes only after a commit: what a window that was
/// rolled back has seen is new again.
/// </summary>
/// <remarks>One processor's memory; its windows come one after another, so nothing here is locked.</remarks>
public sealed class SeenMessages
{
    /// <summary>The current hour, and 24 whole ones before it.</summary>
    private const int HoursKept = 24;

    private readonly HashSet<UInt128> _known = new(ByLowerHalf.Instance);
    private readonly Dictionary<long, SeenHour> _hours = [];
    private ImmutableHashSet<int> _partitions = [];
    private long _lastRow;
    private long _newest;

    internal SeenWindow Begin(LogTransaction transaction, IReadOnlyList<int> partitions)
    {
        // With other partitions than before everything is read again: another owner may have written about them meanwhile.
        var asBefore = _partitions.SetEquals(partitions);
        ImmutableHashSet<int> owned = asBefore ? _partitions : [.. partitions];
        // A clock that is set back must not mix the rows of two hours: old rows are dropped by their number.
        var hour = Math.Max(transaction.Now.ToUnixTimeSeconds() / 3600, _newest);
        Forget(hour - HoursKept);

        var window = new SeenWindow(transaction.Sqlite, asBefore ? _known : [], asBefore ? _hours : [], asBefore ? _lastRow : 0, hour, hour - HoursKept);
        window.ReadNewRows(owned);
        transaction.OnCommitted(() => Keep(window, owned, asBefore));
        return window;
    }

    private void Keep(SeenWindow window, ImmutableHashSet<int> owned, bool asBefore)
    {
        if (!asBefore)
        {
            _known.Clear();
            _hours.Clear();
        }

        _partitions = owned;
        _lastRow = window.LastRow;
        _newest = window.Hour;
        foreach (var (hour, added) in window.Added)
        {
            if (!_hours.TryGetValue(hour, out var kept)) _hours[hour] = kept = new SeenHour();
            kept.LastRow = added.LastRow;
            foreach (var hash in added.Hashes)
                if (_known.Add(hash)) kept.Hashes.Add(hash);
        }
        foreach (var gone in _hours.Keys.Where(hour => hour < window.Oldest).ToList()) _hours.Remove(gone);
    }

    /// <summary>Out of date whether or not the window is committed. The hour itself stays until its rows are surely deleted.</summary>
    private void Forget(long oldest)
    {
        foreach (var (hour, seen) in _hours)
        {
            if (hour >= oldest) continue;
            foreach (var hash in seen.Hashes) _known.Remove(hash);
            seen.Hashes.Clear();
        }
    }

    /// <summary>The hashes are evenly spread already.</summary>
    private sealed class ByLowerHalf : IEqualityComparer<UInt128>
    {
        public static readonly ByLowerHalf Instance = new();

        public bool Equals(UInt128 x, UInt128 y) => x == y;

        public int GetHashCode(UInt128 hash) => (int)hash;
    }
}

/// <summary>What was seen in one hour, and the number of its last row.</summary>
internal sealed class SeenHour
{
    public long LastRow { get; set; }

    public List<UInt128> Hashes { get; } = [];
}
