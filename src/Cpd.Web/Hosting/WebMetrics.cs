using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Components.Server.Circuits;

namespace Cpd.Web.Hosting;

/// <summary>What the web role counts, under the meter <c>Cpd.Web</c>: pages that are open.</summary>
internal sealed class WebMetrics : CircuitHandler, IDisposable
{
    private readonly Meter _meter = new("Cpd.Web");
    private int _open;
    private int _connected;

    public WebMetrics()
    {
        _meter.CreateObservableGauge("cpd.web.circuits", () => Volatile.Read(ref _open), "{circuit}", "Open pages, also those whose browser is away for a moment.");
        _meter.CreateObservableGauge("cpd.web.circuits.connected", () => Volatile.Read(ref _connected), "{circuit}", "Open pages whose browser is there.");
    }

    public override Task OnCircuitOpenedAsync(Circuit circuit, CancellationToken cancellationToken) => Count(ref _open, 1);

    public override Task OnCircuitClosedAsync(Circuit circuit, CancellationToken cancellationToken) => Count(ref _open, -1);

    public override Task OnConnectionUpAsync(Circuit circuit, CancellationToken cancellationToken) => Count(ref _connected, 1);

    public override Task OnConnectionDownAsync(Circuit circuit, CancellationToken cancellationToken) => Count(ref _connected, -1);

    public void Dispose() => _meter.Dispose();

    private static Task Count(ref int counter, int by)
    {
        Interlocked.Add(ref counter, by);
        return Task.CompletedTask;
    }
}
