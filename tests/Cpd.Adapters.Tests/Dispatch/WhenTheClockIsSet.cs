using Cpd.Adapters.Dispatch;

namespace Cpd.Adapters.Tests.Dispatch;

/// <summary>What waits for a span waits for that span, whatever is done to the machine's time of day meanwhile.</summary>
public sealed class WhenTheClockIsSet : IDisposable
{
    private readonly FakeClock _clock = new();
    private readonly DueQueue<string> _queue;
    private readonly List<string> _due = [];

    public WhenTheClockIsSet() => _queue = new DueQueue<string>(_clock, _due.Add);

    [Fact]
    public void Forward_nothing_is_due_before_its_span_is_over()
    {
        _queue.Add("call", _clock.GetUtcNow() + TimeSpan.FromSeconds(13));
        _clock.Set(TimeSpan.FromHours(1));

        _clock.Advance(TimeSpan.FromSeconds(12.9));
        Assert.Empty(_due);
        _clock.Advance(TimeSpan.FromSeconds(0.2));
        Assert.Equal(["call"], _due);
    }

    [Fact]
    public void Back_nothing_waits_longer_than_it_was_to()
    {
        _queue.Add("call", _clock.GetUtcNow() + TimeSpan.FromSeconds(13));
        _clock.Set(TimeSpan.FromHours(-1));

        _clock.Advance(TimeSpan.FromSeconds(13.1));

        Assert.Equal(["call"], _due);
    }

    [Fact]
    public void What_comes_in_afterwards_goes_by_the_new_time_and_overtakes_nobody()
    {
        _queue.Add("first", _clock.GetUtcNow() + TimeSpan.FromSeconds(10));
        _clock.Set(TimeSpan.FromHours(-1));
        _queue.Add("second", _clock.GetUtcNow() + TimeSpan.FromSeconds(20));

        _clock.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal(["first", "second"], _due);
    }

    public void Dispose() => _queue.Dispose();
}
