using System.Collections.Concurrent;
using System.Diagnostics;
using Cpd.EventLog.Consuming;
using Cpd.Tests;
using Microsoft.Extensions.Logging;

namespace Cpd.EventLog.Tests;

/// <summary>Who looks into the log for a trace finds what went wrong in it.</summary>
public sealed class LinesAboutARecord : IDisposable
{
    private const string Trace = "5bf92f3577b34da6a3ce929d0e0e4737";

    private readonly TestDatabase _database = TestLog.NewDatabase();

    [Fact]
    public async Task Stand_in_its_trace_those_of_whoever_handles_it_too()
    {
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == WindowTracing.Name,
            Sample = (ref options) => options.TraceId.ToHexString() == Trace ? ActivitySamplingResult.AllDataAndRecorded : ActivitySamplingResult.None,
        };
        ActivitySource.AddActivityListener(listener);
        using var heard = new Heard();
        var within = new ConcurrentQueue<string?>();
        await using var log = await TestLog.Start(
            TimeProvider.System, _database, null, heard,
            window =>
            {
                if (window.Records.Count == 0) return;
                within.Enqueue(Activity.Current?.TraceId.ToHexString());
                throw new InvalidOperationException("It cannot be handled.");
            },
            null);

        await log.Log.Append([TestLog.Event("ana", 1, $"00-{Trace}-00f067aa0ba902b7-01")], default);
        await heard.PutAside.Task.WaitAsync(Patience.Limit);

        Assert.All(within, trace => Assert.Equal(Trace, trace));
        Assert.NotEmpty(heard.Traces);
        Assert.All(heard.Traces, trace => Assert.Equal(Trace, trace));
    }

    public void Dispose() => _database.Dispose();

    private sealed class Heard : ILoggerProvider, ILogger
    {
        /// <summary>Of the lines of warning.</summary>
        public ConcurrentQueue<string?> Traces { get; } = new();

        public TaskCompletionSource PutAside { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public ILogger CreateLogger(string categoryName) => this;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!IsEnabled(logLevel)) return;
            Traces.Enqueue(Activity.Current?.TraceId.ToHexString());
            if (eventId.Name == "PutAside") PutAside.TrySetResult();
        }

        public void Dispose()
        {
        }
    }
}
