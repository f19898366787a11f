using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Cpd.EventLog.Kafka.Reading;

/// <summary>What happens when partitions come, go, or do not reach as far as they should. All of it on the group's thread.</summary>
internal sealed partial class GroupConsumer
{
    // Nothing may be thrown here: the client would neither assign nor let itself be closed. It leaves instead.
    private IEnumerable<TopicPartitionOffset> Assign(int[] partitions)
    {
        try
        {
            var starts = partitions.Length == 0 ? new Dictionary<int, long>() : _owner.Assigned(Group, partitions);
            var places = partitions.Select(partition => new TopicPartitionOffset(Place(partition), starts[partition])).ToList();
            _buffer.Assign(starts);
            _state.Assigned();
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
            _stoppedAt.Remove(partition);
        }
        if (ours.Length == 0) return paused;

        Log.Revoked(_log, Group, ours);
        _owner.Revoked(Group, ours);
        return paused;
    }

    /// <summary>
    /// The broker has no record at our position. Where retention took it, the oldest one there is comes next; where the
    /// partition ends before our position the log is not the one we knew, and beginning anew would do everything twice.
    /// </summary>
    private void OutOfRange(IConsumer<Ignore, byte[]> consumer, int partition)
    {
        if (_buffer.Expected(partition) is not { } wanted) return;

        try
        {
            var range = consumer.QueryWatermarkOffsets(Place(partition), _clients.Options.RequestTimeout);
            if (wanted <= range.High)
            {
                if (wanted < range.Low) Log.TakenByRetention(_log, Group, partition, wanted, range.Low);
                consumer.Seek(new TopicPartitionOffset(Place(partition), Math.Max(wanted, range.Low)));
                _stoppedAt.Remove(partition);
                _state.GoesOn(partition);
                return;
            }

            if (!_stoppedAt.ContainsKey(partition)) Log.BeyondEnd(_log, Group, partition, wanted, range.High);
            _state.Stopped(partition, new KafkaProblem(
                "kafka.position-beyond-end",
                $"Partition {partition} of {_subscription.Topic} ends at {range.High}, and {Group} has been at {wanted}: the topic was lost or made anew, so {Group} stands there. "
                + "Bring the topic back, or begin with an empty database."));
        }
        catch (KafkaException fault)
        {
            Log.Refused(_log, Group, fault.Error.Code, fault.Error.Reason);
        }
        _stoppedAt[partition] = _clock.GetTimestamp();
    }

    private void TryStoppedAgain(IConsumer<Ignore, byte[]> consumer)
    {
        foreach (var (partition, since) in _stoppedAt.ToArray())
            if (_clock.GetElapsedTime(since) >= BeforeNextTry) OutOfRange(consumer, partition);
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "Group {Group} got partitions {Partitions}")]
        public static partial void Assigned(ILogger logger, string group, int[] partitions);

        [LoggerMessage(Level = LogLevel.Information, Message = "Group {Group} gave up partitions {Partitions}")]
        public static partial void Revoked(ILogger logger, string group, int[] partitions);

        [LoggerMessage(Level = LogLevel.Warning, Message = "Group {Group} was at {Wanted} in partition {Partition} and retention has taken everything before {Oldest}")]
        public static partial void TakenByRetention(ILogger logger, string group, int partition, long wanted, long oldest);

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
