using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Cpd.Adapters.Tests.Dispatch;

/// <summary>What was logged, and in which trace.</summary>
internal sealed class Lines
{
    private readonly ConcurrentQueue<(LogLevel Level, string Text, string? Trace)> _all = new();

    public IReadOnlyList<(LogLevel Level, string Text, string? Trace)> All => [.. _all];

    public ILogger<T> Of<T>() => new Logger<T>(_all);

    private sealed class Logger<T>(ConcurrentQueue<(LogLevel Level, string Text, string? Trace)> all) : ILogger<T>
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            all.Enqueue((logLevel, formatter(state, exception), Activity.Current?.TraceId.ToHexString()));
    }
}
