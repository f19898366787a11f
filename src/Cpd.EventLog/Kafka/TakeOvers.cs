using System.Collections.Concurrent;
using Cpd.EventLog.Consuming;
using Cpd.EventLog.Kafka.Writing;
using Cpd.EventLog.Storage;

namespace Cpd.EventLog.Kafka;

/// <summary>
/// Partitions on their way to this process. First a new epoch, so that their former owner can commit nothing more; then
/// everything that others have committed by then must be on Kafka; only then are they ours. Else what we say about a person
/// could stand before what was decided earlier.
/// </summary>
internal sealed class TakeOvers(OutboxHelp help)
{
    private readonly ConcurrentQueue<TakeOver> _asked = new();
    private readonly List<TakeOver> _waiting = [];

    /// <summary>Somebody waits, and has to be looked after every few milliseconds.</summary>
    public bool AreWaiting => _waiting.Count > 0 || !_asked.IsEmpty;

    public void Ask(TakeOver takeOver) => _asked.Enqueue(takeOver);

    /// <summary>In a transaction: new epochs for what was asked for since.</summary>
    /// <returns>To be called when it is committed, or failed.</returns>
    public Action<Exception?> Begin(SqlSession sql)
    {
        var begun = new List<TakeOver>();
        while (_asked.TryDequeue(out var takeOver)) begun.Add(takeOver);
        try
        {
            foreach (var takeOver in begun) takeOver.Begin(sql);
        }
        catch (Exception fault)
        {
            foreach (var takeOver in begun) takeOver.Fail(fault);
            throw;
        }
        return fault =>
        {
            foreach (var takeOver in begun)
            {
                if (fault is null) _waiting.Add(takeOver);
                else takeOver.Fail(fault);
            }
        };
    }

    /// <summary>Completes those for which everything is published. What others have committed before is looked at only after the epoch is.</summary>
    public void Complete()
    {
        _waiting.RemoveAll(takeOver => takeOver.TryComplete(help));
    }
}

/// <summary>Some partitions of one group.</summary>
/// <param name="whenOwned">Called with where they begin, once they are ours.</param>
internal sealed class TakeOver(KafkaGroup group, IReadOnlyList<int> partitions, Action<IReadOnlyDictionary<int, long>>? whenOwned = null)
{
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource<IReadOnlyDictionary<int, long>> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Dictionary<int, OwnedPartition> _taken = [];
    private IReadOnlyList<(Guid Source, long Last)>? _before;
    private bool _isAbandoned;

    public Task<IReadOnlyDictionary<int, long>> Done => _done.Task;

    public void Begin(SqlSession sql)
    {
        var (epoch, next) = Positions.TakeOver(sql, group.Group, partitions);
        var marks = Marks.Read(sql, group.Group, partitions);
        _taken = [];
        for (var i = 0; i < partitions.Count; i++) _taken[partitions[i]] = new OwnedPartition(epoch, next[i], marks[partitions[i]]);
    }

    /// <summary>True when it is over: the partitions are ours, or nobody wants them any more.</summary>
    public bool TryComplete(OutboxHelp help)
    {
        _before ??= help.Waiting;
        if (!help.IsPublished(_before)) return IsAbandoned;

        lock (_gate)
        {
            if (_isAbandoned) return true;
            group.Own(_taken);
        }
        var starts = _taken.ToDictionary(one => one.Key, one => one.Value.Next);
        whenOwned?.Invoke(starts);
        _done.TrySetResult(starts);
        return true;
    }

    public void Fail(Exception fault) => _done.TrySetException(fault);

    /// <summary>They are not wanted any more; after this they do not become ours.</summary>
    public void Abandon()
    {
        lock (_gate) _isAbandoned = true;
        group.Lose(partitions);
    }

    private bool IsAbandoned
    {
        get { lock (_gate) return _isAbandoned; }
    }
}
