using System.Diagnostics.Metrics;

namespace Cpd.Engine.Journeys.Running;

/// <summary>When the next waiting run is due, for the log to call the engine then; and how late runs were woken.</summary>
public sealed class WakeClock : IDisposable
{
    private readonly Meter _meter = new("Cpd.Engine");
    private readonly Histogram<double> _lateness;

    // Before the first look nobody knows: look at once.
    private long _next = DateTimeOffset.MinValue.UtcTicks;

    public WakeClock() => _lateness = _meter.CreateHistogram(
        "cpd.engine.timer.lateness", "s", "How long after its time a waiting run was woken",
        advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3600] });

    /// <summary>Null when nothing is due ever, as far as is known.</summary>
    public DateTimeOffset? Next
    {
        get => Interlocked.Read(ref _next) is var ticks && ticks == long.MaxValue ? null : new DateTimeOffset(ticks, TimeSpan.Zero);
        internal set => Interlocked.Exchange(ref _next, value?.UtcTicks ?? long.MaxValue);
    }

    internal void Woke(TimeSpan late) => _lateness.Record(late.TotalSeconds);

    public void Dispose() => _meter.Dispose();
}
