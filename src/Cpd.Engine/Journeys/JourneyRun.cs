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

    /// <summary>Which of a message's channels is in hand, while it stands at one that has several; else null.</summary>
    public Trying? Trying { get; init; }

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
    /// <summary>Where it has several channels: the one that was tried first, by its place in the step.</summary>
    public int First { get; init; }

    /// <summary>Where it has several channels: how many were tried before this one.</summary>
    public int Tries { get; init; }

    /// <summary>The messages that went out by those; what is heard of them late still counts, if it is good.</summary>
    public ImmutableArray<MessageId> Before { get; init; } = [];

    /// <summary>True where it never went out: a rule of sending or its template kept it.</summary>
    public bool NotAsked { get; init; }

    public bool Delivered { get; init; }

    public bool Failed { get; init; }

    public bool Seen { get; init; }

    public bool Clicked { get; init; }

    /// <summary>Of a call: how it ended; null where it has not, or never came to one.</summary>
    public CallOutcome? Call { get; init; }

    /// <summary>The last thing the person wrote after it.</summary>
    public string? Reply { get; init; }

    /// <summary>What stands behind the button they pressed last; null where they wrote.</summary>
    public string? Button { get; init; }

    /// <summary>What they filled into its form last, or the place they sent; null where it was neither.</summary>
    public RawJson? Fields { get; init; }

    /// <summary>Why it failed.</summary>
    public string? Reason { get; init; }

    /// <summary>Whether the person has it. What a machine took was delivered and heard by nobody.</summary>
    internal bool HasReached => Has(MessageOutcome.Delivered) && (Call is not CallOutcome.NotAnswered || Seen || Clicked) || Reply is not null;

    /// <summary>Whether it is certain that it did not reach them.</summary>
    internal bool IsLost => !HasReached && (Failed || Call is CallOutcome.NotAnswered);

    /// <summary>Those that went out, this one last.</summary>
    internal ImmutableArray<MessageId> AskedFor => NotAsked ? Before : Before.Add(Id);

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
    /// <param name="step">The step that asked for the message.</param>
    internal MessageTrack After(IRecordBody body, JourneyStep.Message step) => body switch
    {
        MessageReacted { Automatic: not null } => this,
        MessageReported { Outcome: DeliveryOutcome.Delivered, Call: not CallOutcome.NotAnswered } report when Before.Contains(report.Message) => this with { Delivered = true, Failed = false },
        MessageReacted { Reaction: Reaction.Clicked } reacted when Before.Contains(reacted.Message) => this with { Clicked = true, Failed = false },
        MessageReacted reacted when Before.Contains(reacted.Message) => this with { Seen = true, Failed = false },
        MessageFailed failed when failed.Message == Id => this with { Failed = true, Reason = failed.Reason },
        MessageReported { Outcome: DeliveryOutcome.Delivered } report when report.Message == Id => this with { Delivered = true, Call = report.Call ?? Call, Reason = report.Call is CallOutcome.NotAnswered ? report.Reason : Reason },
        MessageReported { Outcome: not (DeliveryOutcome.Delivered or DeliveryOutcome.Pending) } report when report.Message == Id
            => this with { Failed = true, Call = report.Call ?? Call, Reason = report.Reason ?? report.Status },
        MessageReacted { Reaction: Reaction.Clicked } reacted when reacted.Message == Id => this with { Clicked = true },
        MessageReacted reacted when reacted.Message == Id => this with { Seen = true },
        // What answers another message is no answer to this one, where the channel tells which it answers.
        ReplyReceived reply when step.WasTried(reply.Channel, First, Tries) && !Failed && (reply.Answers is not { } answered || answered == Id || Before.Contains(answered))
            => this with { Reply = reply.Text.Length > 1000 ? reply.Text[..1000] : reply.Text, Button = reply.Button, Fields = reply.Fields },
        _ => this,
    };
}
