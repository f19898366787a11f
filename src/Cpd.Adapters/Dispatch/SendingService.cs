using Microsoft.Extensions.Hosting;

namespace Cpd.Adapters.Dispatch;

/// <summary>
/// A background service that ends before any other is asked to: what is under way still gets its answer, and the log, which
/// may be stopped first, still takes it.
/// </summary>
internal abstract class SendingService : BackgroundService, IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => StopAsync(cancellationToken);

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
