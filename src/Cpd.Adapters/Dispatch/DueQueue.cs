namespace Cpd.Adapters.Dispatch;

/// <summary>Things that wait for their time, and are handed on when it comes. One timer for all of them.</summary>
internal sealed class DueQueue<T> : IDisposable
{
    /// <summary>A timer cannot be set further ahead than about 49 days; it wakes in between and is set again.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    private readonly Lock _gate = new();
    private readonly PriorityQueue<T, DateTimeOffset> _waiting = new();
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
            _waiting.Enqueue(thing, due);
            if (_waiting.TryPeek(out _, out var next) && next == due) SetTimer();
        }
    }

    public void Dispose() => _timer.Dispose();

    private void HandOn()
    {
        lock (_gate)
        {
            var now = _clock.GetUtcNow();
            while (_waiting.TryPeek(out var thing, out var due) && due <= now)
            {
                _waiting.Dequeue();
                _due(thing);
            }
            SetTimer();
        }
    }

    private void SetTimer()
    {
        if (!_waiting.TryPeek(out _, out var due)) return;

        var wait = due - _clock.GetUtcNow();
        // Timers count whole milliseconds downwards: one that rings too early would ring in a circle.
        _timer.Change(wait <= TimeSpan.Zero ? TimeSpan.Zero : wait < Longest ? wait + TimeSpan.FromMilliseconds(1) : Longest, Timeout.InfiniteTimeSpan);
    }
}
