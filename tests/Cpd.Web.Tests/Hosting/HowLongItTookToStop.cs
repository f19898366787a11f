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

    private class Part(StandingClock clock, double seconds) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken)
        {
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
