using Cpd.Contracts;
using Cpd.EventLog;
using MassTransit;

namespace Cpd.Engine.UserView;

/// <summary>Keeps what people look at. Runs after everything that leaves the house was released.</summary>
internal sealed class UserViewConsumer(LiveFeed feed) : IConsumer<RecordWindow>
{
    public const string Group = "user-view";

    public Task Consume(ConsumeContext<RecordWindow> context)
    {
        var window = context.Window();
        var changes = WindowProjection.Project(window.Records, window.Transaction);
        window.Transaction.OnCommitted(() => feed.Tell(changes));
        return Task.CompletedTask;
    }
}
