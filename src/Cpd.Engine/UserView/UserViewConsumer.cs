using Cpd.Contracts;
using Cpd.Engine.UserView.Seen;
using Cpd.EventLog;
using MassTransit;

namespace Cpd.Engine.UserView;

/// <summary>Keeps what people look at. Runs after everything that leaves the house was released.</summary>
internal sealed class UserViewConsumer(LiveFeed feed, ChangesPruning pruning, FigurePruning figures, SeenMemory seen, Roles roles) : IConsumer<RecordWindow>
{
    public const string Group = "user-view";

    public Task Consume(ConsumeContext<RecordWindow> context)
    {
        Take(context.Window());
        return Task.CompletedTask;
    }

    internal void Take(Window window)
    {
        var changes = WindowProjection.Project(window.Records, window.Transaction, seen);
        if (roles.IsShared)
        {
            if (!changes.IsEmpty) ChangesTable.Write(window.Transaction, changes);
            pruning.Run(window.Transaction);
        }
        figures.Run(window.Records, window.Transaction);
        window.Transaction.OnCommitted(() => feed.Tell(changes));
    }
}

/// <summary>Once a minute in each process that writes, with one of its windows.</summary>
internal sealed class ChangesPruning
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private DateTimeOffset _next = DateTimeOffset.MinValue;

    public void Run(LogTransaction transaction)
    {
        if (transaction.Now < _next) return;

        ChangesTable.Prune(transaction);
        var next = transaction.Now + Pause;
        transaction.OnCommitted(() => _next = next);
    }
}
