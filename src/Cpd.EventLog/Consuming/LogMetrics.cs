using System.Diagnostics.Metrics;

namespace Cpd.EventLog.Consuming;

/// <summary>What the log does and what it costs: meter <c>Cpd.EventLog</c>.</summary>
internal sealed class LogMetrics : IDisposable
{
    private readonly Meter _meter = new("Cpd.EventLog");
    private readonly Counter<long> _transactions;
    private readonly Counter<double> _commitSeconds;
    private readonly Counter<long> _windows;
    private readonly Counter<long> _records;
    private readonly Counter<double> _seconds;

    public LogMetrics()
    {
        _transactions = _meter.CreateCounter<long>("cpd.log.transactions", description: "Transactions committed");
        _commitSeconds = _meter.CreateCounter<double>("cpd.log.commit.seconds", "s", "Time spent committing");
        _windows = _meter.CreateCounter<long>("cpd.log.windows", description: "Windows handled");
        _records = _meter.CreateCounter<long>("cpd.log.records", description: "Records handled");
        _seconds = _meter.CreateCounter<double>("cpd.log.window.seconds", "s", "Time spent in windows");
    }

    /// <param name="isHindered">Null where nothing but the database can keep a group from its records.</param>
    /// <param name="lost">Null where nothing goes before all groups have passed it.</param>
    /// <param name="unpublished">Null where what is committed is on the log with it.</param>
    public void Watch(
        Func<long> statements, Func<IReadOnlyList<IWindowReader>> readers, Func<IWindowReader, bool>? isHindered = null, Func<IWindowReader, long>? lost = null,
        Func<long>? unpublished = null)
    {
        _meter.CreateObservableGauge("cpd.log.unpublished", unpublished ?? (() => 0), description: "Records that are committed and wait for Kafka");
        _meter.CreateObservableCounter("cpd.log.statements", statements, description: "SQL statements run by the writer");
        _meter.CreateObservableGauge(
            "cpd.log.lag",
            () => readers().Select(reader => new Measurement<long>(reader.Lag, new KeyValuePair<string, object?>("group", reader.Group.Name))),
            description: "Records a group has not yet taken");
        _meter.CreateObservableGauge(
            "cpd.log.hindered",
            () => readers().Select(reader => new Measurement<int>(isHindered?.Invoke(reader) is true ? 1 : 0, new KeyValuePair<string, object?>("group", reader.Group.Name))),
            description: "1 while something on Kafka's side keeps a group from its records");
        _meter.CreateObservableCounter(
            "cpd.log.lost",
            () => readers().Select(reader => new Measurement<long>(lost?.Invoke(reader) ?? 0, new KeyValuePair<string, object?>("group", reader.Group.Name))),
            description: "Records that retention took before a group came to them");
    }

    public void Committed(string kind, TimeSpan took = default)
    {
        _transactions.Add(1, new KeyValuePair<string, object?>("kind", kind));
        _commitSeconds.Add(took.TotalSeconds, new KeyValuePair<string, object?>("kind", kind));
    }

    public void Handled(string group, int records, TimeSpan took)
    {
        var tag = new KeyValuePair<string, object?>("group", group);
        _windows.Add(1, tag);
        _records.Add(records, tag);
        _seconds.Add(took.TotalSeconds, tag);
    }

    public void Dispose() => _meter.Dispose();
}
