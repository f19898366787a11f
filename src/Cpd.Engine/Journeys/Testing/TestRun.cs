using System.Collections.Immutable;
using System.Collections.Frozen;
using System.Text.Json;
using Cpd.Contracts;
using Cpd.Engine.Messages.Sending;
using Cpd.Engine.People;
using Cpd.Engine.Templates.Chat;
using Cpd.Engine.Templates.Stored;

namespace Cpd.Engine.Journeys.Testing;

/// <summary>
/// A journey tried out with one person: the definition, the person, a clock and what was done make what happened. A value:
/// doing something makes a new one, and the earlier ones stay as they are. Nothing is stored, sent or called.
/// </summary>
/// <remarks>
/// Every decision is <see cref="PersonMachine"/>'s, as when the journey is live. The person is in no other journey, so what
/// others would do meanwhile is not seen here.
/// </remarks>
public sealed class TestRun
{
    /// <summary>A draft is no version yet.</summary>
    private const int Draft = 0;

    private static readonly TimeSpan Longest = TimeSpan.FromDays(3650);

    private readonly JourneyCatalog _catalog;
    private readonly PublishedJourney _published;

    private TestRun(JourneyCatalog catalog, PublishedJourney published, ImmutableArray<TestMoment> moments) =>
        (_catalog, _published, Moments) = (catalog, published, moments);

    public Journey Journey => _published.Journey.Journey;

    /// <summary>At least the beginning.</summary>
    public ImmutableArray<TestMoment> Moments { get; }

    public TestMoment Last => Moments[^1];

    public PersonState Person => Last.Person;

    public DateTimeOffset Now => Last.At;

    /// <summary>When the next wait is over; null where the person waits nowhere.</summary>
    public DateTimeOffset? NextWake => PersonMachine.NextWake(_catalog, Person);

    /// <param name="person">Where they stand in journeys is left behind; what they did and which journeys they have been through is not.</param>
    /// <param name="sending">The workspace's rules of sending; null for none.</param>
    /// <param name="templates">Its templates; null for none.</param>
    public static TestRun Begin(CompiledJourney journey, PersonState person, DateTimeOffset at, SendingRules? sending = null, TemplateCatalog? templates = null)
    {
        var workspace = person.Profile.Workspace;
        var rules = sending is null ? FrozenDictionary<string, SendingRules>.Empty : new[] { sending }.ToFrozenDictionary(_ => workspace, StringComparer.Ordinal);
        var published = new PublishedJourney(workspace, journey.Journey.Id, Draft, JourneyStatus.Active, Latest: true, journey);
        var alone = person with { Runs = [], Awaits = null };
        return new TestRun(JourneyCatalog.Of([published]).With(rules).With(templates ?? TemplateCatalog.Empty), published, [new TestMoment(null, Journeys.Moments.Floor(at), alone, null, [], null)]);
    }

    public TestRun Do(TestAction action) => new(_catalog, _published, Moments.Add(Next(action)));

    /// <summary>As it was after that moment; 0 is the beginning.</summary>
    public TestRun BackTo(int moment) => new(_catalog, _published, Moments[..(moment + 1)]);

    /// <summary>The same things done one after the other, with another person, another definition or from another time on.</summary>
    public TestRun Again(CompiledJourney journey, PersonState person, DateTimeOffset at) =>
        Moments.Skip(1).Aggregate(Begin(journey, person, at, _catalog.Sending(Person.Profile.Workspace), _catalog.Templates), (run, moment) => run.Do(moment.Action!));

    /// <summary>The last message of a step; null where it asked for none.</summary>
    internal MessageRequested? MessageOf(string step) => Said<MessageRequested>().LastOrDefault(message => message.Place?.Step == step);

    internal WebhookRequested? CallOf(string step) => Said<WebhookRequested>().LastOrDefault(call => call.Place.Step == step);

    private IEnumerable<T> Said<T>() => Moments.SelectMany(moment => moment.Records).Select(record => record.Body).OfType<T>();

