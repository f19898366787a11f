namespace Cpd.Adapters.Dispatch;

/// <summary>Things that wait for their time, and are handed on when it comes. One timer for all of them.</summary>
/// <remarks>
/// How long a thing waits is settled when it comes in, and counted by a clock that nobody can set: a machine whose time is put
/// right meanwhile neither keeps a call for an hour nor looks it up while its request may still be under way.
/// </remarks>
internal sealed class DueQueue<T> : IDisposable
{
    /// <summary>A timer cannot be set further ahead than about 49 days; it wakes in between and is set again.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    private const double LongestSeconds = 1e9;

    private readonly Lock _gate = new();
    private readonly PriorityQueue<T, long> _waiting = new();
    private readonly TimeProvider _clock;
    private readonly Action<T> _due;
    private readonly ITimer _timer;

    /// <param name="due">Gets each thing when its time has come. Must be quick and must not fail.</param>
    public DueQueue(TimeProvider clock, Action<T> due)
    {
        _clock = clock;
        _due = due;
        _timer = clock.CreateTimer(_ => HandOn(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Add(T thing, DateTimeOffset due)
    {
        lock (_gate)
        {
            var seconds = Math.Min((due - _clock.GetUtcNow()).TotalSeconds, LongestSeconds);
            var at = _clock.GetTimestamp() + (long)(seconds * _clock.TimestampFrequency);
            _waiting.Enqueue(thing, at);
            if (_waiting.TryPeek(out _, out var next) && next == at) SetTimer();
        }
    }

    public void Dispose() => _timer.Dispose();

    private void HandOn()
    {
        lock (_gate)
        {
            var now = _clock.GetTimestamp();
            while (_waiting.TryPeek(out var thing, out var at) && at <= now)
            {
                _waiting.Dequeue();
                _due(thing);
            }
            SetTimer();
        }
    }

    private void SetTimer()
    {
        if (!_waiting.TryPeek(out _, out var at)) return;

        var wait = _clock.GetElapsedTime(_clock.GetTimestamp(), at);
        // Timers count whole milliseconds downwards: one that rings too early would ring in a circle.
        _timer.Change(wait <= TimeSpan.Zero ? TimeSpan.Zero : wait < Longest ? wait + TimeSpan.FromMilliseconds(1) : Longest, Timeout.InfiniteTimeSpan);
    }
}
