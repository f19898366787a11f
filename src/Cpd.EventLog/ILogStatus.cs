namespace Cpd.EventLog;

/// <summary>How the log is, for health checks and screens; the same for every log.</summary>
public interface ILogStatus
{
    /// <summary>Done once the log takes and hands on records; fails with what kept it from that, or what stopped it.</summary>
    Task Running { get; }

    /// <summary>The groups that this process works for; empty before it runs.</summary>
    IReadOnlyList<GroupStatus> Groups { get; }

    /// <summary>What keeps it from taking or handing on records at this moment, a sentence each that anybody may read, without addresses; empty while all is well.</summary>
    IReadOnlyList<string> Problems => [];

    /// <summary>The company's own topics that this process reads. Whatever is wrong with one of them, everything else goes on.</summary>
    IReadOnlyList<DoorStatus> Doors => [];
}

/// <param name="Topic">As the broker knows it.</param>
/// <param name="Lag">Records of this process's partitions that were not taken yet.</param>
/// <param name="Problem">What keeps it from its records; null while all is well.</param>
public sealed record DoorStatus(string Group, string Topic, long Lag, string? Problem);

/// <param name="Lag">Records the group has not yet taken.</param>
/// <param name="Passed">Records it has passed since it began here: stands still while <paramref name="Lag"/> is above 0 only where something is wrong, or <paramref name="IsFull"/>.</param>
/// <param name="IsFull">It has enough for now and takes no more by its own will.</param>
public sealed record GroupStatus(string Group, long Lag, long Passed, bool IsFull);
