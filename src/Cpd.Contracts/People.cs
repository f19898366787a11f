namespace Cpd.Contracts;

/// <summary>A person's traits became known. The person exists from the first such or <see cref="EventTracked"/> record on.</summary>
/// <param name="By">Who in the company entered them here; null where they came in as data.</param>
public sealed record PersonIdentified(GivenIds Who, DateTimeOffset OccurredAt, RawJson Traits, string? By = null) : IEvent;

/// <summary>A person did something.</summary>
/// <param name="Origin">Null: it came in. Else the place in a journey that emitted it.</param>
/// <param name="Hops">How many emitted events led straight to this one, itself included; null where it came in.</param>
public sealed record EventTracked(
    string Name, DateTimeOffset OccurredAt, RawJson Properties, GivenIds? Who, StepPlace? Origin = null, int? Hops = null) : IEvent;

/// <summary>A person belongs to a group.</summary>
public sealed record GroupJoined(string GroupId, DateTimeOffset OccurredAt, RawJson Traits, GivenIds? Who) : IEvent;

/// <summary>A journey changed a person's attributes; null takes an attribute away.</summary>
public sealed record ProfileChanged(RawJson Attributes, StepPlace Place) : IEvent;

/// <summary>A person agreed to something or refused it themselves: by what they wrote to us, on their page, or by the way out in a message.</summary>
/// <param name="Purpose"><c>*</c> stands for whatever is not transactional.</param>
/// <param name="Channel">Null: on every channel.</param>
/// <param name="Source">Where they said so: see <see cref="ConsentSources"/>.</param>
/// <param name="Text">Their own words in a reply; else what they were shown and chose.</param>
/// <param name="OccurredAt">When they said it.</param>
public sealed record ConsentHeard(string Purpose, Channel? Channel, bool Granted, string Source, string? Text, DateTimeOffset OccurredAt) : IEvent;

/// <summary>
/// What another record of the same person had is on its way here, as a <see cref="PersonTakenOver"/>. Written before the
/// <see cref="PersonMerged"/> of the other one, and before anything that is known of both together.
/// </summary>
/// <param name="From">Who goes over to the person this record is about.</param>
public sealed record TakeOverAnnounced(PersonId From) : IEvent;

/// <summary>The person this record is about turned out to be <paramref name="Into"/> and goes over there with all they have.</summary>
public sealed record PersonMerged(PersonId Into) : IEvent;

/// <summary>Everything another record of the same person had: attributes, memory and waiting runs. Follows a <see cref="PersonMerged"/>.</summary>
/// <param name="State">The stored form of the person, as the engine writes it.</param>
public sealed record PersonTakenOver(PersonId From, RawJson State) : IEvent;

/// <summary>A person is to be erased everywhere.</summary>
public sealed record PersonForgotten : IEvent;

/// <summary>A command was refused.</summary>
/// <param name="Command">The command's type.</param>
/// <param name="MessageId">The client's id of the call, where it had one.</param>
public sealed record CommandRefused(string Command, string? MessageId, string Code, string Reason) : IEvent;
