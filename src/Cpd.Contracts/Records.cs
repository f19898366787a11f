namespace Cpd.Contracts;

/// <summary>What a record says. The name of its type is its name on the wire: renaming one changes the stored log.</summary>
public interface IRecordBody;

/// <summary>Somebody wants something: lies on <see cref="Topic.Commands"/>.</summary>
public interface ICommand : IRecordBody;

/// <summary>Something happened: lies on <see cref="Topic.Events"/>.</summary>
public interface IEvent : IRecordBody;

/// <summary>Something has to leave the house: lies on <see cref="Topic.Dispatches"/>.</summary>
public interface IDispatch : IRecordBody;

/// <summary>The three streams of the log. The numbers are stored.</summary>
public enum Topic
{
    Commands = 1,
    Events = 2,
    Dispatches = 3,
}

public static class Topics
{
    public static readonly IReadOnlyList<Topic> All = [Topic.Commands, Topic.Events, Topic.Dispatches];

    /// <summary>The topic's name on the wire.</summary>
    public static string Name(this Topic topic) => topic switch
    {
        Topic.Commands => "cpd.commands",
        Topic.Events => "cpd.events",
        Topic.Dispatches => "cpd.dispatches",
        _ => throw new ArgumentOutOfRangeException(nameof(topic)),
    };

    public static Topic Of(IRecordBody body) => body switch
    {
        UnknownBody unknown => unknown.Topic,
        ICommand => Topic.Commands,
        IEvent => Topic.Events,
        IDispatch => Topic.Dispatches,
        _ => throw new ArgumentException($"{body.GetType().Name} belongs to no topic.", nameof(body)),
    };
}

/// <summary>
/// One record: an envelope and what it says. Immutable but for its place, which the log fills in when it takes the record.
/// </summary>
public sealed class LogRecord
{
    public required RecordId Id { get; init; }

    /// <summary>The tenant. Every record has one.</summary>
    public required string Workspace { get; init; }

    /// <summary>
    /// Decides the partition: the records of one key stay in order. A person's id, or for commands a hash of the id that
    /// came in; never personal data.
    /// </summary>
    public required string Key { get; init; }

    /// <summary>Whom it is about; null for commands, which name people by the ids they came with, and for journeys' own records.</summary>
    public PersonId? Person { get; init; }

    /// <summary>When we took it, in UTC. When it happened outside is a member of the body.</summary>
    public required DateTimeOffset At { get; init; }

    public required IRecordBody Body { get; init; }

    /// <summary>The record this one follows from.</summary>
    public RecordId? Cause { get; init; }

    /// <summary>W3C trace parent of the request it all began with.</summary>
    public string? Trace { get; init; }

    /// <summary>Which run of a process wrote it, and its number there; for recognising a repeat. Null where the log itself excludes repeats. Filled in by the log.</summary>
    public string? Source { get; set; }

    /// <inheritdoc cref="Source"/>
    public long Sequence { get; set; }

    /// <summary>Set on a replayed dead letter: only this consumer group takes it, the others had it already.</summary>
    public string? OnlyFor { get; init; }

    /// <summary>Set on a replayed dead letter: when that group had failed on it.</summary>
    public DateTimeOffset? FailedAt { get; init; }

    public Topic Topic => Topics.Of(Body);

    public string Type => Body is UnknownBody unknown ? unknown.Type : Body.GetType().Name;

    /// <summary>Filled in by the log.</summary>
    public int Partition { get; set; }

    /// <summary>Filled in by the log: counts up from 0 in each partition, without gaps the reader would notice.</summary>
    public long Position { get; set; }

    /// <summary>An event about a person that follows from this record.</summary>
    public LogRecord Follow(IRecordBody body, PersonId person, DateTimeOffset at, int ordinal) => new()
    {
        Id = Ids.Derive<RecordId>(at, body.GetType().Name, Id.Value, ordinal: ordinal),
        Workspace = Workspace,
        Key = person.ToString(),
        Person = person,
        At = at,
        Body = body,
        Cause = Id,
        Trace = Trace,
    };
}

/// <summary>A record of a type that this version does not know: passed over, kept, never a crash.</summary>
public sealed record UnknownBody(string Type, Topic Topic, RawJson Data) : IEvent;
