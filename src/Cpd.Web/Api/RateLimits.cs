using System.Collections.Concurrent;
using System.Threading.RateLimiting;
using Cpd.Engine.Workspaces;

namespace Cpd.Web.Api;

/// <summary>Counts events by key. A key may use up one second's events at once.</summary>
internal sealed class RateLimits : IDisposable
{
    private readonly ConcurrentDictionary<(string Key, int Rate), TokenBucketRateLimiter> _limiters = new();

    /// <summary>Null when the events may come in; else how long to wait.</summary>
    public TimeSpan? Take(WriteKey key, int events)
    {
        if (key.RatePerSecond is not { } rate || events == 0) return null;

        var limiter = _limiters.GetOrAdd((key.Id, rate), static of => new TokenBucketRateLimiter(new()
        {
            TokenLimit = of.Rate,
            TokensPerPeriod = of.Rate,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
            QueueLimit = 0,
        }));
        // A batch larger than a second's events takes all of them: else it could never come in.
        using var lease = limiter.AttemptAcquire(Math.Min(events, rate));
        if (lease.IsAcquired) return null;
        return lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : TimeSpan.FromSeconds(1);
    }

    public void Dispose()
    {
        foreach (var limiter in _limiters.Values) limiter.Dispose();
    }
}
