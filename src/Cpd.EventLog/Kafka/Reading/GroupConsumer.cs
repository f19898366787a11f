using System.Collections.Concurrent;
using System.Globalization;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Cpd.EventLog.Kafka.Reading;

/// <summary>
/// One group's member in this process: a thread of its own that always polls, so the group never misses it however long
/// a window takes, and a buffer between it and who takes windows.
/// </summary>
internal sealed partial class GroupConsumer : IAsyncDisposable
{
    /// <summary>So many records are taken from the client between two looks around, which cost more than a record.</summary>
    private const int AtOnce = 100;

    /// <summary>Of year 1 and 9999, in milliseconds since 1970: what lies outside is no moment.</summary>
    private const long EarliestMoment = -62_135_596_800_000;
    private const long LatestMoment = 253_402_300_799_999;

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan BetweenQuestions = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestQuestion = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BetweenMemberships = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(8);

    /// <summary>Members that have left their groups and that librdkafka could not destroy without taking the process with them; kept from the garbage collector, too.</summary>
    private static readonly ConcurrentBag<IDisposable> Undestroyed = [];

    private readonly Subscription _subscription;
    private readonly KafkaClients _clients;
    private readonly IPartitionOwner _owner;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly Action? _onArrived;
    private readonly RecordBuffer _buffer;
    private readonly GroupState _state;
    private readonly SemaphoreSlim _arrived = new(0, 1);
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Dictionary<int, long> _hinted = [];
    private readonly HashSet<int> _tooShort = [];
    private Thread? _thread;
    private Exception? _failure;
    private bool _wasAssigned;
    private long _looked;
    private long _asked;
    private readonly Dictionary<int, long> _lostUpTo = [];
    private long _lost;

    public GroupConsumer(Subscription subscription, KafkaClients clients, IPartitionOwner owner, TimeProvider clock, ILogger<GroupConsumer> log, RecordBuffer? buffer = null, Action? arrived = null)
    {
        _subscription = subscription;
        _clients = clients;
        _owner = owner;
        _clock = clock;
        _log = log;
        _onArrived = arrived;
        _buffer = buffer ?? new RecordBuffer(subscription);
        _state = new GroupState(subscription.Group, clients, clock);
    }

    public string Group => _subscription.Group;

    /// <summary>The partitions this process owns.</summary>
    public IReadOnlyList<int> Partitions => _buffer.Partitions;

    /// <summary>Records of those that were not passed.</summary>
    public long Lag => _buffer.Lag;

    /// <summary>Records of our own topics that retention took before this process came to them.</summary>
    public long Lost => Volatile.Read(ref _lost);

    public GroupHealth Health => _state.Health(_buffer.Partitions, _buffer.Lag);

    public void Start()
    {
        _thread = new Thread(Run) { IsBackground = true, Name = "kafka " + Group };
        _thread.Start();
    }

    /// <inheritdoc cref="RecordBuffer.Take"/>
    public TakenRecords Take(int most, Func<int, long, bool>? isCareful = null) => _buffer.Take(most, isCareful);

    /// <summary>Nothing has come that was not passed.</summary>
    public bool IsEmpty => _buffer.IsEmpty;

    /// <inheritdoc cref="RecordBuffer.Leave"/>
    public void Leave(int partition) => _buffer.Leave(partition);

    /// <inheritdoc cref="RecordBuffer.Passed"/>
    public void Passed(TakenRecords taken)
    {
        _buffer.Passed(taken);
        _state.Moved();
    }

    /// <summary>Reads on elsewhere: a projection that begins again, or a position that somebody else has moved.</summary>
    public void GoTo(int partition, long position) => _buffer.GoTo(partition, position);

    /// <summary>Back when there may be something to take, or after <paramref name="most"/>.</summary>
    public async Task WaitForRecords(TimeSpan most, CancellationToken ct)
    {
        if (_buffer.IsEmpty) await _arrived.WaitAsync(most, ct);
    }

