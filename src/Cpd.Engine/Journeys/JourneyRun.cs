using System.Collections.Immutable;
using Cpd.Contracts;

namespace Cpd.Engine.Journeys;

/// <summary>
/// One person's way through one version of a journey, while it lasts: where it stands and what it has to remember. A run
/// that is over has no state; its story is on the log.
/// </summary>
/// <param name="Id">Made of the record that began it and the journey.</param>
/// <param name="Key">The value that makes this run one of several, for journeys with a keyed re-entry.</param>
/// <param name="WakeAt">When it goes on by itself. Every wait has an end.</param>
/// <param name="Entry">The properties of the event it began with.</param>
public sealed record JourneyRun(
    RunId Id, string Journey, int Version, string? Key, string Step, DateTimeOffset ArrivedAt, DateTimeOffset WakeAt, RawJson Entry)
{
    /// <summary>Results that later steps may ask for; only where one does.</summary>
    public ImmutableArray<StepNote> Notes { get; init; } = [];

    /// <summary>Messages that a later step asks about.</summary>
    public ImmutableArray<TrackedMessage> Messages { get; init; } = [];

    /// <summary>How often it arrived at steps that it can come by again.</summary>
    public ImmutableArray<StepArrivals> Arrivals { get; init; } = [];

    /// <summary>The events that last ended each wait which looks back.</summary>
    public ImmutableArray<UsedEvent> Used { get; init; } = [];

    /// <summary>The event at hand, while a message that looks at it waits for quiet hours to be over; else missing.</summary>
    public RawJson Event { get; init; }

    /// <summary>What happened while the journey was paused, and takes effect when it goes on.</summary>
    public HeldMove? Held { get; init; }
}

/// <summary>What a step left behind: <c>steps.{Step}.…</c>.</summary>
public sealed record StepNote(string Step, RawJson Data);

/// <summary>A message step and what became of its last message.</summary>
public sealed record TrackedMessage(string Step, MessageTrack Track);

/// <param name="Count">Arrivals so far, the current one included.</param>
public sealed record StepArrivals(string Step, int Count);

public sealed record UsedEvent(string Step, RecordId Record, DateTimeOffset At);

/// <summary>Kept back by a pause: an exit it would have taken, an end, or (neither) that its time had come.</summary>
/// <param name="Event">The event at hand; missing where there was none.</param>
public sealed record HeldMove(string? Port, RunEnd? End, string? Why, RawJson Event);

/// <summary>What is known of a message.</summary>
public sealed record MessageTrack(MessageId Id)
{
    public bool Delivered { get; init; }

    public bool Failed { get; init; }

    public bool Seen { get; init; }

    public bool Clicked { get; init; }

    /// <summary>Of a call: how it ended; null where it has not, or never came to one.</summary>
    public CallOutcome? Call { get; init; }

    /// <summary>The last thing the person wrote after it.</summary>
    public string? Reply { get; init; }

    /// <summary>Why it failed.</summary>
    public string? Reason { get; init; }

    public bool Has(MessageOutcome outcome) => outcome switch
    {
        MessageOutcome.Reply => Reply is not null,
        MessageOutcome.Clicked => Clicked,
        MessageOutcome.Seen => Seen || Clicked,
        MessageOutcome.Answered => Call is CallOutcome.Answered,
        MessageOutcome.Busy => Call is CallOutcome.Busy,
        MessageOutcome.NotAnswered => Call is CallOutcome.NotAnswered,
        MessageOutcome.Failed => Failed,
        _ => Delivered || Seen || Clicked,
    };

    /// <summary>The track after a record of the person; itself where the record is about something else.</summary>
    /// <param name="channel">The channel the message went out on.</param>
    internal MessageTrack After(IRecordBody body, Channel channel) => body switch
    {
        MessageFailed failed when failed.Message == Id => this with { Failed = true, Reason = failed.Reason },
        MessageReported { Outcome: DeliveryOutcome.Delivered } report when report.Message == Id => this with { Delivered = true, Call = report.Call ?? Call, Reason = report.Call is CallOutcome.NotAnswered ? report.Reason : Reason },
        MessageReported { Outcome: not (DeliveryOutcome.Delivered or DeliveryOutcome.Pending) } report when report.Message == Id
            => this with { Failed = true, Call = report.Call ?? Call, Reason = report.Reason ?? report.Status },
        MessageReacted { Automatic: not null } => this,
        MessageReacted { Reaction: Reaction.Clicked } reacted when reacted.Message == Id => this with { Clicked = true },
        MessageReacted reacted when reacted.Message == Id => this with { Seen = true },
        ReplyReceived reply when reply.Channel == channel && !Failed => this with { Reply = reply.Text.Length > 1000 ? reply.Text[..1000] : reply.Text },
        _ => this,
    };
}
