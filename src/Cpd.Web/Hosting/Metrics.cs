using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text;

namespace Cpd.Web.Hosting;

/// <summary>
/// The product's own meters as a page of text in Prometheus' format. Counters are sums since the start, histograms their
/// count, sum and largest value. A figure that nobody has counted yet is there with its description alone.
/// </summary>
internal sealed class Metrics : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly Lock _page = new();
    private readonly ConcurrentDictionary<string, Instrument> _instruments = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Name, string Labels), MetricSeries> _series = new();

    public Metrics()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (!instrument.Meter.Name.StartsWith("Cpd.", StringComparison.Ordinal)) return;
            _instruments.TryAdd(PrometheusText.Name(instrument.Name), instrument);
            listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Take(instrument, value, tags));
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Take(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Take(instrument, value, tags));
        _listener.Start();
    }

    public string ToText()
    {
        lock (_page)
        {
            // What is asked for now is told now: a series that nobody tells any more is not there any more.
            foreach (var (key, series) in _series)
                if (series.IsObserved) _series.TryRemove(key, out _);
            _listener.RecordObservableInstruments();

            var text = new StringBuilder();
            var values = _series.ToLookup(pair => pair.Key.Name, pair => (pair.Key.Labels, Series: pair.Value), StringComparer.Ordinal);
            foreach (var (name, instrument) in _instruments.OrderBy(pair => pair.Key, StringComparer.Ordinal))
                PrometheusText.Write(text, name, instrument, [.. values[name].OrderBy(one => one.Labels, StringComparer.Ordinal)]);
            return text.ToString();
        }
    }

    public void Dispose() => _listener.Dispose();

    private void Take(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) => _series
        .GetOrAdd((PrometheusText.Name(instrument.Name), PrometheusText.Labels(tags)), static (_, instrument) => new MetricSeries(instrument), instrument)
        .Add(value);
}

/// <summary>The values of one instrument under one set of labels.</summary>
internal sealed class MetricSeries(Instrument instrument)
{
    private readonly Lock _lock = new();
    private readonly bool _adds = instrument is Counter<long> or Counter<int> or Counter<double> || PrometheusText.IsDistribution(instrument);
    private double _value;
    private double _most = double.NegativeInfinity;
    private long _count;

    public bool IsObserved { get; } = instrument.IsObservable;

    public (double Value, double Most, long Count) Now
    {
        get
        {
            lock (_lock) return (_value, _most, _count);
        }
    }

    public void Add(double value)
    {
        lock (_lock)
        {
            _value = _adds ? _value + value : value;
            _most = Math.Max(_most, value);
            _count++;
        }
    }
}
