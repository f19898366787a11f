using Cpd.EventLog.Consuming;
using Cpd.Tests;
using Microsoft.Extensions.Logging;

namespace Cpd.EventLog.Tests;

/// <summary>A database that is away for an hour fills no disk with words.</summary>
public sealed class WhatFailsAgainAndAgain
{
    private readonly StandingClock _clock = new();
    private readonly Heard _heard = new();
    private readonly Outage _outage;

    public WhatFailsAgainAndAgain() => _outage = new Outage(_clock, _heard);

    [Fact]
    public void Is_told_with_its_reason_once_and_then_once_a_minute_and_its_end_as_well()
    {
        for (var second = 0; second < 150; second++)
        {
            _outage.Failed(new IOException("Nobody is there."));
            _clock.Move(TimeSpan.FromSeconds(1));
        }
        _outage.IsOver();
        _outage.IsOver();

        Assert.Equal(
            [
                (LogLevel.Error, "A round failed and was undone; it is tried again until it does not", true),
                (LogLevel.Error, "Rounds have failed for 60 s and are tried again: Nobody is there.", false),
                (LogLevel.Error, "Rounds have failed for 120 s and are tried again: Nobody is there.", false),
                (LogLevel.Information, "Rounds go on, 150000 ms after the first that failed", false),
            ],
            _heard.Lines.Select(line => (line.Level, line.Text, line.Fault is not null)));
    }

    private sealed class Heard : ILogger
    {
        public List<(LogLevel Level, string Text, Exception? Fault)> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Add((logLevel, formatter(state, exception), exception));
    }
}
