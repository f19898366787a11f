using Cpd.Contracts;
using Cpd.Engine.Commands;
using Cpd.Engine.Workspaces;
using Cpd.EventLog;

namespace Cpd.Web.Demo;

/// <summary>
/// Runs some visits beside each other and puts a call of one of them on the log every now and then, through the same
/// records as the intake's. Runs in the demo's workspace only.
/// </summary>
internal sealed partial class DemoShoppers(IEventLog log, TimeProvider clock, ILogger<DemoShoppers> logger) : IDemoShoppers, IAsyncDisposable
{
    private const int VisitsAtOnce = 12;

    private readonly Lock _lock = new();
    private CancellationTokenSource? _stop;
    private Task _running = Task.CompletedTask;
    private double _rate = 3;

    public event Action? Changed;

    public bool IsRunning
    {
        get
        {
            lock (_lock) return _stop is not null;
        }
    }

    /// <summary>Events a second; heeded from the next event on.</summary>
    public double Rate
    {
        get => Volatile.Read(ref _rate);
        set => Volatile.Write(ref _rate, Math.Clamp(value, 0.1, 200));
    }

    public void Start()
    {
        lock (_lock)
        {
            if (_stop is not null) return;
            _stop = new CancellationTokenSource();
            _running = Run(_running, _stop.Token);
        }
        Changed?.Invoke();
    }

    public void Stop()
    {
        lock (_lock)
        {
            if (_stop is null) return;
            _stop.Cancel();
            _stop.Dispose();
            _stop = null;
        }
        Changed?.Invoke();
    }

    public async ValueTask DisposeAsync()
    {
        Stop();
        await _running;
    }

    private async Task Run(Task before, CancellationToken ct)
    {
        await before;
        await Task.Yield();
        var shop = new DemoShop(new Random(), clock);
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(TimeSpan.FromSeconds(1 / Rate), clock, ct);
                await log.Append([CommandRecords.Of(DemoWorkspace.Id, shop.Next(), clock.GetUtcNow())], ct);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                // Stopped.
            }
            catch (Exception fault)
            {
                // A demo that ends because the log was busy once would look broken.
                Log.Failed(logger, fault);
            }
        }
    }

    /// <summary>The visits that are going on.</summary>
    internal sealed class DemoShop(Random random, TimeProvider clock)
    {
        private readonly List<IEnumerator<ICommand>> _visits = [];
        private readonly HashSet<int> _customers = [];

        public ICommand Next()
        {
            while (true)
            {
                if (_visits.Count < VisitsAtOnce) _visits.Add(NewVisit());
                var chosen = random.Next(_visits.Count);
                if (_visits[chosen].MoveNext()) return _visits[chosen].Current;
                _visits.RemoveAt(chosen);
            }
        }

        private IEnumerator<ICommand> NewVisit()
        {
            var shopper = Shopper.Of(random.Next(Shopper.Most));
            var visit = Guid.CreateVersion7(clock.GetUtcNow()).ToString("N");
            return ShopperStory.Tell(shopper, visit, newcomer: _customers.Add(shopper.Number), random, clock).GetEnumerator();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "A demo shopper's event could not be put on the log; the next one follows.")]
        public static partial void Failed(ILogger logger, Exception fault);
    }
}
