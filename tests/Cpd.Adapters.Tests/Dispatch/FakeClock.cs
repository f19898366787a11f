namespace Cpd.Adapters.Tests.Dispatch;

/// <summary>
/// Time that passes only when a test says so. Timers that fall due ring within <see cref="Advance"/>. Those of a
/// <see cref="CancellationTokenSource"/> limit something that is under way; all others are alarms that somebody waits for.
/// </summary>
internal sealed class FakeClock : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<Timer> _timers = [];
    private DateTimeOffset _now = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private TimeSpan _putRight;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate) return _now + _putRight;
    }

    public override long GetTimestamp()
    {
        lock (_gate) return _now.UtcTicks;
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, () => callback(state), isLimit: state is CancellationTokenSource);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>The time of day is set forward or back; no time passes.</summary>
    public void Set(TimeSpan by)
    {
        lock (_gate) _putRight += by;
    }

    /// <summary>Nothing is under way, and somebody waits for time to pass.</summary>
    public bool IsAwaited
    {
        get
        {
            lock (_gate) return _timers.Count > 0 && !_timers.Exists(timer => timer.IsLimit);
        }
    }

    /// <summary>When the first alarm rings; null where none is set.</summary>
    public DateTimeOffset? NextAlarm
    {
        get
        {
            lock (_gate) return _timers.Where(timer => !timer.IsLimit).Min(timer => (DateTimeOffset?)timer.Due);
        }
    }

    /// <summary>Whether anybody is to be woken after just this time.</summary>
    public bool HasTimer(TimeSpan due)
    {
        lock (_gate) return _timers.Exists(timer => timer.Due == _now + due);
    }

    public void Advance(TimeSpan by)
    {
        List<Timer> due;
        lock (_gate)
        {
            _now += by;
            due = _timers.FindAll(timer => timer.Due <= _now);
            foreach (var timer in due) _timers.Remove(timer);
        }
        foreach (var timer in due) timer.Ring();
    }

    private sealed class Timer(FakeClock clock, Action ring, bool isLimit) : ITimer
    {
        public bool IsLimit { get; } = isLimit;

        public DateTimeOffset Due { get; private set; }

        public void Ring() => ring();

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            var isDue = dueTime == TimeSpan.Zero;
            lock (clock._gate)
            {
                clock._timers.Remove(this);
                if (dueTime > TimeSpan.Zero)
                {
                    Due = clock._now + dueTime;
                    clock._timers.Add(this);
                }
            }
            // Like a real timer, not on the caller's stack: it may hold a lock.
            if (isDue) ThreadPool.QueueUserWorkItem(_ => ring());
            return true;
        }

        public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
