using System.Text.Json.Serialization;

namespace Cpd.Contracts;

/// <summary>How a message reaches a person.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Channel>))]
public enum Channel
{
    Sms,
    Email,
    WhatsApp,
    Viber,
    Rcs,
    Mms,
    Voice,
    Push,
}

/// <summary>Where in a journey something was decided.</summary>
/// <param name="Visit">How often the run had been at this step before; a loop comes by again.</param>
public sealed record StepPlace(RunId Run, string Journey, int Version, string Step, int Visit);

/// <summary>Somebody asked for one message outside of any journey; address, consent and template are still to be looked at.</summary>
/// <param name="Text">Null where a template is named.</param>
/// <param name="Data">Usable in the template like an event's properties.</param>
public sealed record MessageAsked(Channel Channel, string? Text, string? Template, RawJson Data, bool Transactional) : IEvent;

/// <summary>A message outside of any journey as it was made from its template: what the timeline shows.</summary>
public sealed record MessageComposed(MessageText Message) : IEvent;

/// <summary>Somebody who writes a template wants to see it on a phone. No consent is asked for, and the text stands as it is.</summary>
/// <param name="Parts">As <see cref="MessageRequested"/> has them.</param>
/// <param name="By">Who wants to see it; null where that is not known.</param>
public sealed record TestAsked(
    Channel Channel, string To, string Text, string? Template, IReadOnlyDictionary<string, string>? Parts, string? By) : IEvent;

/// <summary>A message is to be sent: everything decided, everything rendered.</summary>
/// <param name="To">The address on the channel.</param>
/// <param name="Sender">Null: the channel's default sender.</param>
/// <param name="Place">Null for a message outside of any journey.</param>
/// <param name="Parts">What the channel's content has beside the text, by name, rendered: for SMS the <c>alphabet</c> and how it is handed over. Null for the text alone.</param>
/// <param name="Test">True where somebody only wanted to see what it looks like.</param>
public sealed record MessageRequested(
    MessageId Message, Channel Channel, string To, string? Sender, string Text, string? Template, bool Transactional, StepPlace? Place,
    IReadOnlyDictionary<string, string>? Parts = null,
    bool? Test = null) : IDispatch;

/// <summary>A call to a company's own server is to be made.</summary>
/// <param name="Call">Travels as <c>Idempotency-Key</c>; the same call may arrive more than once.</param>
public sealed record WebhookRequested(
    RecordId Call, string Method, string Url, IReadOnlyDictionary<string, string> Headers, string? Body, int TimeoutSeconds, int Attempts, StepPlace Place) : IDispatch;

/// <summary>The provider accepted a message.</summary>
public sealed record MessageSent(MessageId Message, Channel Channel, StepPlace? Place) : IEvent;

/// <summary>A message will not be sent: the provider refused it, or we never asked.</summary>
/// <param name="Code">Stable, for example <c>message.no-address</c> or <c>infobip.rejected.6</c>.</param>
/// <param name="Reason">A sentence for people.</param>
/// <param name="Permanent">True where the same message would be refused again.</param>
public sealed record MessageFailed(MessageId Message, Channel Channel, string Code, string Reason, bool Permanent, StepPlace? Place) : IEvent;

/// <summary>A message reached its person, or was found not to.</summary>
/// <param name="Call">How a call ended; null for what is no call, and where it never came to one.</param>
public sealed record MessageReported(
    MessageId Message, DeliveryOutcome Outcome, string Status, string? Reason, bool Permanent, DateTimeOffset OccurredAt, CallOutcome? Call = null) : IEvent;

/// <summary>A person saw a message or followed a link in it, or a program did that looks through messages.</summary>
/// <param name="Automatic">Why it is taken for a program's doing, in a sentence; null for the person's own.</param>
public sealed record MessageReacted(MessageId Message, Reaction Reaction, string? Url, DateTimeOffset OccurredAt, string? Automatic = null) : IEvent;

/// <summary>An address of a person is not to be written to any more. Another address of theirs is.</summary>
public sealed record AddressSuppressed(Channel Channel, string Address, SuppressionReason Reason, DateTimeOffset OccurredAt) : IEvent;

/// <summary>A person wrote to us.</summary>
/// <param name="To">The sender they answered to.</param>
/// <param name="Button">What stands behind the button that was pressed, whose words are the text; in a call the keys, as the text; null where somebody wrote.</param>
/// <param name="Answers">The message of ours that it answers, where the channel tells; null where it does not.</param>
/// <param name="Media">A picture or the like, whose caption is the text; null for words alone.</param>
/// <param name="MediaUrls">Addresses of pictures, films and the like, where the channel gives those; null for none. Who may fetch them, and how long, the provider decides.</param>
/// <param name="Fields">What was filled into a form, or where a place is that was sent, by the names they have there; null where it is neither.</param>
public sealed record ReplyReceived(
    Channel Channel, string From, string To, string Text, DateTimeOffset OccurredAt, string? Button = null, MessageId? Answers = null, InboundMedia? Media = null,
    IReadOnlyList<string>? MediaUrls = null, RawJson? Fields = null) : IEvent;

/// <summary>Something that a person sent besides words. It stays at the provider, and is fetched when somebody looks at it.</summary>
/// <param name="Kind">IMAGE, VIDEO, AUDIO, VOICE, DOCUMENT or STICKER.</param>
/// <param name="Place">Where it lies, below the address of the account it came to.</param>
public sealed record InboundMedia(string Kind, string Place);

/// <summary>What came of a webhook step's call.</summary>
/// <param name="Status">The HTTP status; 0 where there was no answer.</param>
/// <param name="Answer">The answer's JSON; missing where it was none.</param>
/// <param name="Problem">A sentence where there was no usable answer.</param>
public sealed record WebhookAnswered(RecordId Call, int Status, RawJson Answer, string? Problem, StepPlace Place) : IEvent;

[JsonConverter(typeof(JsonStringEnumConverter<DeliveryOutcome>))]
public enum DeliveryOutcome
{
    /// <summary>Not final: on its way.</summary>
    Pending,
    Delivered,
    Undeliverable,
    Expired,
    Rejected,
}

/// <summary>What a phone did that was called.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CallOutcome>))]
public enum CallOutcome
{
    /// <summary>Somebody took it, and heard what there was to say.</summary>
    Answered,

    /// <summary>Nobody took it, they declined it, or a machine took it.</summary>
    NotAnswered,

    Busy,
}

[JsonConverter(typeof(JsonStringEnumConverter<Reaction>))]
public enum Reaction
{
    Seen,
    Clicked,
}

[JsonConverter(typeof(JsonStringEnumConverter<SuppressionReason>))]
public enum SuppressionReason
{
    /// <summary>Nothing arrives there, now or later.</summary>
    Bounced,

    /// <summary>The person called a message spam.</summary>
    Complained,

    /// <summary>The person wants no more of what needs consent; what they asked for still comes.</summary>
    Unsubscribed,
}
