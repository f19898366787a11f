namespace Cpd.EventLog;

/// <summary>How far each group has come.</summary>
public interface ILogPositions
{
    /// <summary>Lets a projection begin again with the oldest record there is, once <paramref name="transaction"/> is committed.</summary>
    void Rewind(LogTransaction transaction, string group);

    /// <summary>Records that a group has not taken yet, whichever processes take them.</summary>
    Task<long> Left(string group, CancellationToken ct);
}
