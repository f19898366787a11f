using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text;

namespace Cpd.Web.Hosting;

/// <summary>
/// The product's own meters, requests over HTTP and the runtime as a page of text in Prometheus' format. Counters are sums since
/// the start, histograms their count, sum and largest value, and how many were up to each of their bounds. A figure that nobody has counted yet is there with its description alone.
/// </summary>
internal sealed partial class Metrics : IDisposable
{
    /// <summary>Of .NET itself: how long requests took, and how the process is.</summary>
    public static readonly IReadOnlyList<string> OfTheFramework = ["Microsoft.AspNetCore.Hosting", "System.Runtime"];

    private readonly ILogger _logger;
    private readonly MeterListener _listener = new();
    private readonly Lock _page = new();
    private readonly ConcurrentDictionary<string, Instrument> _instruments = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Name, string Labels), MetricSeries> _series = new();
    private bool _isToldOfFault;

    public Metrics(ILogger<Metrics> logger)
    {
        _logger = logger;
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (!instrument.Meter.Name.StartsWith("Cpd.", StringComparison.Ordinal) && !OfTheFramework.Contains(instrument.Meter.Name)) return;
            var name = PrometheusText.Name(instrument);
            _instruments.TryAdd(name, instrument);
            listener.EnableMeasurementEvents(instrument, name);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, name) => Take(name, instrument, value, tags));
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, name) => Take(name, instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, name) => Take(name, instrument, value, tags));
        _listener.Start();
    }

    public string ToText()
    {
        lock (_page)
        {
            // What is asked for now is told now: a series that nobody tells any more is not there any more.
            foreach (var (key, series) in _series)
                if (series.IsObserved) _series.TryRemove(key, out _);
            Observe();

            var text = new StringBuilder();
            var values = _series.ToLookup(pair => pair.Key.Name, pair => (pair.Key.Labels, Series: pair.Value), StringComparer.Ordinal);
            foreach (var (name, instrument) in _instruments.OrderBy(pair => pair.Key, StringComparer.Ordinal))
                PrometheusText.Write(text, name, instrument, [.. values[name].OrderBy(one => one.Labels, StringComparer.Ordinal)]);
            return text.ToString();
        }
    }

    public void Dispose() => _listener.Dispose();

    /// <summary>What cannot be told now is missing; all others are asked all the same.</summary>
    private void Observe()
    {
        try
        {
            _listener.RecordObservableInstruments();
            _isToldOfFault = false;
        }
        catch (AggregateException faults)
        {
            if (!_isToldOfFault) Log.NotTold(_logger, faults);
            _isToldOfFault = true;
        }
    }

    private void Take(object? name, Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) => _series
        .GetOrAdd(((string)name!, PrometheusText.Labels(tags)), static (_, instrument) => new MetricSeries(instrument), instrument)
        .Add(value);

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "Some metrics are unavailable; the page has the others")]
        public static partial void NotTold(ILogger logger, Exception faults);
    }
}

/// <summary>The values of one instrument under one set of labels.</summary>
internal sealed class MetricSeries(Instrument instrument)
{
    private readonly Lock _lock = new();
    private readonly bool _adds = !instrument.IsObservable && instrument is not (Gauge<long> or Gauge<int> or Gauge<double>);
    private readonly double[] _bounds = PrometheusText.Bounds(instrument);
    private readonly long[] _upTo = new long[PrometheusText.Bounds(instrument).Length];
    private double _value;
    private double _most = double.NegativeInfinity;
    private long _count;

    public bool IsObserved { get; } = instrument.IsObservable;

    /// <summary><c>UpTo</c>: of each bound how many values were at most that.</summary>
    public (double Value, double Most, long Count, long[] UpTo) Now
    {
        get
        {
            lock (_lock) return (_value, _most, _count, [.. _upTo]);
        }
    }

    public void Add(double value)
    {
        lock (_lock)
        {
            _value = _adds ? _value + value : value;
            _most = Math.Max(_most, value);
            _count++;
            for (var bound = _bounds.Length - 1; bound >= 0 && value <= _bounds[bound]; bound--) _upTo[bound]++;
        }
    }
}
