using Cpd.Contracts;

namespace Cpd.EventLog.Tests;

/// <summary>One of every record there is, with every member set.</summary>
internal static class Samples
{
    private static readonly DateTimeOffset At = new(2030, 1, 2, 3, 4, 5, 678, TimeSpan.Zero);
    private static readonly DateTimeOffset Earlier = new(2030, 1, 2, 4, 4, 0, TimeSpan.FromHours(1));
    private static readonly PersonId Ana = Id<PersonId>(1);
    private static readonly PersonId Ben = Id<PersonId>(2);
    private static readonly RunId Run = Id<RunId>(3);
    private static readonly MessageId Message = Id<MessageId>(4);
    private static readonly RecordId Call = Id<RecordId>(5);
    private static readonly GivenIds Who = new("ana-1", "device-7");
    private static readonly StepPlace Place = new(Run, "signup-welcome", 3, "welcome", 1);
    private static readonly Dictionary<string, string> Parts = new() { ["alphabet"] = "turkish" };
    private static readonly RawJson Data = RawJson.From("""{"plan":"free", "price":12.50,"note":"žuta"}""");

    private static readonly IRecordBody[] Bodies =
    [
        new Identify(Who, "call-1", Earlier, Data),
        new Track(Who, "call-1", Earlier, "Signed Up", Data),
        new Group(Who, "call-1", Earlier, "acme", Data),
        new Alias(Who, "call-1", Earlier, "ana-0"),
        new EditPerson(Who, "call-1", Data, "Ana"),
        new EnrolPerson(Who, "call-1", "signup-welcome", Data),
        new SendMessage(Who, "call-1", Channel.Sms, "Hello", "greeting", Data, Transactional: true),
        new SendTest("call-1", Channel.Sms, "385910000001", "Hello", "greeting", Parts, "Ana"),
        new ForgetPerson(Who, "call-1"),
        new PublishJourney("call-1", "signup-welcome", Data, "Shorter", "Ana"),
        new ChangeJourney("call-1", "signup-welcome", JourneyChange.Pause, "Ana"),
        new TakeOutRun(Ana, Run, "call-1", "Ben"),
        new PushOnRun(Ana, Run, "wait", "call-1", "Ben"),
        new RecordDelivery(Ana, Message, DeliveryOutcome.Undeliverable, "UNDELIVERABLE_NOT_DELIVERED", "Absent", Permanent: true, Earlier, CallOutcome.Busy, new PressedKeys("385911234567", "38510000000", "1")),
        new RecordReaction(Ana, Message, Reaction.Clicked, "https://example.com/a", Earlier, "Phone iOS 18"),
        new SuppressAddress(Ana, Channel.Email, "ana@example.com", SuppressionReason.Bounced, Earlier),
        new RecordConsent(Ana, "news", Channel.Email, Granted: true, "preference page", "News: yes", Earlier),
        new RecordBlock(Channel.Sms, "385910000001", Blocked: true, "MO", Earlier),
        new BlockRequested(Channel.Sms, "385910000001", Blocked: true),
        new BlockChanged(Channel.Sms, Blocked: true, "It was refused."),
        new RecordReply(Channel.Sms, "385910000001", "Shop", "Yes", "in-1", Earlier, "YES", Message, new InboundMedia("IMAGE", "whatsapp/1/senders/447860000000/media/a1"), ["https://example.com/a.jpg"], Data),
        new RecordSeen(Channel.WhatsApp, "385910000001", Message, Earlier),
        new PersonIdentified(Who, Earlier, Data),
        new EventTracked("Signed Up", Earlier, Data, Who, Place, Hops: 2),
        new GroupJoined("acme", Earlier, Data, Who),
        new ProfileChanged(Data, Place),
        new PersonMerged(Ben),
        new PersonTakenOver(Ben, Data),
        new PersonForgotten(),
        new TakeOverAnnounced(Ben),
        new ConsentHeard("*", Channel.Sms, Granted: false, "reply", "STOP", Earlier),
        new CommandRefused("Track", "call-1", "person.no-id", "The command names nobody."),
        new EnrolmentAsked("signup-welcome", Data, "call-7"),
        new JourneyPublished("signup-welcome", 3, "Shorter", "Ana"),
        new JourneyChanged("signup-welcome", JourneyChange.Stop, "Ana"),
        new RunTakeOutAsked(Run, "call-1", "Ben"),
        new RunPushAsked(Run, "wait", "call-1", "Ben"),
        new JourneyMoved(
            Run, "signup-welcome", 3, Began: true,
            [new StepTaken("welcome", "message", "next", Arrived: true, "Everybody", new MessageText(Message, Channel.Sms, "385910000001", "Hello", "greeting"), Try: 1)],
            "wait", Earlier, RunEnd.Finished, "Came to the end"),
        new MessageAsked(Channel.Sms, "Hello", "greeting", Data, Transactional: true),
        new MessageRequested(Message, Channel.Sms, "385910000001", "Shop", "Hello", "greeting", Transactional: true, Place, Parts, Test: true),
        new MessageComposed(new MessageText(Message, Channel.Sms, "385910000001", "Hello", "greeting")),
        new TestAsked(Channel.Sms, "385910000001", "Hello", "greeting", Parts, "Ana"),
        new WebhookRequested(Call, "POST", "https://example.com/hook", new Dictionary<string, string> { ["X-Key"] = "1" }, """{"a":1}""", 10, 3, Place),
        new MessageSent(Message, Channel.Sms, Place),
        new MessageFailed(Message, Channel.Sms, "message.no-address", "There is no number.", Permanent: true, Place),
        new MessageReported(Message, DeliveryOutcome.Delivered, "DELIVERED_TO_HANDSET", "On the handset", Permanent: true, Earlier, CallOutcome.Answered),
        new MessageReacted(Message, Reaction.Seen, "https://example.com/a", Earlier, "Too soon"),
        new AddressSuppressed(Channel.Email, "ana@example.com", SuppressionReason.Complained, Earlier),
        new ReplyReceived(Channel.Sms, "385910000001", "Shop", "Yes", Earlier, "YES", Message, new InboundMedia("IMAGE", "whatsapp/1/senders/447860000000/media/a1"), ["https://example.com/a.jpg"], Data),
        new WebhookAnswered(Call, 200, Data, "Not JSON", Place),
    ];

    /// <summary>In the order of their names, which is also the order in the file.</summary>
    public static IReadOnlyList<LogRecord> All { get; } = [.. Bodies.OrderBy(body => body.GetType().Name, StringComparer.Ordinal).Select(Record)];

    private static LogRecord Record(IRecordBody body) => new()
    {
        Id = Id<RecordId>(6),
        Workspace = "demo",
        Key = Ana.ToString(),
        Person = Ana,
        At = At,
        Body = body,
        Cause = Id<RecordId>(7),
        Trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        Source = "intake-1",
        Sequence = 42,
        OnlyFor = "user-view",
        FailedAt = new DateTimeOffset(2030, 1, 2, 3, 4, 6, TimeSpan.Zero),
    };

    private static TId Id<TId>(byte number) where TId : struct, IId<TId> =>
        TId.From(new Guid([0x01, 0xB7, 0x3A, 0x5C, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, number], bigEndian: true));
}
