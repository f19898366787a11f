using System.Collections.Concurrent;
using Cpd.Tests;
using Cpd.Web.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Cpd.Web.Tests.Hosting;

/// <summary>Parts that take some time to stop, on a clock that they move themselves.</summary>
public sealed class HowLongItTookToStop
{
    private readonly StandingClock _clock = new();

    [Fact]
    public async Task Is_logged_with_the_part_that_took_longest()
    {
        using var lines = new Lines();
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders().AddProvider(lines);
        builder.Services
            .AddSingleton<TimeProvider>(_clock)
            .AddHostedService(_ => new Quick(_clock))
            .AddHostedService(_ => new Slow(_clock))
            .AddHostedService(_ => new Quicker(_clock));
        StopTimes.Apply(builder.Services);
        using var host = builder.Build();
        await host.StartAsync();

        await host.StopAsync();

        Assert.Equal("Stopped in 4.50 s, of which Slow took 3.00 s", Assert.Single(lines.All, line => line.StartsWith("Stopped", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Until_the_pause_is_over_nothing_is_stopped_and_it_counts()
    {
        using var lines = new Lines();
        var clock = new Alarm();
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders().AddProvider(lines);
        builder.Configuration[StopPause.Setting] = "00:00:02";
        var part = new Slow(_clock);
        builder.Services.AddSingleton<TimeProvider>(clock).AddHostedService(_ => part);
        StopTimes.Apply(builder.Services);
        builder.Services.AddHostedService<StopPause>();
        using var host = builder.Build();
        await host.StartAsync();

        var stopping = host.StopAsync();
        Assert.Equal(TimeSpan.FromSeconds(2), await clock.IsSet.Task.WaitAsync(Patience.Limit));
        Assert.False(part.IsStopped);
        clock.Ring();
        await stopping;

        Assert.True(part.IsStopped);
        Assert.Equal("Stopped in 2.00 s, of which the pause before it took 2.00 s", Assert.Single(lines.All, line => line.StartsWith("Stopped", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("soon")]
    [InlineData("00:00:06")]
    [InlineData("-00:00:01")]
    public void A_pause_that_is_none_or_leaves_no_time_is_refused(string pause)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Configuration[StopPause.Setting] = pause;

        Assert.Contains("Cpd:StopPause", Assert.Throws<StartupRefusedException>(() => StopPause.From(builder.Configuration)).Message, StringComparison.Ordinal);
    }

    /// <summary>Time passes when the one alarm there is rings.</summary>
    private sealed class Alarm : TimeProvider
    {
        private Action? _ring;
        private long _now;

        public TaskCompletionSource<TimeSpan> IsSet { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Interlocked.Read(ref _now);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            _ring = () =>
            {
                Interlocked.Add(ref _now, dueTime.Ticks);
                callback(state);
            };
            IsSet.TrySetResult(dueTime);
            return System.CreateTimer(_ => { }, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        public void Ring() => _ring!();
    }

    private class Part(StandingClock clock, double seconds) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public bool IsStopped { get; private set; }

        public Task StopAsync(CancellationToken cancellationToken)
        {
            IsStopped = true;
            clock.Move(TimeSpan.FromSeconds(seconds));
            return Task.CompletedTask;
        }
    }

    private sealed class Quick(StandingClock clock) : Part(clock, 1);

    private sealed class Slow(StandingClock clock) : Part(clock, 3);

    private sealed class Quicker(StandingClock clock) : Part(clock, 0.5);

    private sealed class Lines : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> All { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public bool IsEnabled(LogLevel logLevel) => true;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            All.Enqueue(formatter(state, exception));

        public void Dispose()
        {
        }
    }
}