    private TestMoment Next(TestAction action)
    {
        var turn = new TestTurn(_catalog, Person, Now);
        switch (action)
        {
            case TestAction.SkipWait when NextWake is { } due:
                turn.Wake(due);
                return turn.Done(action, null, null);
            case TestAction.SkipWait:
                return turn.Done(action, null, "There is no wait to skip: start with an event.");
            case TestAction.Pass pass when pass.Span < TimeSpan.Zero || pass.Span > Longest:
                return turn.Done(action, null, "The clock can only go forward, by at most ten years.");
            case TestAction.Pass pass:
                return turn.Done(action, null, turn.Pass(Now + pass.Span));
        }

        var (body, problem) = BodyOf(action);
        if (body is null) return turn.Done(action, null, problem);

        var record = new LogRecord
        {
            Id = Ids.Derive<RecordId>(Now, "test", Person.Profile.Id.Value, ordinal: Moments.Length),
            Workspace = Person.Profile.Workspace,
            Key = Person.Profile.Id.ToString(),
            Person = Person.Profile.Id,
            At = Now,
            Body = body,
        };
        var (before, after) = turn.Take(record);
        return turn.Done(action, record, WhyNot.Of(_catalog, _published, before, after, record, turn.Records));
    }

    private (IEvent? Body, string? Problem) BodyOf(TestAction action)
    {
        switch (action)
        {
            case TestAction.Happens it:
                return (new EventTracked(it.Event, Now, it.Properties, null), null);
            case TestAction.Writes it:
                return (new ReplyReceived(it.Channel, Person.Profile.Address(it.Channel) ?? "", it.To, it.Text, Now), null);
            case TestAction.Enrol it:
                return (new EnrolmentAsked(Journey.Id, it.Data), null);
            case TestAction.Identify it:
                var profile = Person.Profile;
                return (new PersonIdentified(new GivenIds(profile.UserId, profile.AnonymousIds.Count > 0 ? profile.AnonymousIds[^1] : null), Now, it.Attributes), null);
            case TestAction.Outcome it:
                return MessageOf(it.Step) is { } message ? (OutcomeOf(message, it), null) : (null, $"The step {it.Step} has not sent a message yet.");
            case TestAction.Answer it:
                return CallOf(it.Step) is { } call
                    ? (new WebhookAnswered(call.Call, it.Status, it.Body, it.Problem, call.Place), null)
                    : (null, $"The step {it.Step} has not made a call yet.");
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    /// <summary>What is filled into a form is tried out as a JSON object; other words are words.</summary>
    private static RawJson? Filled(string? words)
    {
        if (words is null || !words.StartsWith('{')) return null;
        try
        {
            return RawJson.Of(JsonElement.Parse(words));
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private IEvent OutcomeOf(MessageRequested message, TestAction.Outcome outcome) => outcome.What switch
    {
        MessageOutcome.Reply => new ReplyReceived(message.Channel, message.To, message.Sender ?? "", outcome.Words ?? "", Now, message.Channel is Channel.Voice ? outcome.Words : null, message.Message,
            Fields: FlowParts.Opens(message.Parts) ? Filled(outcome.Words) : null),
        MessageOutcome.Clicked => new MessageReacted(message.Message, Reaction.Clicked, null, Now),
        MessageOutcome.Answered => new MessageReported(message.Message, DeliveryOutcome.Delivered, "DELIVERED", null, Permanent: false, Now, CallOutcome.Answered),
        MessageOutcome.Busy => new MessageReported(message.Message, DeliveryOutcome.Undeliverable, "BUSY", outcome.Words, Permanent: false, Now, CallOutcome.Busy),
        MessageOutcome.NotAnswered => new MessageReported(message.Message, DeliveryOutcome.Undeliverable, "NO_ANSWER", outcome.Words, Permanent: false, Now, CallOutcome.NotAnswered),
        MessageOutcome.Seen => new MessageReacted(message.Message, Reaction.Seen, null, Now),
        MessageOutcome.Failed => new MessageReported(message.Message, DeliveryOutcome.Undeliverable, "UNDELIVERABLE", outcome.Words, Permanent: true, Now),
        _ => new MessageReported(message.Message, DeliveryOutcome.Delivered, "DELIVERED", null, Permanent: false, Now),
    };
}
