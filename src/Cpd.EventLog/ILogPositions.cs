namespace Cpd.EventLog;

/// <summary>Where the consumer groups stand in the log.</summary>
public interface ILogPositions
{
    /// <summary>
    /// Lets a group read its topic anew from the oldest record that is kept, once <paramref name="transaction"/> is
    /// committed. For projections that are rebuilt; what a group has sent out is not called back.
    /// </summary>
    void Rewind(LogTransaction transaction, string group);
}
