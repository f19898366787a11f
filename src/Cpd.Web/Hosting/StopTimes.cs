using System.Globalization;

namespace Cpd.Web.Hosting;

/// <summary>
/// Says how long the end took and which part of the program took longest: whoever asks it to stop grants it a time, and
/// wants to know what used it up.
/// </summary>
/// <remarks>The host stops its services one after another, the last one first; a mark between each two of them tells when one is done.</remarks>
internal sealed partial class StopTimes(IServiceProvider services, TimeProvider clock, ILogger<StopTimes> logger) : IHostedLifecycleService
{
    private readonly List<Mark> _marks = [];
    private readonly List<(string Part, TimeSpan Took)> _parts = [];
    private bool _hasBegun;
    private long _began;
    private long _last;

    /// <summary>Watches all hosted services there are by now; those that come later, of which the web server is one, are counted as that.</summary>
    public static void Apply(IServiceCollection services)
    {
        services.AddSingleton<StopTimes>();
        for (var i = services.Count - 1; i >= 0; i--)
            if (services[i].ServiceType == typeof(IHostedService)) services.Insert(i + 1, ServiceDescriptor.Singleton<IHostedService>(provider => provider.GetRequiredService<StopTimes>().Next()));
        services.Insert(0, ServiceDescriptor.Singleton<IHostedService>(provider => provider.GetRequiredService<StopTimes>()));
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        Begin();
        return Task.CompletedTask;
    }

    /// <summary>Whoever takes time first says so.</summary>
    public void Begin()
    {
        if (_hasBegun) return;
        _hasBegun = true;
        _began = _last = clock.GetTimestamp();
    }

    /// <summary>What has ended just now.</summary>
    public void Done(string part)
    {
        var now = clock.GetTimestamp();
        _parts.Add((part, clock.GetElapsedTime(_last, now)));
        _last = now;
    }

    /// <summary>The first to be started is the last to be stopped.</summary>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        Done(0);
        return Task.CompletedTask;
    }

    public Task StoppedAsync(CancellationToken cancellationToken)
    {
        var (part, took) = _parts.MaxBy(one => one.Took);
        var (all, longest) = (Seconds(clock.GetElapsedTime(_began)), Seconds(took));
        Log.Stopped(logger, all, part, longest);
        return Task.CompletedTask;
    }

    private Mark Next()
    {
        _marks.Add(new Mark(this, _marks.Count + 1));
        return _marks[^1];
    }

    /// <summary>What stands behind a mark has ended.</summary>
    private void Done(int mark)
    {
        var watched = services.GetServices<IHostedService>().ToList();
        var part = mark == _marks.Count ? "the web server" : watched[watched.IndexOf(mark == 0 ? this : _marks[mark - 1]) + 1].GetType().Name;
        Done(part);
    }

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.00", CultureInfo.InvariantCulture);

    private sealed class Mark(StopTimes times, int number) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken)
        {
            times.Done(number);
            return Task.CompletedTask;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "Stopped in {Seconds} s, of which {Part} took {PartSeconds} s")]
        public static partial void Stopped(ILogger logger, string seconds, string part, string partSeconds);
    }
}
