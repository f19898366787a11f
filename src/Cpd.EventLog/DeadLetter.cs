using Cpd.Contracts;

namespace Cpd.EventLog;

/// <summary>A record that a group could not handle.</summary>
/// <param name="Type">The record's type; <c>?</c> where it could not even be read.</param>
/// <param name="Reason">The kind of fault and its place, and what it says where that quotes nothing of the record.</param>
/// <param name="Payload">The record as it lay on the log.</param>
/// <param name="ReplayedAt">Null while nobody tried again.</param>
/// <param name="PutAwayAt">Null while nobody put it away.</param>
/// <param name="Origin">The company's own topic it came from; null where it lay on ours.</param>
/// <param name="Workspace">Whose it is where <paramref name="Origin"/> says so; else the record itself does.</param>
/// <param name="WrittenAt">When it came onto <paramref name="Origin"/>.</param>
public sealed record DeadLetter(
    long Id, string Group, string Topic, int Partition, long Position, string Type, string Reason, DateTimeOffset At, byte[] Payload,
    DateTimeOffset? ReplayedAt, DateTimeOffset? PutAwayAt = null, string? PutAwayBy = null,
    string? Origin = null, string? Workspace = null, DateTimeOffset? WrittenAt = null)
{
    /// <summary>Characters that are kept of who put it away.</summary>
    public const int LongestName = 200;

    /// <summary>The type of what could not be read.</summary>
    public const string NoType = "?";

    /// <summary>A record of the company's own that its door could not read: its payload is none of ours.</summary>
    public bool IsForeign => Origin is not null && Type == NoType;

    public DeadLetterState State() => this switch
    {
        { ReplayedAt: not null } => DeadLetterState.Replayed,
        { PutAwayAt: not null } => DeadLetterState.PutAway,
        _ => DeadLetterState.Open,
    };

    /// <summary>Whether it is of use to try again: it is a record, or its door may know by now what to make of it.</summary>
    public bool CanBeReplayed() => IsForeign || Read() is not null;

    /// <summary>Whose it is; null where nobody knows.</summary>
    public string? OfWorkspace() => Workspace ?? Read()?.Workspace;

    /// <summary>As the audit log names it.</summary>
    public string Title() => $"{Type} {Id}";

    /// <summary>Its record; null where the payload is none of ours.</summary>
    public LogRecord? Read()
    {
        if (IsForeign) return null;
        try
        {
            return RecordJson.Read(Payload, Origin is null ? Topics.All.First(topic => topic.Name() == Topic) : Contracts.Topic.Commands);
        }
        catch (Exception problem) when (DeadLetterReason.IsOfReading(problem))
        {
            return null;
        }
    }
}
