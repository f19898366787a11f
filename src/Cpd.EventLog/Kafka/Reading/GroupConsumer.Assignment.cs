using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Cpd.EventLog.Kafka.Reading;

/// <summary>What happens when partitions come, go, or do not reach as far as they should. All of it on the group's thread.</summary>
internal sealed partial class GroupConsumer
{
    // Nothing may be thrown here: the client would neither assign nor let itself be closed. It leaves instead.
    private IEnumerable<TopicPartitionOffset> Assign(int[] partitions)
    {
        _wasAssigned = true;
        try
        {
            var starts = partitions.Length == 0 ? new Dictionary<int, long>() : _owner.Assigned(Group, partitions);
            var places = partitions.Select(partition => new TopicPartitionOffset(Place(partition), starts[partition])).ToList();
            _buffer.Assign(starts);
            _state.Assigned(partitions.Length);
            Log.Assigned(_log, Group, partitions);
            Signal();   // their timers may be due
            return places;
        }
        catch (Exception fault)
        {
            _failure = fault;
            return partitions.Select(partition => new TopicPartitionOffset(Place(partition), Offset.Stored));
        }
    }

    private void Revoke(IConsumer<Ignore, byte[]> consumer, int[] partitions)
    {
        try
        {
            if (Forget(partitions) is { Count: > 0 } paused) consumer.Resume(paused.Select(Place));
        }
        catch (Exception fault)
        {
            _failure ??= fault;
        }
    }

    /// <returns>Those that were paused.</returns>
    private IReadOnlyList<int> Forget(int[] partitions)
    {
        if (partitions.Length == 0) return [];

        int[] ours = [.. partitions.Intersect(_buffer.Partitions)];
        var paused = _buffer.Revoke(partitions);
        _state.Revoked(partitions);
        foreach (var partition in partitions)
        {
            _hinted.Remove(partition);
            _tooShort.Remove(partition);
        }
        if (ours.Length == 0) return paused;

        Log.Revoked(_log, Group, ours);
        _owner.Revoked(Group, ours);
        return paused;
    }

    /// <summary>
    /// A partition that ends before our position is not the one we knew, and the client begins it anew by itself: taking
    /// that would do everything twice. A new leader may say so for a moment; then its records go on behind our position.
    /// </summary>
    private void See(IReadOnlyList<(int Partition, long Expected, long End)> tooShort)
    {
        foreach (var partition in _tooShort.Except(tooShort.Select(one => one.Partition)).ToArray())
        {
            _tooShort.Remove(partition);
            _state.GoesOn(partition);
        }
        foreach (var (partition, expected, end) in tooShort)
        {
            if (_tooShort.Add(partition)) Log.BeyondEnd(_log, Group, partition, expected, end);
            _state.Stopped(partition, new KafkaProblem(
                "kafka.position-beyond-end",
                $"Partition {partition} of {_subscription.Topic} ends at {end}, and {Group} has been at {expected}: the topic was lost or made anew, so {Group} stands there. "
                + (_subscription.IsDoor
                    ? "Give the door another \"Group\" in Cpd:Kafka:Doors, and it begins with the oldest record there is; or bring the topic back."
                    : "Bring the topic back, or begin with an empty database.")));
        }
    }

    private void Took(Arrival arrival, IConsumer<Ignore, byte[]> consumer, RawRecord record, long expected)
    {
        if (arrival is Arrival.AfterGap) Missed(record.Partition, expected, record.Offset - expected);
        if (arrival is not Arrival.FromBefore) return;

        Look(consumer);
        if (_tooShort.Contains(record.Partition)) _buffer.Lose(record.Partition);
    }

    /// <summary>Offsets that hold nothing any more. On our own topics it was records, unless the group begins with the oldest there is.</summary>
    private void Missed(int partition, long from, long count)
    {
        if (_subscription.IsDoor) return;

        Log.Gap(_log, Group, partition, from + count);
        // Who is given the partition again begins before the same gap: no offset counts twice.
        var counted = Math.Max(from, _lostUpTo.GetValueOrDefault(partition));
        if (from > 0 && from + count > counted) Interlocked.Add(ref _lost, from + count - counted);
        _lostUpTo[partition] = Math.Max(from + count, counted);
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "Group {Group} got partitions {Partitions}")]
        public static partial void Assigned(ILogger logger, string group, int[] partitions);

        [LoggerMessage(Level = LogLevel.Information, Message = "Group {Group} gave up partitions {Partitions}")]
        public static partial void Revoked(ILogger logger, string group, int[] partitions);

        [LoggerMessage(Level = LogLevel.Warning, Message = "Group {Group} goes on at {Offset} in partition {Partition}: what lay before that is no longer on the topic")]
        public static partial void Gap(ILogger logger, string group, int partition, long offset);

        [LoggerMessage(Level = LogLevel.Error, Message = "Group {Group} was at {Wanted} in partition {Partition}, which ends at {End}: it stands there")]
        public static partial void BeyondEnd(ILogger logger, string group, int partition, long wanted, long end);

        [LoggerMessage(Level = LogLevel.Error, Message = "Group {Group} failed and joins again")]
        public static partial void Failed(ILogger logger, Exception fault, string group);

        [LoggerMessage(Level = LogLevel.Warning, Message = "Kafka refused something to group {Group}: {Code} {Reason}")]
        public static partial void Refused(ILogger logger, string group, ErrorCode code, string reason);

        [LoggerMessage(Level = LogLevel.Warning, Message = "Group {Group} could not say that it leaves")]
        public static partial void NoFarewell(ILogger logger, string group);
    }
}
