using Cpd.EventLog.Storage;

namespace Cpd.EventLog.Keeping;

/// <summary>A table whose rows are of no use any more after a time. Registered by the part that keeps it.</summary>
public interface IAges
{
    /// <summary>For log lines.</summary>
    string What { get; }

    /// <summary>How long rows stay.</summary>
    TimeSpan Stays(KeepOptions options);

    /// <summary>Takes away a piece of what is older, at most so many rows, and passes over rows that somebody else holds at this moment.</summary>
    /// <returns>How many it took; 0: there is nothing more to take.</returns>
    int Take(SqlSession sql, DateTimeOffset before, int most);
}
