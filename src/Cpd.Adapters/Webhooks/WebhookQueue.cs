using System.Threading.Channels;
using Cpd.Adapters.Dispatch;
using Cpd.EventLog;

namespace Cpd.Adapters.Webhooks;

/// <summary>
/// The calls to companies' servers. Their table is the queue; what fits is kept in memory too, so that a company whose
/// server is slow costs rows and not memory, and never stops the messages of the same topic.
/// </summary>
internal sealed class WebhookQueue : IDisposable
{
    private readonly WebhookOptions _options;
    private readonly TimeProvider _clock;
    private readonly Channel<WebhookCall> _ready = System.Threading.Channels.Channel.CreateUnbounded<WebhookCall>();
    private readonly Channel<bool> _refill = System.Threading.Channels.Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly DueQueue<WebhookCall> _later;
    private readonly Lock _gate = new();

    /// <summary>What is in memory. Taken over a second time a call is another one, with another owner.</summary>
    private readonly HashSet<(Guid Owner, long Id)> _inMemory = [];

    /// <summary>Whose rows are read.</summary>
    private Guid _owner;

    /// <summary>Rows up to this one were taken into memory.</summary>
    private long _taken;

    /// <summary>False while there may be rows after <see cref="_taken"/>; so also until it is known what earlier processes left.</summary>
    private bool _hasAll;

    /// <summary>How often something was left to the table: what was read before tells nothing of that.</summary>
    private long _left;

    public WebhookQueue(WebhookOptions options, TimeProvider clock)
    {
        _options = options;
        _clock = clock;
        _later = new DueQueue<WebhookCall>(clock, call => _ready.Writer.TryWrite(call));
    }

    public ChannelReader<WebhookCall> Ready => _ready.Reader;

    /// <summary>Says when <see cref="Refill"/> has something to do.</summary>
    public ChannelReader<bool> RefillAsked => _refill.Reader;

    public bool IsEmpty
    {
        get
        {
            lock (_gate) return _hasAll && _inMemory.Count == 0;
        }
    }

    /// <summary>Writes calls down; they are made when that is durable.</summary>
    public void Take(LogTransaction transaction, IReadOnlyList<WebhookCall> calls)
    {
        WebhookRows.Insert(transaction, calls);
        transaction.OnCommitted(() =>
        {
            lock (_gate)
            {
                foreach (var call in calls)
                {
                    if (_hasAll && call.Owner == _owner && _inMemory.Count < _options.MostInMemory)
                    {
                        _taken = call.Id;
                        Enter(call, _clock.GetUtcNow());
                    }
                    else
                    {
                        LeaveToTheTable();
                    }
                }
            }
        });
    }

    /// <summary>This process took over rows, which lie before others that it has, or is somebody new.</summary>
    public void ReadAgain(Guid owner, int adopted)
    {
        lock (_gate)
        {
            if (adopted == 0 && owner == _owner) return;

            _owner = owner;
            _taken = 0;
            LeaveToTheTable();
        }
    }

    /// <summary>Takes rows into memory, as many as fit.</summary>
    public Task Refill(IEventLog log, CancellationToken ct) => log.Write(transaction =>
    {
        Guid owner;
        long after, left;
        int room, most;
        lock (_gate)
        {
            room = _options.MostInMemory - _inMemory.Count;
            if (_owner == default || _hasAll || room < Math.Max(1, _options.MostInMemory / 2)) return Task.CompletedTask;
            (owner, after, left, most) = (_owner, _taken, _left, room + _inMemory.Count);   // those that are here already may be among them
        }

        var calls = WebhookRows.After(transaction, owner, after, most);
        transaction.OnCommitted(() =>
        {
            lock (_gate)
            {
                if (owner != _owner || after != _taken) return;   // to be read again from the beginning

                foreach (var (call, due) in calls)
                {
                    if (_inMemory.Count >= _options.MostInMemory && !_inMemory.Contains((call.Owner, call.Id))) return;

                    _taken = call.Id;
                    if (!_inMemory.Contains((call.Owner, call.Id))) Enter(call, due);
                }
                _hasAll = calls.Count < most && left == _left;
                if (!_hasAll && left != _left) _refill.Writer.TryWrite(true);
            }
        });
        return Task.CompletedTask;
    }, ct);

    public void TryLater(WebhookCall call, DateTimeOffset due) => _later.Add(call, due);

    /// <summary>A call has its outcome, or is another process's.</summary>
    public void Leave(WebhookCall call)
    {
        lock (_gate)
        {
            _inMemory.Remove((call.Owner, call.Id));
            if (!_hasAll && _inMemory.Count <= _options.MostInMemory / 2) _refill.Writer.TryWrite(true);
        }
    }

    public void Dispose() => _later.Dispose();

    private void LeaveToTheTable()
    {
        _left++;
        _hasAll = false;
        _refill.Writer.TryWrite(true);
    }

    private void Enter(WebhookCall call, DateTimeOffset due)
    {
        _inMemory.Add((call.Owner, call.Id));
        if (due <= _clock.GetUtcNow()) _ready.Writer.TryWrite(call);
        else _later.Add(call, due);
    }
}
