using System.Diagnostics.Metrics;
using Cpd.EventLog;

namespace Cpd.Web.Hosting;

/// <summary>What every process tells of itself, whatever its roles.</summary>
internal sealed class HostMetrics : IDisposable
{
    private readonly Meter _meter = new("Cpd.Web");

    public HostMetrics(ILogStatus log) => _meter.CreateObservableGauge(
        "cpd.log.running", () => log.Running.IsCompletedSuccessfully ? 1 : 0, description: "1 while the log takes records and hands them on.");

    public void Dispose() => _meter.Dispose();
}
