using Cpd.Contracts;

namespace Cpd.EventLog.Kafka;

/// <summary>A topic of the company's own whose records become commands of ours.</summary>
public interface ITopicDoor
{
    /// <summary>Under which positions are kept; Kafka's group has the prefix in front of it.</summary>
    string Group { get; }

    /// <summary>As the broker knows it.</summary>
    string Topic { get; }

    /// <summary>Whose events they are.</summary>
    string Workspace { get; }

    /// <summary>The command for the log, or null where there is nothing to do. The same for the same record, whenever it is read.</summary>
    /// <exception cref="UnreadableRecordException">It is put aside, with the reason, and the next one comes.</exception>
    LogRecord? Read(RawRecord record);
}

/// <summary>A record as it lies on a topic.</summary>
/// <param name="Value">Empty where there is none.</param>
/// <param name="At">When its producer or broker says it was written.</param>
public readonly record struct RawRecord(string Topic, int Partition, long Offset, byte[] Value, DateTimeOffset At);

/// <summary>A record that is not what it should be.</summary>
/// <param name="code">Stable, for programs.</param>
/// <param name="reason">A sentence for people; nothing of the record's own data.</param>
public sealed class UnreadableRecordException(string code, string reason) : FormatException($"{reason} ({code})")
{
    public string Code => code;

    public string Reason => reason;
}
