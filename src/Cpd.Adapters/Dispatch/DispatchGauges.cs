using System.Data.Common;
using System.Diagnostics.Metrics;
using System.Globalization;
using Cpd.Adapters.Accounts;
using Cpd.Adapters.Infobip;
using Cpd.EventLog.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Polly.CircuitBreaker;

namespace Cpd.Adapters.Dispatch;

/// <summary>What is looked at when somebody asks for figures: open calls as they stand in the database, and the account's circuit breaker.</summary>
internal sealed class DispatchGauges : IHostedService, IDisposable
{
    /// <summary>Whoever reads figures does not wait for a database that does not answer.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly IDbContextFactory<CpdDb> _databases;
    private readonly Meter _meter = new(AdapterMetrics.Name);

    public DispatchGauges(IDbContextFactory<CpdDb> databases, AccountCircuits circuits, IOptions<InfobipOptions> account)
    {
        _databases = databases;
        _meter.CreateObservableGauge("cpd.calls.open", OpenCalls, "{call}", "Calls to the provider that are noted in the database and not answered yet, of all processes.");

        var installation = account.Value.IsSandbox ? "sandbox" : "infobip";
        _meter.CreateObservableGauge(
            "cpd.dispatch.circuit",
            () => circuits.All().Select(one => new Measurement<int>(Number(one.Circuit.State), new KeyValuePair<string, object?>("account", Name(one.Account)))),
            description: "Whether calls go to the provider's account: 0 they do, 1 one is tried, 2 none do.");

        string Name(long id) => id switch
        {
            AccountId.Installation => installation,
            AccountId.Sandbox => "sandbox",
            _ => string.Create(CultureInfo.InvariantCulture, $"own-{id}"),
        };
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _meter.Dispose();

    /// <summary>Nothing where the database does not answer: no number is better than one that was.</summary>
    private IEnumerable<Measurement<long>> OpenCalls()
    {
        try
        {
            using var db = _databases.CreateDbContext();
            db.Database.SetCommandTimeout(Patience);
            return [new Measurement<long>(db.Set<CallRow>().LongCount())];
        }
        catch (Exception silent) when (silent is DbException or InvalidOperationException or TimeoutException)
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
