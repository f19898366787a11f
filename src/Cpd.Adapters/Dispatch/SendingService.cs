using Microsoft.Extensions.Hosting;

namespace Cpd.Adapters.Dispatch;

/// <summary>
/// A background service that ends before any other is asked to: what is under way still gets its answer, and the log, which
/// may be stopped first, still takes it.
/// </summary>
internal abstract class SendingService : BackgroundService, IHostedLifecycleService
{
    /// <summary>There are three such services, one after the other, and ten seconds for everything.</summary>
    internal TimeSpan LongestStop { get; set; } = TimeSpan.FromSeconds(2.5);

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>
    /// Waits for what is under way, for a moment: those after it, such as requests that wait for an answer, need time as well.
    /// A call that takes longer stays open in its row, and is looked up at the next start.
    /// </summary>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        enough.CancelAfter(LongestStop);
        await StopAsync(enough.Token);
    }

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
