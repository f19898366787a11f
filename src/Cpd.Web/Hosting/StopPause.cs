namespace Cpd.Web.Hosting;

/// <summary>
/// Between the signal to end and the end of the web server: <c>/health/ready</c> says 503, everything else is answered, and a proxy
/// that asks every second sends its visitors elsewhere before anybody is turned away. Within the ten seconds an end may take.
/// </summary>
internal sealed class StopPause(IConfiguration configuration, StopTimes times, TimeProvider clock) : IHostedLifecycleService
{
    public const string Setting = "Cpd:StopPause";

    /// <summary>What comes after it needs its time, too.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    /// <exception cref="StartupRefusedException">It is none, or too long.</exception>
    public static TimeSpan From(IConfiguration configuration) => configuration[Setting] switch
    {
        null or "" => TimeSpan.Zero,
        var said when TimeSpan.TryParse(said, System.Globalization.CultureInfo.InvariantCulture, out var pause) && pause >= TimeSpan.Zero && pause <= Longest => pause,
        var other => throw new StartupRefusedException($"{Setting} must be between 00:00:00 and 00:00:0{Longest.TotalSeconds:0}, not \"{other}\"."),
    };

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>The first thing that happens after the signal; the web server and all others are asked to stop when it is over.</summary>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        if (From(configuration) is var pause && pause <= TimeSpan.Zero) return;

        times.Begin();
        try
        {
            await Task.Delay(pause, clock, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // No time left: the others stop with what there is.
        }
        times.Done("the pause before it");
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
