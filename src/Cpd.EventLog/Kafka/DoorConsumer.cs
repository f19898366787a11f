using Cpd.Contracts;
using MassTransit;

namespace Cpd.EventLog.Kafka;

/// <summary>Puts what doors have read onto our own log, in the transaction that moves their position.</summary>
internal sealed class DoorConsumer : IConsumer<RecordWindow>
{
    /// <summary>Before everything else of a round: the way of the data.</summary>
    private const int Order = 0;

    public static LogGroup GroupOf(ITopicDoor door) => new()
    {
        Name = door.Group,
        Topic = ForeignTopic.Number,
        From = new ForeignTopic(door.Topic, door.Workspace),
        Consumer = typeof(DoorConsumer),
        Order = Order,
    };

    public Task Consume(ConsumeContext<RecordWindow> context)
    {
        var window = context.Window();
        foreach (var record in window.Records) window.Transaction.Append(Command(record));
        return Task.CompletedTask;
    }

    /// <summary>Another one each time: appending gives a record its place on our log, and the window may have to be taken again.</summary>
    private static LogRecord Command(LogRecord read) => new()
    {
        Id = read.Id,
        Workspace = read.Workspace,
        Key = read.Key,
        At = read.At,
        Body = read.Body,
        Trace = read.Trace,
    };
}
