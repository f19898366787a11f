using Confluent.Kafka;
using Cpd.Contracts;

namespace Cpd.EventLog.Kafka;

/// <summary>Records that are on their way together: done when all have arrived, failed with the first that did not.</summary>
internal sealed class Delivery(int count)
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _left = count;

    /// <exception cref="KafkaException">One of them did not arrive, or may not have.</exception>
    public Task Done => _done.Task;

    /// <summary>Called by the client's own thread.</summary>
    public void Report(LogRecord record, DeliveryReport<string, byte[]> report)
    {
        if (report.Error.IsError)
        {
            Fail(report.Error);
            return;
        }

        record.Partition = report.Partition;
        record.Position = report.Offset;
        if (Interlocked.Decrement(ref _left) == 0) _done.TrySetResult();
    }

    public void Fail(Error error) => _done.TrySetException(new KafkaException(error));
}
