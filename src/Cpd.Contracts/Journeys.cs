using System.Text.Json.Serialization;

namespace Cpd.Contracts;

/// <summary>A person shall start a journey, whatever its entries say.</summary>
/// <param name="MessageId">The command's id, by which a refusal names it; null where an earlier version asked, which told of none.</param>
public sealed record EnrolmentAsked(string Journey, RawJson Data, string? MessageId = null) : IEvent;

/// <summary>A version of a journey takes people from now on.</summary>
public sealed record JourneyPublished(string Journey, int Version, string? Note, string? By) : IEvent;

/// <summary>A journey was paused, resumed or stopped.</summary>
public sealed record JourneyChanged(string Journey, JourneyChange Change, string? By) : IEvent;

/// <summary>A run shall end where it stands. A <see cref="JourneyMoved"/> or a <see cref="CommandRefused"/> says what came of it.</summary>
/// <param name="MessageId">The command's own id, by which a refusal names it.</param>
public sealed record RunTakeOutAsked(RunId Run, string MessageId, string? By) : IEvent;

/// <summary>A run shall go on as if its wait were over. A <see cref="JourneyMoved"/> or a <see cref="CommandRefused"/> says what came of it.</summary>
/// <param name="Step">Where it was seen to wait.</param>
/// <param name="MessageId">The command's own id, by which a refusal names it.</param>
public sealed record RunPushAsked(RunId Run, string Step, string MessageId, string? By) : IEvent;

/// <summary>One advance of one run: the steps it passed, and where it stands now. One record an advance, however many steps.</summary>
/// <param name="Began">True on the run's first advance.</param>
/// <param name="Step">Where the run stands; null when it is over.</param>
/// <param name="WakeAt">When it goes on by itself; null when only an event helps, or when it is over.</param>
public sealed record JourneyMoved(
    RunId Run, string Journey, int Version, bool Began, IReadOnlyList<StepTaken> Trail, string? Step, DateTimeOffset? WakeAt, RunEnd? End, string? Reason = null) : IEvent;

/// <summary>A run arrived at a step and, unless it still stands there, left it by an exit.</summary>
/// <param name="Exit">The port it left by; null where it waits, ended or failed here.</param>
/// <param name="Arrived">False where it had arrived in an earlier advance, and only left now.</param>
/// <param name="Why">The decision with the values it used, for people: what "explain" shows.</param>
/// <param name="Message">The message this step asked for.</param>
/// <param name="Try">Which try of a message with several channels it is: 1 for the second; null for the first, and for messages with one.</param>
public sealed record StepTaken(string Step, string Kind, string? Exit, bool Arrived, string? Why = null, MessageText? Message = null, int? Try = null);

/// <summary>A message as a timeline shows it.</summary>
public sealed record MessageText(MessageId Id, Channel Channel, string To, string Text, string? Template);

[JsonConverter(typeof(JsonStringEnumConverter<RunEnd>))]
public enum RunEnd
{
    /// <summary>Came to an end of the journey.</summary>
    Finished,

    /// <summary>Reached the journey's goal.</summary>
    ReachedGoal,

    /// <summary>An exit rule took them out.</summary>
    ExitRule,

    /// <summary>Taken out by hand, by a stop of the journey, or because the person was erased.</summary>
    TakenOut,

    /// <summary>Could not go on; never shown as finished.</summary>
    Failed,
}
