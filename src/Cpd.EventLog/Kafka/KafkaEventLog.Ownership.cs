using Cpd.EventLog.Consuming;
using Cpd.EventLog.Kafka.Writing;
using Cpd.EventLog.Storage;

namespace Cpd.EventLog.Kafka;

/// <summary>Which partitions are this process's, what others have moved, and what they have left behind.</summary>
internal sealed partial class KafkaEventLog
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan WhileSomebodyWaits = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan BetweenPrunings = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan BetweenMarks = TimeSpan.FromHours(1);
    private static readonly TimeSpan KeepMarks = TimeSpan.FromDays(1);

    /// <summary>Longer than a session: if Kafka had given the partition to somebody else, we would have heard by then.</summary>
    private static readonly TimeSpan UntilTakenBack = TimeSpan.FromSeconds(15);

    /// <summary>A take-over blocks the group's thread; a member that does not poll for five minutes is put out of its group.</summary>
    private static readonly TimeSpan LongestTakeOver = TimeSpan.FromMinutes(4);

    private static readonly TimeSpan FarewellOfRelay = TimeSpan.FromSeconds(3);

    private readonly OutboxHelp _help;
    private readonly TakeOvers _takeOvers;
    private readonly HashSet<(string Group, int Partition)> _takingBack = [];
    private volatile bool _lookNow;
    private long _looked;
    private long _compared;
    private long _pruned;
    private Guid _installation;
    private long _marked;
    private Task _marking = Task.CompletedTask;
    private KafkaProblem? _stranger;

    /// <summary>Topics, database and cluster must belong together, and from now on they do.</summary>
    private async Task Settle(CancellationToken ct)
    {
        using var sql = _database.OpenSession();
        var begun = Begun.Read(sql);
        await _topics.Prepare(begun, ct);
        _installation = Begun.Keep(sql, begun, Partitions);
        if (_mark.Keep(_installation) is { } other) throw new KafkaRefusedException(other);
        _marked = _clock.GetTimestamp();
    }

    /// <summary>Brokers forget it after a week; and of two that began in the same moment, one finds the other's.</summary>
    private void Mark()
    {
        if (_clock.GetElapsedTime(_marked) < BetweenMarks || !_marking.IsCompleted) return;

        _marked = _clock.GetTimestamp();
        _marking = Task.Run(() => Volatile.Write(ref _stranger, _mark.Keep(_installation)));
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<int, long> Assigned(string group, IReadOnlyList<int> partitions)
    {
        var takeOver = new TakeOver(Group(group), partitions);
        _takeOvers.Ask(takeOver);
        _signal.Set();
        try
        {
            // The client's thread asks and needs the answer: it cannot read before it knows from where.
            return takeOver.Done.WaitAsync(LongestTakeOver, _clock, _stopping.Token).GetAwaiter().GetResult();
        }
        catch
        {
            takeOver.Abandon();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Revoked(string group, IReadOnlyList<int> partitions)
    {
        Group(group).Lose(partitions);
        LookSoon();   // whoever gets them waits until our rows are gone
    }

    private KafkaGroup Group(string name) => Array.Find(_groups, group => group.Group.Name == name)!;

    private void LookSoon()
    {
        _lookNow = true;
        _signal.Set();
    }

    private bool LookIsDue() => UntilNextLook() <= TimeSpan.Zero;

    private TimeSpan UntilNextLook()
    {
        if (_lookNow) return TimeSpan.Zero;
        var pause = _takeOvers.AreWaiting || _relay.HasDone ? WhileSomebodyWaits : BetweenLooks;
        return pause - _clock.GetElapsedTime(_looked);
    }

    /// <summary>Once a second, and more often while somebody waits for it: shows that we live, and sees what others have done.</summary>
    private async Task Look(CancellationToken ct)
    {
        var compare = _lookNow || _clock.GetElapsedTime(_compared) >= BetweenLooks;
        _lookNow = false;
        _looked = _clock.GetTimestamp();
        using var transaction = await TryBegin();
        if (transaction is null) return;

        Action<Exception?> begun = _ => { };
        try
        {
            if (compare)
            {
                _compared = _looked;
                foreach (var group in _groups) Compare(group, transaction.Sql);
                TakeBack();
            }
            begun = _takeOvers.Begin(transaction.Sql);
            Prune(transaction);
            await Commit(transaction, "look", ct);
            begun(null);

            // After the commit: what a former owner kept before it is seen now, and there is nothing more to come.
            Mark();
            if (_takeOvers.AreWaiting || !_help.HasLooked(BetweenLooks)) _help.Look(_writer.Sql, _writer.Source);
            _takeOvers.Complete();
        }
        catch (Exception fault)
        {
            transaction.RollBack();
            begun(fault);
            if (!_writer.IsFault(fault)) throw;

            _outage.Failed(fault);
            await Task.Delay(AfterFault, ct);
        }
    }

    /// <summary>What we think of our partitions against what is stored: somebody may own one by now, or have sent it back to its beginning.</summary>
    private void Compare(KafkaGroup group, SqlSession sql)
    {
        var owned = group.Owned;
        if (owned.Count == 0) return;

        int[] partitions = [.. owned.Keys.Order()];
        var stored = Positions.Read(sql, group.Group, partitions);
        var moved = new List<int>();
        for (var i = 0; i < partitions.Length; i++)
        {
            if (stored[i].Epoch != owned[partitions[i]].Epoch)
            {
                Log.Left(_log, group.Group.Name, partitions[i]);
                group.Leave(partitions[i]);
            }
            else if (stored[i].Next != owned[partitions[i]].Next)
            {
                moved.Add(i);
            }
        }
        if (moved.Count == 0) return;

        var marks = Marks.Read(sql, group.Group, [.. moved.Select(i => partitions[i])]);
        foreach (var i in moved)
        {
            Log.Moved(_log, group.Group.Name, partitions[i], stored[i].Next);
            group.GoOn(partitions[i], new OwnedPartition(stored[i].Epoch, stored[i].Next, marks[partitions[i]]));
        }
    }

    /// <summary>What was left to another process, while Kafka goes on giving it to us.</summary>
    private void TakeBack()
    {
        foreach (var group in _groups)
        {
            int[] left = [.. group.LeftFor(UntilTakenBack).Where(partition => group.Consumer.Partitions.Contains(partition) && _takingBack.Add((group.Group.Name, partition)))];
            if (left.Length == 0) continue;

            _takeOvers.Ask(new TakeOver(group, left, starts =>
            {
                foreach (var (partition, start) in starts)
                {
                    _takingBack.Remove((group.Group.Name, partition));
                    if (group.Consumer.Partitions.Contains(partition)) group.Consumer.GoTo(partition, start);
                    else group.Lose([partition]);
                }
            }));
        }
    }

    private void Prune(RoundTransaction transaction)
    {
        if (_pruned != 0 && _clock.GetElapsedTime(_pruned) < BetweenPrunings) return;

        _pruned = _clock.GetTimestamp();
        Marks.Prune(transaction.Sql, _groups.Select(group => group.Group), KeepMarks);
        transaction.Sql.Run(OutboxStatements.ForgetProcesses, (long)KeepMarks.TotalMilliseconds);
    }

    /// <summary>Leaves the groups, publishes what is committed and takes our rows away, so that nobody has to wait for us.</summary>
    private async Task Close(Task relay, CancellationTokenSource relaying)
    {
        var over = new ObjectDisposedException(nameof(KafkaEventLog), "The log was stopped before this was taken; nothing of it happened.");
        _writes.Close(over);
        await _stopping.CancelAsync();
        var left = _reader.DisposeAsync().AsTask();

        var began = _clock.GetTimestamp();
        while (_relay.Count > 0 && !relay.IsCompleted && _clock.GetElapsedTime(began) < FarewellOfRelay) await Task.Delay(WhileSomebodyWaits / 5, _clock);
        await relaying.CancelAsync();
        try
        {
            if (_running.Task.IsCompletedSuccessfully)
            {
                using (var last = _writer.Begin()) await _writer.Commit(last, AfterFault, new CancellationToken(canceled: true));
                if (_relay.Count == 0) _writer.Retire();
            }
        }
        catch (Exception fault)
        {
            Log.NoFarewell(_log, fault);
        }
        await left;
        _intake.Dispose();
        _lookup.Dispose();
        _outgoing.Dispose();
        _careful.Dispose();
        await relay;
        _metrics.Dispose();
        _writer.Dispose();
    }
}
