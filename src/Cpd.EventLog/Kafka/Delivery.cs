using Confluent.Kafka;
using Cpd.Contracts;

namespace Cpd.EventLog.Kafka;

/// <summary>Records that are on their way together: done when all have arrived, failed with the first that did not.</summary>
internal sealed class Delivery(int count)
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _left = count;

    /// <exception cref="NotDeliveredException">One of them did not arrive, or may not have.</exception>
    public Task Done => _done.Task;

    /// <summary>Called by the client's own thread.</summary>
    public void Report(LogRecord record, DeliveryReport<string, byte[]> report)
    {
        if (report.Error.IsError)
        {
            _done.TrySetException(new NotDeliveredException(report.Error, record));
            return;
        }

        record.Partition = report.Partition;
        record.Position = report.Offset;
        if (Interlocked.Decrement(ref _left) == 0) _done.TrySetResult();
    }

    public void Fail(Error error) => _done.TrySetException(new NotDeliveredException(error, null));
}

/// <param name="record">The one that was refused; null where it is about all of them.</param>
internal sealed class NotDeliveredException(Error error, LogRecord? record) : KafkaException(error)
{
    public LogRecord? Record => record;
}
