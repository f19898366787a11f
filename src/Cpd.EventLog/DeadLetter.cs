using Cpd.Contracts;

namespace Cpd.EventLog;

/// <summary>A record that a group could not handle.</summary>
/// <param name="Type">The record's type; <c>?</c> where it could not even be read.</param>
/// <param name="Reason">The kind of fault and its place, and what it says where that quotes nothing of the record.</param>
/// <param name="Payload">The record as it lay on the log.</param>
/// <param name="ReplayedAt">Null while nobody tried again.</param>
/// <param name="PutAwayAt">Null while nobody put it away.</param>
public sealed record DeadLetter(
    long Id, string Group, string Topic, int Partition, long Position, string Type, string Reason, DateTimeOffset At, byte[] Payload,
    DateTimeOffset? ReplayedAt, DateTimeOffset? PutAwayAt = null, string? PutAwayBy = null)
{
    /// <summary>Characters that are kept of who put it away.</summary>
    public const int LongestName = 200;

    public DeadLetterState State() => this switch
    {
        { ReplayedAt: not null } => DeadLetterState.Replayed,
        { PutAwayAt: not null } => DeadLetterState.PutAway,
        _ => DeadLetterState.Open,
    };

    /// <summary>Its record; null where the payload is none, so that it belongs to no workspace and cannot be replayed.</summary>
    public LogRecord? Read()
    {
        try
        {
            return RecordJson.Read(Payload, Topics.All.First(topic => topic.Name() == Topic));
        }
        catch (Exception problem) when (DeadLetterReason.IsOfReading(problem))
        {
            return null;
        }
    }
}
