using Confluent.Kafka;
using Cpd.Contracts;
using Microsoft.Extensions.Logging;

namespace Cpd.EventLog.Kafka.Reading;

/// <summary>
/// What is new on a topic, for every process that wants it: all partitions from their end on, without a group and without
/// positions. For what lives in memory and is loaded anew at every start.
/// </summary>
/// <param name="take">Gets records in the order of each partition, on the tail's own thread; what it throws is logged and the tail goes on.</param>
internal sealed partial class KafkaTail(Topic topic, KafkaClients clients, Action<IReadOnlyList<LogRecord>> take, TimeProvider clock, ILogger<KafkaTail> log) : IAsyncDisposable
{
    private const int Most = 500;
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan BetweenTries = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(5);

    private readonly string _name = clients.TopicName(topic);
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _following = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Thread? _thread;

    /// <summary>Done when nothing that is written from now on can be missed: who loads their state after that has no gap.</summary>
    public Task Start()
    {
        _thread = new Thread(Run) { IsBackground = true, Name = "kafka tail" };
        _thread.Start();
        return _following.Task;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _following.TrySetCanceled();
        if (_thread is null) return;
        try
        {
            await _ended.Task.WaitAsync(Farewell, clock);
            _stop.Dispose();
        }
        catch (TimeoutException)
        {
            // The client still waits for a broker that does not answer; nobody depends on its thread.
        }
    }

    private void Run()
    {
        // Positions outlive a client that had to be replaced: a gap would be state that is wrong until the next start.
        var positions = new Dictionary<int, long>();
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                Follow(positions);
            }
            catch (Exception fault)
            {
                Log.Failed(log, fault, _name);
                _stop.Token.WaitHandle.WaitOne(BetweenTries);
            }
        }
        _ended.SetResult();
    }

    private void Follow(Dictionary<int, long> positions)
    {
        // The client wants a group's name; without a subscription it joins none.
        using var consumer = KafkaClients.Build(clients.Consumer("tail", AutoOffsetReset.Latest, static _ => { }).Build);
        for (var partition = 0; partition < clients.Options.Partitions; partition++)
        {
            if (!positions.ContainsKey(partition))
                positions[partition] = consumer.QueryWatermarkOffsets(new TopicPartition(_name, partition), clients.Options.RequestTimeout).High;
        }
        consumer.Assign(positions.Select(place => new TopicPartitionOffset(_name, place.Key, place.Value)));
        _following.TrySetResult();
        while (!_stop.IsCancellationRequested) TakeNext(consumer, positions);
    }

    private void TakeNext(IConsumer<Ignore, byte[]> consumer, Dictionary<int, long> positions)
    {
        var records = new List<LogRecord>();
        try
        {
            for (var next = consumer.Consume(Poll); next is not null; next = records.Count < Most ? consumer.Consume(TimeSpan.Zero) : null)
            {
                positions[next.Partition] = next.Offset + 1;
                if (Read(next) is { } record) records.Add(record);
            }
        }
        catch (ConsumeException refusal) when (!refusal.Error.IsFatal)
        {
            Log.Refused(log, _name, refusal.Error.Code, refusal.Error.Reason);
        }

        try
        {
            if (records.Count > 0) take(records);
        }
        catch (Exception fault)
        {
            Log.NotTaken(log, fault, _name, records.Count);
        }
    }

    /// <summary>Null where it cannot be read: the groups put it aside.</summary>
    private LogRecord? Read(ConsumeResult<Ignore, byte[]> result)
    {
        try
        {
            var record = RecordJson.Read(result.Message.Value, topic);
            record.Partition = result.Partition;
            record.Position = result.Offset;
            return record;
        }
        catch (Exception problem) when (Subscription.IsUnreadable(problem))
        {
            return null;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "Following {Topic} failed and begins again")]
        public static partial void Failed(ILogger logger, Exception fault, string topic);

        [LoggerMessage(Level = LogLevel.Error, Message = "What was new on {Topic} ({Records} records) was not taken")]
        public static partial void NotTaken(ILogger logger, Exception fault, string topic, int records);

        [LoggerMessage(Level = LogLevel.Warning, Message = "Following {Topic}: Kafka refused {Code} {Reason}")]
        public static partial void Refused(ILogger logger, string topic, ErrorCode code, string reason);
    }
}
