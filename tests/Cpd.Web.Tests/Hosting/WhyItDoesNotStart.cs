using System.Collections.Concurrent;
using Cpd.EventLog.Kafka;
using Cpd.Web.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Cpd.Web.Tests.Hosting;

/// <summary>A host one of whose services does not start, and what it logs of that.</summary>
public sealed class WhyItDoesNotStart
{
    private static readonly KafkaRefusedException Refusal = new(new KafkaProblem("kafka.unreachable", "Nobody answers: check that Kafka runs there."));

    [Fact]
    public async Task A_refusal_is_a_sentence_and_no_stack_of_calls()
    {
        Assert.Empty(await LoggedOf(Refusal, LogLevel.Information));
        Assert.Equal("Nobody answers: check that Kafka runs there. (kafka.unreachable)", StartRefusal.Of(Refusal));
    }

    [Fact]
    public async Task Whoever_looks_closely_sees_the_calls() => Assert.Same(Refusal, Assert.Single(await LoggedOf(Refusal, LogLevel.Debug)));

    [Fact]
    public async Task A_mistake_of_our_own_is_shown_with_its_calls()
    {
        var mistake = new InvalidOperationException("It should not.");

        Assert.Contains(mistake, await LoggedOf(mistake, LogLevel.Information));
    }

    private static async Task<IReadOnlyList<Exception>> LoggedOf(Exception fault, LogLevel level)
    {
        using var faults = new Faults();
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders().AddFilter<Faults>(null, level).AddProvider(faults);
        LogsWithoutSecrets.Apply(builder.Logging);
        builder.Services.AddHostedService<Waiting>().AddHostedService(_ => new Failing(fault));
        using (var host = builder.Build()) Assert.Same(fault, await Assert.ThrowsAnyAsync<Exception>(() => host.StartAsync()));
        return [.. faults.Seen.Where(seen => level is LogLevel.Information || seen is not OperationCanceledException)];
    }

    /// <summary>The host tells of it, too, when it is disposed of in the middle of its work.</summary>
    private sealed class Waiting : BackgroundService
    {
        protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Delay(Timeout.Infinite, stoppingToken);
    }

    private sealed class Failing(Exception fault) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => Task.FromException(fault);

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    private sealed class Faults : ILoggerProvider, ILogger
    {
        private readonly ConcurrentQueue<Exception> _seen = new();

        public IReadOnlyCollection<Exception> Seen => _seen;

        public ILogger CreateLogger(string categoryName) => this;

        public bool IsEnabled(LogLevel logLevel) => true;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (exception is not null) _seen.Enqueue(exception);
        }

        public void Dispose()
        {
        }
    }
}
