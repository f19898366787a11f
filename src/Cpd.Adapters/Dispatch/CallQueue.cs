using System.Collections.Concurrent;
using System.Threading.Channels;
using Cpd.EventLog;

namespace Cpd.Adapters.Dispatch;

/// <summary>
/// Where every open call of this process is: ready to be sent, to be sent later, or held until its outcome can be looked
/// up. Counts messages, and tells the log when there are enough of them.
/// </summary>
internal sealed class CallQueue : ITakesNoMore, IDisposable
{
    private readonly DispatchOptions _options;
    private readonly TimeProvider _clock;
    private readonly Channel<Call> _ready = Channel.CreateUnbounded<Call>();
    private readonly Channel<Call> _toLookUp = Channel.CreateUnbounded<Call>(new UnboundedChannelOptions { SingleReader = true });
    private readonly DueQueue<Call> _later;
    private readonly DueQueue<Call> _held;
    private readonly ConcurrentDictionary<Call, DateTimeOffset> _requested = new();
    private long _waitingMessages;
    private long _heldMessages;
    private volatile bool _isClosing;

    public CallQueue(DispatchOptions options, TimeProvider clock)
    {
        _options = options;
        _clock = clock;
        _later = new DueQueue<Call>(clock, call => _ready.Writer.TryWrite(call));
        _held = new DueQueue<Call>(clock, call => _toLookUp.Writer.TryWrite(call));
    }

    public string Group => DispatchConsumer.Group;

    public bool IsFull => _isClosing || Waiting >= _options.MostWaiting || Held >= _options.MostHeld;

    /// <summary>Messages that wait for HTTP or are under way.</summary>
    public long Waiting => Interlocked.Read(ref _waitingMessages);

    /// <summary>Messages whose outcome nobody knows yet.</summary>
    public long Held => Interlocked.Read(ref _heldMessages);

    /// <summary>For how long the oldest message that is here has been on the log.</summary>
    public TimeSpan OldestWaits
    {
        get
        {
            var now = _clock.GetUtcNow();
            var oldest = now;
            foreach (var (_, at) in _requested)
                if (at < oldest) oldest = at;
            return now - oldest;
        }
    }

    public ChannelReader<Call> ToSend => _ready.Reader;

    public ChannelReader<Call> ToLookUp => _toLookUp.Reader;

    /// <summary>From now on the log gives no more windows; what is there can still be sent.</summary>
    public void TakeNoMore() => _isClosing = true;

    public void Send(Call call)
    {
        Count(call, call.Open.Count, 0);
        _ready.Writer.TryWrite(call);
    }

    public void SendLater(Call call, DateTimeOffset due)
    {
        Count(call, call.Open.Count, 0);
        _later.Add(call, due);
    }

    public void Hold(Call call, DateTimeOffset until)
    {
        Count(call, 0, call.Open.Count);
        _held.Add(call, until);
    }

    /// <summary>All its messages are answered, or went over to other calls.</summary>
    public void Forget(Call call) => Count(call, 0, 0);

    public void Dispose()
    {
        _later.Dispose();
        _held.Dispose();
    }

    private void Count(Call call, int waiting, int held)
    {
        Interlocked.Add(ref _waitingMessages, waiting - call.Counted.Waiting);
        Interlocked.Add(ref _heldMessages, held - call.Counted.Held);
        if (waiting + held == 0) _requested.TryRemove(call, out _);
        else if (call.Counted == default) _requested[call] = Requested(call);
        call.Counted = (waiting, held);
    }

    /// <summary>After a restart the records are not read yet: there the attempt's time, if one was made, is the nearest there is.</summary>
    private DateTimeOffset Requested(Call call)
    {
        var oldest = _clock.GetUtcNow();
        foreach (var item in call.Open)
        {
            var at = item.Record?.At ?? (call.At > Call.NotBegun ? call.At : oldest);
            if (at < oldest) oldest = at;
        }
        return oldest;
    }
}
