using Cpd.Contracts;
using Cpd.EventLog.Consuming;
using Cpd.EventLog.Kafka.Reading;
using Cpd.Tests;

namespace Cpd.EventLog.Tests.Kafka;

/// <summary>Keeps positions as the database would, and what was committed with them: a move that does not begin where the last ended is refused.</summary>
internal sealed class StoredPositions : IPartitionOwner
{
    private readonly Lock _gate = new();
    private readonly Dictionary<int, long> _next = [];
    private readonly List<LogRecord> _records = [];
    private readonly List<UnreadableRecord> _unreadable = [];
    private readonly List<int> _revoked = [];

    /// <summary>How often the database cannot be had from now on.</summary>
    public int Faults { get; set; }

    public IReadOnlyList<LogRecord> Records
    {
        get { lock (_gate) return [.. _records]; }
    }

    public IReadOnlyList<UnreadableRecord> Unreadable
    {
        get { lock (_gate) return [.. _unreadable]; }
    }

    public IReadOnlyList<int> GaveUp
    {
        get { lock (_gate) return [.. _revoked]; }
    }

    public IReadOnlyList<string> Names => [.. Records.Select(TestLog.Name)];

    public long this[int partition]
    {
        get { lock (_gate) return _next.GetValueOrDefault(partition); }
        set { lock (_gate) _next[partition] = value; }
    }

    public IReadOnlyDictionary<int, long> Assigned(string group, IReadOnlyList<int> partitions)
    {
        lock (_gate)
        {
            if (Faults > 0)
            {
                Faults--;
                throw new IOException("The database is away.");
            }
            return partitions.ToDictionary(partition => partition, partition => _next.GetValueOrDefault(partition));
        }
    }

    public void Revoked(string group, IReadOnlyList<int> partitions)
    {
        lock (_gate) _revoked.AddRange(partitions);
    }

    /// <summary>The transaction of a window; false when it was fenced off and nothing of it happened.</summary>
    public bool Commit(TakenRecords taken)
    {
        lock (_gate)
        {
            if (taken.Moves.Any(move => _next.GetValueOrDefault(move.Partition) != move.From)) return false;
            foreach (var move in taken.Moves) _next[move.Partition] = move.To;
            _records.AddRange(taken.Records);
            _unreadable.AddRange(taken.Unreadable);
            return true;
        }
    }
}

internal static class Handling
{
    /// <summary>Takes and commits windows until something is the case.</summary>
    public static async Task HandleUntil(this GroupConsumer group, StoredPositions positions, Func<bool> isEnough, int most = 500)
    {
        using var patience = new CancellationTokenSource(Eventually.Limit);
        while (!isEnough())
        {
            var taken = group.Take(most);
            if (taken.Looked == 0) await group.WaitForRecords(TimeSpan.FromMilliseconds(50), patience.Token);
            else if (positions.Commit(taken)) group.Passed(taken);
            patience.Token.ThrowIfCancellationRequested();
        }
    }
}

internal static class Eventually
{
    /// <summary>Letting somebody into a group takes the mock cluster up to 20 seconds by itself.</summary>
    public static readonly TimeSpan Limit = Patience.Limit + TimeSpan.FromSeconds(60);

    /// <summary>Waits until something is the case.</summary>
    public static async Task Is(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(Limit);
        while (!condition()) await Task.Delay(10, patience.Token);
    }

    /// <inheritdoc cref="Is(Func{bool})"/>
    public static async Task Is(Func<Task<bool>> condition)
    {
        using var patience = new CancellationTokenSource(Limit);
        while (!await condition()) await Task.Delay(10, patience.Token);
    }
}
