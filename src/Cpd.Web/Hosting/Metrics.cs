using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace Cpd.Web.Hosting;

/// <summary>
/// The product's own meters as a page of text in Prometheus' format. Counters are sums since the start, histograms their
/// count, sum and largest value.
/// </summary>
internal sealed class Metrics : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<(string Name, string Labels), Series> _series = new();

    public Metrics()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name.StartsWith("Cpd.", StringComparison.Ordinal)) listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Take(instrument, value, tags));
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Take(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Take(instrument, value, tags));
        _listener.Start();
    }

    public string ToText()
    {
        _listener.RecordObservableInstruments();
        var text = new StringBuilder();
        foreach (var ((name, labels), series) in _series.OrderBy(pair => pair.Key.Name, StringComparer.Ordinal).ThenBy(pair => pair.Key.Labels, StringComparer.Ordinal))
            series.Write(text, name, labels);
        return text.ToString();
    }

    public void Dispose() => _listener.Dispose();

    private void Take(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var name = instrument.Name.Replace('.', '_');
        var series = _series.GetOrAdd((name, Labels(tags)), static (_, instrument) => new Series(instrument), instrument);
        series.Add(value);
    }

    private static string Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (tags.IsEmpty) return "";
        var text = new StringBuilder("{");
        foreach (var (name, value) in tags)
        {
            if (text.Length > 1) text.Append(',');
            text.Append(CultureInfo.InvariantCulture, $"{name.Replace('.', '_')}=\"{value}\"");
        }
        return text.Append('}').ToString();
    }

    private sealed class Series(Instrument instrument)
    {
        private readonly Lock _lock = new();
        private readonly bool _sums = instrument.GetType().Name.StartsWith("Counter", StringComparison.Ordinal);
        private readonly bool _distribution = instrument.GetType().Name.StartsWith("Histogram", StringComparison.Ordinal);
        private double _value;
        private double _most;
        private long _count;

        public void Add(double value)
        {
            lock (_lock)
            {
                _value = _sums || _distribution ? _value + value : value;
                _most = Math.Max(_most, value);
                _count++;
            }
        }

        public void Write(StringBuilder text, string name, string labels)
        {
            lock (_lock)
            {
                if (!_distribution)
                {
                    text.Append(CultureInfo.InvariantCulture, $"{name}{labels} {_value:R}\n");
                    return;
                }
                text.Append(CultureInfo.InvariantCulture, $"{name}_count{labels} {_count}\n{name}_sum{labels} {_value:R}\n{name}_max{labels} {_most:R}\n");
            }
        }
    }
}
