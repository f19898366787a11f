using System.Collections.Concurrent;
using Cpd.Engine.Workspaces;

namespace Cpd.Web.Api;

/// <summary>Counts events by key. A key may use up one second's events at once.</summary>
internal sealed class RateLimits(TimeProvider clock)
{
    private readonly ConcurrentDictionary<(string Key, int Rate), Allowance> _allowances = new();

    /// <summary>Null when the events may come in; else how long to wait.</summary>
    public TimeSpan? Take(WriteKey key, int events)
    {
        if (key.RatePerSecond is not { } rate || events == 0) return null;

        // A batch larger than a second's events takes all of them: else it could never come in.
        return _allowances.GetOrAdd((key.Id, rate), static (of, clock) => new Allowance(of.Rate, clock), clock).Take(Math.Min(events, rate));
    }

    /// <summary>Fills up again steadily, to one second's events at most.</summary>
    private sealed class Allowance(int perSecond, TimeProvider clock)
    {
        private readonly Lock _lock = new();
        private double _left = perSecond;
        private long _filled = clock.GetTimestamp();

        public TimeSpan? Take(int events)
        {
            lock (_lock)
            {
                var now = clock.GetTimestamp();
                _left = Math.Min(perSecond, _left + (clock.GetElapsedTime(_filled, now).TotalSeconds * perSecond));
                _filled = now;
                if (_left < events) return TimeSpan.FromSeconds((events - _left) / perSecond);

                _left -= events;
                return null;
            }
        }
    }
}
