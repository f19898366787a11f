using System.Diagnostics.Metrics;
using System.Globalization;
using Cpd.EventLog.Storage;
using Microsoft.Extensions.Hosting;
using Polly.CircuitBreaker;

namespace Cpd.Adapters.Dispatch;

/// <summary>What is looked at when somebody asks for figures: open calls as they stand in the database, and the account's circuit breaker.</summary>
internal sealed class DispatchGauges : IHostedService, IDisposable
{
    /// <summary>Whoever reads figures does not wait for a database that does not answer.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly Database _database;
    private readonly Meter _meter = new(AdapterMetrics.Name);

    public DispatchGauges(Database database, AccountCircuits circuits, AccountNames names)
    {
        _database = database;
        _meter.CreateObservableGauge("cpd.calls.open", OpenCalls, "{call}", "Calls to the provider that are noted in the database and not answered yet, of all processes.");
        _meter.CreateObservableGauge(
            "cpd.dispatch.circuit",
            () => circuits.All().Select(one => new Measurement<int>(Number(one.Circuit.State), new KeyValuePair<string, object?>("account", names.Of(one.Account)))),
            description: "Whether calls go to the provider's account: 0 they do, 1 one is tried, 2 none do.");
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _meter.Dispose();

    /// <summary>Nothing where the database does not answer: no number is better than one that was.</summary>
    private IEnumerable<Measurement<long>> OpenCalls()
    {
        // Instruments are read on the spot. The question is short, and it is given up in time whatever it hangs at.
        var asked = _database.Ask("SELECT count(*) FROM calls", Patience, CancellationToken.None);
        try
        {
            return [new Measurement<long>(Convert.ToInt64(asked.GetAwaiter().GetResult(), CultureInfo.InvariantCulture))];
        }
#pragma warning disable CA1031 // Whatever keeps the database from answering, figures go on.
        catch (Exception)
#pragma warning restore CA1031
        {
            return [];
        }
    }

    private static int Number(CircuitState state) => state switch
    {
        CircuitState.Closed => 0,
        CircuitState.HalfOpen => 1,
        _ => 2,
    };
}
