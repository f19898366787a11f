using System.Threading.Channels;
using Cpd.Adapters.Dispatch;
using Cpd.Contracts;
using Cpd.EventLog;

namespace Cpd.Adapters.Webhooks;

/// <summary>
/// The calls to companies' servers. Their table is the queue; what fits is kept in memory too, so that a company whose
/// server is slow costs rows and not memory, and never stops the messages of the same topic.
/// </summary>
internal sealed class WebhookQueue : IDisposable
{
    private readonly WebhookOptions _options;
    private readonly CallIds _ids;
    private readonly TimeProvider _clock;
    private readonly Channel<WebhookCall> _ready = System.Threading.Channels.Channel.CreateUnbounded<WebhookCall>();
    private readonly Channel<bool> _refill = System.Threading.Channels.Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly DueQueue<WebhookCall> _later;
    private int _inMemory;

    /// <summary>Rows up to this one were taken into memory. Changes only after a commit, so one after another.</summary>
    private long _taken;

    /// <summary>False while there may be rows after <see cref="_taken"/>; so also at the start, for what an earlier process left.</summary>
    private volatile bool _hasAll;

    public WebhookQueue(WebhookOptions options, CallIds ids, TimeProvider clock)
    {
        _options = options;
        _ids = ids;
        _clock = clock;
        _later = new DueQueue<WebhookCall>(clock, call => _ready.Writer.TryWrite(call));
        _refill.Writer.TryWrite(true);
    }

    public ChannelReader<WebhookCall> Ready => _ready.Reader;

    /// <summary>Says when <see cref="Refill"/> has something to do.</summary>
    public ChannelReader<bool> RefillAsked => _refill.Reader;

    public bool IsEmpty => _hasAll && Volatile.Read(ref _inMemory) == 0;

    /// <summary>Writes a call down; it is made when that is durable.</summary>
    public void Take(LogTransaction transaction, LogRecord record)
    {
        var id = _ids.Next(transaction);
        WebhookRows.Insert(transaction, id, record);
        transaction.OnCommitted(() =>
        {
            if (_hasAll && Volatile.Read(ref _inMemory) < _options.MostInMemory)
            {
                _taken = id;
                Enter(new WebhookCall(id, record.Partition, record.Position) { Record = record }, _clock.GetUtcNow());
            }
            else
            {
                _hasAll = false;
                _refill.Writer.TryWrite(true);
            }
        });
    }

    /// <summary>Takes rows into memory, as many as fit.</summary>
    public Task Refill(IEventLog log, CancellationToken ct) => log.Write(transaction =>
    {
        var room = _options.MostInMemory - Volatile.Read(ref _inMemory);
        if (_hasAll || room < Math.Max(1, _options.MostInMemory / 2)) return Task.CompletedTask;

        var calls = WebhookRows.After(transaction, _taken, room);
        transaction.OnCommitted(() =>
        {
            foreach (var (call, due) in calls)
            {
                _taken = call.Id;
                Enter(call, due);
            }
            _hasAll = calls.Count < room;
        });
        return Task.CompletedTask;
    }, ct);

    public void TryLater(WebhookCall call, DateTimeOffset due) => _later.Add(call, due);

    /// <summary>A call has its outcome.</summary>
    public void Leave()
    {
        var left = Interlocked.Decrement(ref _inMemory);
        if (!_hasAll && left <= _options.MostInMemory / 2) _refill.Writer.TryWrite(true);
    }

    public void Dispose() => _later.Dispose();

    private void Enter(WebhookCall call, DateTimeOffset due)
    {
        Interlocked.Increment(ref _inMemory);
        if (due <= _clock.GetUtcNow()) _ready.Writer.TryWrite(call);
        else _later.Add(call, due);
    }
}
