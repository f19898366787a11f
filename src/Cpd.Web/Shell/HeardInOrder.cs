using Microsoft.AspNetCore.Components.Server.Circuits;

namespace Cpd.Web.Shell;

/// <summary>
/// Begins with what a browser said only when the page has taken up all that it said before.
/// A render gives new handlers to the elements it touched, and Blazor forgets the old ones once the browser says that it
/// shows the render. It takes that word at once, though, also while an event that the browser sent before still waits
/// for the page: its handler is then gone, and what was typed is lost. See docs/decisions/0032.
/// </summary>
internal sealed class HeardInOrder : CircuitHandler
{
    private readonly Lock _order = new();
    private SynchronizationContext? _page;
    private Task _takenUp = Task.CompletedTask;

    public override Task OnCircuitOpenedAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        _page = SynchronizationContext.Current;   // Blazor calls on the page's own
        return Task.CompletedTask;
    }

    public override Func<CircuitInboundActivityContext, Task> CreateInboundActivityHandler(Func<CircuitInboundActivityContext, Task> next) =>
        said => _page is { } page ? InTurn(page, () => next(said)) : next(said);

    private Task InTurn(SynchronizationContext page, Func<Task> hear)
    {
        var takenUp = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task before;
        lock (_order) (before, _takenUp) = (_takenUp, takenUp.Task);
        return before.IsCompleted ? Hear() : AfterThat();

        async Task AfterThat()
        {
            await before.ConfigureAwait(false);
            await Hear().ConfigureAwait(false);
        }

        Task Hear()
        {
            try
            {
                return hear();
            }
            finally
            {
                // Behind the work that was just queued, and not behind its end: that may take long, and may itself wait for the browser.
                page.Post(static done => ((TaskCompletionSource)done!).SetResult(), takenUp);
            }
        }
    }
}
