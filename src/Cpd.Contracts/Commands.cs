namespace Cpd.Contracts;

/// <summary>The ids a person came in with: at least one of the two.</summary>
/// <param name="User">The company's own id, known on all devices.</param>
/// <param name="Anonymous">A browser's or device's id.</param>
public sealed record GivenIds(string? User, string? Anonymous);

/// <summary>Traits of a person. Known traits (<c>phone</c>, <c>email</c>, <c>timezone</c>, <c>locale</c>, <c>consent</c>) set addresses, zone, language and consent.</summary>
/// <param name="MessageId">The client's id of this call: a repeat within 24 hours changes nothing.</param>
/// <param name="OccurredAt">When it happened outside, corrected by the client's clock skew.</param>
public sealed record Identify(GivenIds Who, string MessageId, DateTimeOffset OccurredAt, RawJson Traits) : ICommand;

/// <summary>A person did something. Pages and screens are the events "Page Viewed" and "Screen Viewed".</summary>
public sealed record Track(GivenIds Who, string MessageId, DateTimeOffset OccurredAt, string Event, RawJson Properties) : ICommand;

/// <summary>A person belongs to an account or company; its traits lie under <c>groups.{GroupId}</c> of the person.</summary>
public sealed record Group(GivenIds Who, string MessageId, DateTimeOffset OccurredAt, string GroupId, RawJson Traits) : ICommand;

/// <summary>Two ids are one person: what <paramref name="Previous"/> did belongs to <see cref="GivenIds.User"/>.</summary>
public sealed record Alias(GivenIds Who, string MessageId, DateTimeOffset OccurredAt, string Previous) : ICommand;

/// <summary>Somebody changes attributes of a person who is known already; nothing is learnt of the ids, and the person was not seen.</summary>
/// <param name="Attributes">Null takes an attribute away.</param>
/// <param name="By">A name for people to read.</param>
public sealed record EditPerson(GivenIds Who, string MessageId, RawJson Attributes, string By) : ICommand;

/// <summary>Lets a person start a journey.</summary>
/// <param name="Data">Usable in the journey like an entry event's properties.</param>
public sealed record EnrolPerson(GivenIds Who, string MessageId, string Journey, RawJson Data) : ICommand;

/// <summary>Sends one message outside of any journey. Either a text or a template of the workspace.</summary>
/// <param name="Transactional">True where no consent is needed: the person asked for it or the law wants it.</param>
public sealed record SendMessage(GivenIds Who, string MessageId, Channel Channel, string? Text, string? Template, RawJson Data, bool Transactional) : ICommand;

/// <summary>Sends a text to an address to see it there, whatever the consent of whoever has the address.</summary>
/// <param name="To">The address on the channel; a stranger's becomes a person, as with somebody who writes to us.</param>
/// <param name="Text">As it is to arrive: nothing is filled in any more.</param>
/// <param name="Template">The template it was made from.</param>
/// <param name="Parts">As <see cref="MessageRequested"/> has them.</param>
public sealed record SendTest(
    string MessageId, Channel Channel, string To, string Text, string? Template, IReadOnlyDictionary<string, string>? Parts, string? By) : ICommand;

/// <summary>Erases a person: profile, runs, timeline.</summary>
public sealed record ForgetPerson(GivenIds Who, string MessageId) : ICommand;

/// <summary>Makes a version of a journey that never changes again, and lets people in.</summary>
/// <param name="Definition">The journey's canonical JSON.</param>
public sealed record PublishJourney(string MessageId, string Journey, RawJson Definition, string? Note, string? By) : ICommand;

/// <summary>Pauses, resumes or stops a journey.</summary>
public sealed record ChangeJourney(string MessageId, string Journey, JourneyChange Change, string? By) : ICommand;

public enum JourneyChange
{
    /// <summary>Nobody enters, everybody inside stays where they are.</summary>
    Pause,

    /// <summary>Goes on after a pause; waits that ended meanwhile end now.</summary>
    Resume,

    /// <summary>Nobody enters, everybody inside is taken out.</summary>
    Stop,
}

/// <summary>Takes a person out of a journey where they stand.</summary>
/// <param name="By">A name for people to read.</param>
public sealed record TakeOutRun(PersonId Person, RunId Run, string MessageId, string? By) : ICommand;

/// <summary>Lets a waiting run go on at once, as if its wait were over.</summary>
/// <param name="Step">Where it was seen to wait: a run that has gone on since stays where it is.</param>
/// <param name="By">A name for people to read.</param>
public sealed record PushOnRun(PersonId Person, RunId Run, string Step, string MessageId, string? By) : ICommand;

/// <summary>The provider reported what became of a message.</summary>
/// <param name="Person">From the callback data that travelled with the message.</param>
/// <param name="Status">The provider's own name of the status, for people to read.</param>
/// <param name="Call">How a call ended; null for what is no call, and where it never came to one.</param>
/// <param name="Keys">What was pressed in a call; null for nothing.</param>
public sealed record RecordDelivery(
    PersonId Person, MessageId Message, DeliveryOutcome Outcome, string Status, string? Reason, bool Permanent, DateTimeOffset OccurredAt,
    CallOutcome? Call = null, PressedKeys? Keys = null) : ICommand;

/// <summary>Keys of a telephone, pressed while a call was on.</summary>
/// <param name="From">Whose telephone it is.</param>
/// <param name="To">The number that called.</param>
/// <param name="Keys">As they were pressed, with nothing between: digits, * and #.</param>
public sealed record PressedKeys(string From, string To, string Keys);

/// <summary>The provider reported that a message was seen or a link in it followed.</summary>
/// <param name="Device">What it says of the device and its program, for people to read; null where it says nothing.</param>
public sealed record RecordReaction(
    PersonId Person, MessageId Message, Reaction Reaction, string? Url, DateTimeOffset OccurredAt, string? Device = null) : ICommand;

/// <summary>The provider said that an address is not to be written to any more.</summary>
/// <param name="Person">From the callback data that travelled with the message.</param>
public sealed record SuppressAddress(PersonId Person, Channel Channel, string Address, SuppressionReason Reason, DateTimeOffset OccurredAt) : ICommand;

/// <summary>Somebody agreed to something or refused it themselves, on a page of ours or by the way out in a message.</summary>
/// <param name="Person">From the link that was followed.</param>
/// <param name="Purpose">As <see cref="ConsentHeard"/> has it, like all the rest.</param>
public sealed record RecordConsent(
    PersonId Person, string Purpose, Channel? Channel, bool Granted, string Source, string? Text, DateTimeOffset OccurredAt) : ICommand;

/// <summary>Somebody wrote to us.</summary>
/// <param name="ProviderMessageId">The provider's id of the inbound message; a repeat changes nothing.</param>
/// <param name="Button">As <see cref="ReplyReceived"/> has it.</param>
/// <param name="Answers">As <see cref="ReplyReceived"/> has it.</param>
/// <param name="Media">As <see cref="ReplyReceived"/> has it.</param>
/// <param name="Fields">As <see cref="ReplyReceived"/> has it.</param>
public sealed record RecordReply(
    Channel Channel, string From, string To, string Text, string ProviderMessageId, DateTimeOffset OccurredAt, string? Button = null, MessageId? Answers = null,
    InboundMedia? Media = null, IReadOnlyList<string>? MediaUrls = null, RawJson? Fields = null) : ICommand;

/// <summary>The provider reported that a message was seen, and by whose address: such reports of chats bring nothing else back.</summary>
public sealed record RecordSeen(Channel Channel, string From, MessageId Message, DateTimeOffset OccurredAt) : ICommand;
