namespace Cpd.EventLog;

/// <summary>How the log of this process is doing.</summary>
public interface ILogState
{
    /// <summary>Done once the log takes and hands on records; fails with what kept it from that.</summary>
    Task Running { get; }

    /// <summary>Records each group of this process has not yet taken.</summary>
    IReadOnlyDictionary<string, long> Lags { get; }
}
