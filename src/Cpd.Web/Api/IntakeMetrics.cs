using System.Diagnostics.Metrics;

namespace Cpd.Web.Api;

/// <summary>What comes in over HTTP and what is refused, under the meter <c>Cpd.Web</c>. Nothing in a label comes from outside: codes are ours.</summary>
internal sealed class IntakeMetrics : IDisposable
{
    private readonly Meter _meter = new("Cpd.Web");
    private readonly Counter<long> _taken;
    private readonly Counter<long> _refused;

    public IntakeMetrics()
    {
        _taken = _meter.CreateCounter<long>("cpd.intake.taken", "{record}", "Events and commands that came in over HTTP and are on the log.");
        _refused = _meter.CreateCounter<long>("cpd.intake.refused", "{event}", "Calls, and events of batches, that were refused at the door, by the code they were answered.");
    }

    public void Taken(int records) => _taken.Add(records);

    public void Refused(string code) => _refused.Add(1, new KeyValuePair<string, object?>("code", code));

    public void Dispose() => _meter.Dispose();
}