    /// <summary>Leaves the group, so that the others need not wait until they miss us.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        if (_thread is not null)
        {
            try
            {
                await _ended.Task.WaitAsync(Farewell, _clock);
            }
            catch (TimeoutException)
            {
                // The broker does not answer; the group will miss us soon enough. The thread keeps what it uses.
                Log.NoFarewell(_log, Group);
                return;
            }
        }
        _buffer.Dispose();
        _arrived.Dispose();
        _stop.Dispose();
    }

    private void Run()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                BeMember();
            }
            catch (Exception fault)
            {
                _state.Failed(fault);
                Log.Failed(_log, fault, Group);
                _stop.Token.WaitHandle.WaitOne(BetweenMemberships);
            }
        }
        _ended.SetResult();
    }

    private void BeMember()
    {
        _failure = null;
        _wasAssigned = false;
        var builder = _clients.Consumer(Group, AutoOffsetReset.Earliest, error => _state.Report(error, _subscription.Topic))
            .SetPartitionsAssignedHandler((_, partitions) => Assign([.. partitions.Select(place => place.Partition.Value)]))
            .SetPartitionsRevokedHandler((consumer, places) => Revoke(consumer, [.. places.Select(place => place.Partition.Value)]))
            .SetPartitionsLostHandler((consumer, places) => Revoke(consumer, [.. places.Select(place => place.Partition.Value)]))
            .SetStatisticsHandler((_, json) => _state.See(ClientStatistics.Read(json)));
        var consumer = KafkaClients.Build(builder.Build);
        try
        {
            consumer.Subscribe(_subscription.Topic);
            while (!_stop.IsCancellationRequested && _failure is null) Turn(consumer);
        }
        finally
        {
            LeaveGroup(consumer);
            Forget([.. _buffer.Partitions]);
            _state.Left();
            if (_wasAssigned || NativeKafka.DestroysMembersWithoutAssignment) consumer.Dispose();
            else Undestroyed.Add(consumer);
        }
        if (_failure is not null) throw new InvalidOperationException("The membership had to be given up.", _failure);
    }

    private void LeaveGroup(IConsumer<Ignore, byte[]> consumer)
    {
        if (_wasAssigned || NativeKafka.DestroysMembersWithoutAssignment)
        {
            using (consumer) consumer.Close();
            return;
        }
        Undestroyed.Add(consumer);
        consumer.Unsubscribe();
    }

    private void Turn(IConsumer<Ignore, byte[]> consumer)
    {
        Steer(consumer);
        // A short wait costs nothing; a pause costs what was fetched ahead, so it is for those who stay away for longer.
        if (!_buffer.WaitForRoom(Poll, CancellationToken.None)) consumer.Pause([.. _buffer.Pause().Select(Place)]);

        var taken = 0;
        try
        {
            // Whatever it is, the client is polled once: that is what keeps the group.
            for (var wait = Poll; consumer.Consume(wait) is { } result; wait = TimeSpan.Zero)
            {
                if (result.IsPartitionEOF) End(result);
                else Take(consumer, result);
                if (++taken == AtOnce || _buffer.IsFull) break;
            }
        }
        catch (ConsumeException refusal) when (!refusal.Error.IsFatal)
        {
            _state.Report(refusal.Error, _subscription.Topic);
            Log.Refused(_log, Group, refusal.Error.Code, refusal.Error.Reason);
        }
        if (taken > 0) Signal();
    }

    private void Take(IConsumer<Ignore, byte[]> consumer, ConsumeResult<Ignore, byte[]> result)
    {
        var (record, expected) = (Read(result), _buffer.Expected(result.Partition));
        var arrival = _buffer.Add(record);
        if (arrival is not Arrival.Next) Took(arrival, consumer, record.Raw, expected);
    }

    /// <remarks>Nothing that one record is may be thrown: the group would leave, join again and meet it again, without end.</remarks>
    private Fetched Read(ConsumeResult<Ignore, byte[]> result)
    {
        try
        {
            var (value, said) = (result.Message?.Value ?? [], result.Message?.Timestamp ?? Timestamp.Default);
            var at = Moment(said);
            // Ours say themselves when they were written. At a door it may decide what the record means.
            var problem = at is null && _subscription.IsDoor ? NoMoment(result, said.UnixTimestampMs) : null;
            return new Fetched(new RawRecord(_subscription.Topic, result.Partition, result.Offset, value, at ?? _clock.GetUtcNow()), problem);
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            return new Fetched(new RawRecord(_subscription.Topic, result.Partition, result.Offset, [], _clock.GetUtcNow()), fault);
        }
    }

    /// <summary>Now, where none is said; null where it is none that a calendar has.</summary>
    private DateTimeOffset? Moment(Timestamp said) => said.UnixTimestampMs switch
    {
        _ when said.Type is TimestampType.NotAvailable => _clock.GetUtcNow(),
        >= EarliestMoment and <= LatestMoment => DateTimeOffset.FromUnixTimeMilliseconds(said.UnixTimestampMs),
        _ => null,
    };

    private UnreadableRecordException NoMoment(ConsumeResult<Ignore, byte[]> result, long said) => new(
        "record.timestamp",
        string.Create(
            CultureInfo.InvariantCulture,
            $"The timestamp of the record at offset {result.Offset.Value} of partition {result.Partition.Value} of {_subscription.Topic} is {said}, which is no moment in milliseconds since 1970: whoever writes there may count in microseconds. Tried again it counts as written when it was put aside."));

    private void End(ConsumeResult<Ignore, byte[]> result)
    {
        var expected = _buffer.Expected(result.Partition);
        if (_buffer.ReachEnd(result.Partition, result.Offset) is var nothing and > 0) Missed(result.Partition, expected, nothing);
    }

    private void Steer(IConsumer<Ignore, byte[]> consumer)
    {
        _buffer.Seek((partition, position) =>
        {
            try
            {
                consumer.Seek(new TopicPartitionOffset(Place(partition), position));
                return true;
            }
            catch (KafkaException fault)
            {
                Log.Refused(_log, Group, fault.Error.Code, fault.Error.Reason);
                return false;
            }
        });
        if (_buffer.Resume() is { Count: > 0 } small) consumer.Resume([.. small.Select(Place)]);

        if (_clock.GetElapsedTime(_looked) < BetweenLooks) return;
        _looked = _clock.GetTimestamp();
        Look(consumer);
        Hint(consumer);
        if (_state.MissesTopic && _clock.GetElapsedTime(_asked) >= BetweenQuestions) AskForTopic(consumer);
    }

    /// <summary>The client says when a topic is missed, and not when it is there: who gets partitions of it knows, the others have to ask.</summary>
    private void AskForTopic(IConsumer<Ignore, byte[]> consumer)
    {
        _asked = _clock.GetTimestamp();
        try
        {
            using var admin = new DependentAdminClientBuilder(consumer.Handle).Build();
            // All topics: asked for by its name a missing one may be made.
            if (admin.GetMetadata(LongestQuestion).Topics.Find(topic => topic.Topic == _subscription.Topic) is { Error.IsError: false }) _state.TopicIsThere();
        }
        catch (KafkaException)
        {
            // Nobody answers: that is said elsewhere.
        }
    }

    private void Look(IConsumer<Ignore, byte[]> consumer) =>
        See(_buffer.Look(partition => consumer.GetWatermarkOffsets(Place(partition)) is { High.IsSpecial: false } seen
            ? (seen.Low.IsSpecial ? null : seen.Low.Value, seen.High.Value)
            : null));

    /// <summary>Tells Kafka how far we are, for tools that show it; nothing depends on it, so nobody waits for it.</summary>
    private void Hint(IConsumer<Ignore, byte[]> consumer)
    {
        foreach (var (partition, position) in _buffer.Reached())
        {
            if (_hinted.TryGetValue(partition, out var hinted) && hinted == position) continue;
            try
            {
                consumer.StoreOffset(new TopicPartitionOffset(Place(partition), position));
                _hinted[partition] = position;
            }
            catch (KafkaException fault) when (fault.Error.Code is ErrorCode.Local_State)
            {
                // Not ours any more: the end of the assignment is on its way to us.
            }
        }
    }

    private TopicPartition Place(int partition) => new(_subscription.Topic, partition);

    private void Signal()
    {
        _onArrived?.Invoke();
        if (_arrived.CurrentCount > 0) return;
        try
        {
            _arrived.Release();
        }
        catch (SemaphoreFullException)
        {
            // Somebody else has just done so.
        }
    }
}
