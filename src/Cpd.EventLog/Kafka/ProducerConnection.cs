using Confluent.Kafka;

namespace Cpd.EventLog.Kafka;

/// <summary>One producing client and who waits for it. When it ends nobody is left waiting, whatever the client does with what it still holds.</summary>
internal sealed class ProducerConnection
{
    private readonly Lock _gate = new();
    private readonly HashSet<Delivery> _waiting = [];
    private readonly IProducer<string, byte[]> _client;
    private bool _ended;

    public ProducerConnection(Func<Action<Error>, IProducer<string, byte[]>> connect, Action<Error> onFatal) => _client = connect(error =>
    {
        if (!error.IsFatal) return;
        IsBroken = true;
        onFatal(error);
        Abandon(error);
    });

    /// <summary>The client met an error after which it takes nothing more.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>False when it has ended meanwhile.</summary>
    public bool Enter(Delivery delivery)
    {
        lock (_gate) return !_ended && _waiting.Add(delivery);
    }

    public void Leave(Delivery delivery)
    {
        lock (_gate) _waiting.Remove(delivery);
    }

    /// <summary>False while the client holds all it can hold.</summary>
    /// <exception cref="KafkaException">It takes this record, or any, no more.</exception>
    public bool TryProduce(TopicPartition place, Message<string, byte[]> message, Action<DeliveryReport<string, byte[]>> report)
    {
        lock (_gate)
        {
            if (_ended) throw new KafkaException(ErrorCode.Local_Fatal);
            try
            {
                _client.Produce(place, message, report);
                return true;
            }
            catch (ProduceException<string, byte[]> refusal) when (refusal.Error.Code is ErrorCode.Local_QueueFull)
            {
                return false;
            }
        }
    }

    /// <param name="patience">How long to wait for what is on its way.</param>
    public void End(TimeSpan patience)
    {
        lock (_gate)
        {
            if (_ended) return;
            _ended = true;
        }
        if (patience > TimeSpan.Zero) _client.Flush(patience);
        Abandon(new Error(ErrorCode.Local_PurgeQueue));
        _client.Dispose();
    }

    private void Abandon(Error error)
    {
        Delivery[] waiting;
        lock (_gate) waiting = [.. _waiting];
        foreach (var delivery in waiting) delivery.Fail(error);
    }
}
