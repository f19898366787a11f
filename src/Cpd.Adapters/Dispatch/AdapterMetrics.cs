using System.Diagnostics.Metrics;

namespace Cpd.Adapters.Dispatch;

/// <summary>What the adapter counts, under the meter <c>Cpd.Adapters</c>.</summary>
internal sealed class AdapterMetrics : IDisposable
{
    public const string Name = "Cpd.Adapters";

    private readonly Meter _meter = new(Name);
    private readonly Counter<long> _sent;
    private readonly Counter<long> _failed;
    private readonly Counter<long> _calls;
    private readonly Counter<long> _lookUps;
    private readonly Counter<long> _webhooks;
    private readonly Counter<long> _reports;
    private readonly Counter<long> _reportsSkipped;

    public AdapterMetrics(CallQueue queue)
    {
        _sent = _meter.CreateCounter<long>("cpd.messages.sent", "{message}", "Messages the provider accepted.");
        _failed = _meter.CreateCounter<long>("cpd.messages.failed", "{message}", "Messages that will not be sent.");
        _calls = _meter.CreateCounter<long>("cpd.dispatch.calls", "{call}", "Calls to the provider, by what they brought.");
        _lookUps = _meter.CreateCounter<long>("cpd.dispatch.lookups", "{message}", "Messages of unknown outcome, by what the provider's logs said.");
        _webhooks = _meter.CreateCounter<long>("cpd.webhooks.answered", "{call}", "Webhook steps that came to an end.");
        _reports = _meter.CreateCounter<long>("cpd.reports.received", "{report}", "Reports and replies from the provider.");
        _reportsSkipped = _meter.CreateCounter<long>("cpd.reports.skipped", "{report}", "Reports that could not be read or are not about our messages.");
        _meter.CreateObservableGauge("cpd.messages.waiting", () => queue.Waiting, "{message}", "Messages that wait for HTTP.");
        _meter.CreateObservableGauge("cpd.messages.held", () => queue.Held, "{message}", "Messages whose outcome is unknown yet.");
        _meter.CreateObservableGauge("cpd.messages.oldest", () => queue.OldestWaits.TotalSeconds, "s", "For how long the oldest of those has been on the log; 0 where there is none.");
    }

    public void Told(int sent, int failed)
    {
        if (sent > 0) _sent.Add(sent);
        if (failed > 0) _failed.Add(failed);
    }

    public void Called(SendAnswer answer) => _calls.Add(1, new KeyValuePair<string, object?>("answer", answer.GetType().Name));

    public void LookedUp(int found, int missing)
    {
        if (found > 0) _lookUps.Add(found, new KeyValuePair<string, object?>("outcome", "found"));
        if (missing > 0) _lookUps.Add(missing, new KeyValuePair<string, object?>("outcome", "missing"));
    }

    public void WebhookAnswered(bool usable) => _webhooks.Add(1, new KeyValuePair<string, object?>("usable", usable));

    public void Received(int reports, int skipped)
    {
        if (reports > 0) _reports.Add(reports);
        if (skipped > 0) _reportsSkipped.Add(skipped);
    }

    public void Dispose() => _meter.Dispose();
}
