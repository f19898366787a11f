using System.Collections.Concurrent;
using Cpd.Adapters.Accounts;
using Cpd.Contracts;

namespace Cpd.Adapters.Dispatch;

/// <summary>A token bucket for each channel of a workspace that has a limit of its own; for the others one per channel and sender.</summary>
internal sealed class Throttle(DispatchOptions options, AccountBook accounts, TimeProvider clock)
{
    private readonly ConcurrentDictionary<(Channel, string?), TokenBucket?> _buckets = new();
    private readonly ConcurrentDictionary<(string Workspace, Channel), (double Rate, TokenBucket Bucket)> _own = new();

    /// <summary>Takes a place for so many messages; answers how long to wait for it.</summary>
    public TimeSpan Reserve(string workspace, Channel channel, string? sender, int messages) =>
        accounts.Of(workspace).Rates.TryGetValue(channel, out var rate)
            ? Own(workspace, channel, rate).Reserve(messages)
            : _buckets.GetOrAdd((channel, sender), Bucket)?.Reserve(messages) ?? TimeSpan.Zero;

    /// <summary>Another rate begins with a full bucket.</summary>
    private TokenBucket Own(string workspace, Channel channel, double rate) => _own.AddOrUpdate(
        (workspace, channel), _ => (rate, new TokenBucket(rate, clock)),
        (_, known) => known.Rate == rate ? known : (rate, new TokenBucket(rate, clock))).Bucket;

    private TokenBucket? Bucket((Channel Channel, string? Sender) of)
    {
        var rate = options.Rates.TryGetValue($"{of.Channel}/{of.Sender}", out var sender) ? sender
            : options.Rates.TryGetValue(of.Channel.ToString(), out var channel) ? channel
            : options.MessagesPerSecond;
        return rate is { } perSecond ? new TokenBucket(perSecond, clock) : null;
    }
}

/// <summary>
/// Lets a number of messages through per second, and after a pause the messages of one second at once. Who does not get
/// through gets a place and the time to come back, so that nobody asks twice and nobody overtakes.
/// </summary>
internal sealed class TokenBucket(double perSecond, TimeProvider clock)
{
    private readonly Lock _gate = new();
    private double _tokens = Math.Max(1, perSecond);
    private long _filled = clock.GetTimestamp();

    public TimeSpan Reserve(int tokens)
    {
        lock (_gate)
        {
            var now = clock.GetTimestamp();
            _tokens = Math.Min(Math.Max(1, perSecond), _tokens + (clock.GetElapsedTime(_filled, now).TotalSeconds * perSecond)) - tokens;
            _filled = now;
            return _tokens >= 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(-_tokens / perSecond);
        }
    }
}
