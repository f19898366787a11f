using System.Diagnostics;
using Cpd.Contracts;
using Cpd.Engine.Conditions;
using Cpd.Engine.Journeys;
using Cpd.Engine.Messages.Sending;
using Cpd.Engine.People;
using Cpd.Engine.Templates;
using Cpd.Engine.Templates.Stored;

namespace Cpd.Engine.Messages;

/// <summary>
/// One message outside of any journey: <see cref="MessageAsked"/> in, a request or the reason why not out. Nothing waits here:
/// what may not go out at this hour does not go out.
/// </summary>
internal static class AskedMessage
{
    /// <summary>The purpose of what is not transactional.</summary>
    private const string Purpose = "marketing";

    public static Moved Decide(MessageAsked asked, PersonState person, LogRecord record, JourneyCatalog catalog)
    {
        var id = Ids.Derive<MessageId>(record.At, "message", record.Id.Value);
        var rules = catalog.Sending(record.Workspace);
        var decision = RulesOfSending.Decide(new SendingRequest(asked.Channel, Purpose, asked.Transactional, NeedsSession: catalog.Templates.NeedsSession(record.Workspace, asked.Channel, asked.Template)), person.Profile, person.Memory.Sends, rules, record.At);
        if (decision is SendingDecision.DoNotSend not) return Not(not.Code, not.Reason);
        if (decision is SendingDecision.SendAt at)
            return Not(RulesOfSending.Quiet, $"{at.Why}: they end at {at.Moment.UtcDateTime:yyyy-MM-dd HH:mm} UTC. Send it then.", permanent: false);
        if (decision is not SendingDecision.SendNow now) throw new UnreachableException();

        var facts = new Facts
        {
            Person = person.Profile,
            Memory = person.Memory,
            Event = asked.Data.Parse(),
            Entry = asked.Data.Parse(),
            Now = record.At,
        };
        if (asked is { Channel: Channel.Email, Text: not null }) return Not("message.no-template", JourneyStep.Message.NeedsTemplate);

        var made = asked.Text is { } source ? Compose(source, facts) : catalog.Templates.Compose(asked.Template ?? "", asked.Channel, facts);
        if (made.Text is not { } text) return Not(made.Code!, made.Problem!);

        var request = Follow(new MessageRequested(id, asked.Channel, now.To, now.From, text, asked.Template, asked.Transactional, null, (rules.Registrations ?? Registrations.None).With(made.Parts, asked.Channel, now.To)), 0);
        // What was asked for has its own line in the timeline; where that does not show what went out, another one does.
        IReadOnlyList<LogRecord> said = text == asked.Text
            ? [request] : [request, Follow(new MessageComposed(new MessageText(id, asked.Channel, now.To, made.Shown!, asked.Template)), 1)];
        return new Moved(now.Counts ? person with { Memory = person.Memory.Sent(asked.Channel, record.At, rules) } : person, said);

        Moved Not(string code, string reason, bool permanent = true) =>
            new(person, [Follow(new MessageFailed(id, asked.Channel, code, reason, permanent, null), 0)]);

        LogRecord Follow(IRecordBody body, int ordinal) => record.Follow(body, person.Profile.Id, record.At, ordinal);
    }

    /// <summary>A test: everything was decided by whoever wants to see it.</summary>
    public static LogRecord Decide(TestAsked asked, PersonId person, LogRecord record, SendingRules rules) => record.Follow(
        new MessageRequested(
            Ids.Derive<MessageId>(record.At, "message", record.Id.Value), asked.Channel, asked.To, null, asked.Text, asked.Template,
            Transactional: true, Place: null, (rules.Registrations ?? Registrations.None).With(asked.Parts, asked.Channel, asked.To), Test: true),
        person, record.At, 0);

    private static ComposedMessage Compose(string source, Facts facts)
    {
        var compiled = MessageTemplate.Compile(source);
        if (compiled.Template is not { } template) return ComposedMessage.Not("template.invalid", string.Join(' ', compiled.Problems));

        var rendered = template.Render(facts);
        return rendered.Text is { } text
            ? new ComposedMessage(text, null, null, null)
            : ComposedMessage.Not("message.missing-variable", rendered.Problem ?? $"The text has no value for {string.Join(", ", rendered.Missing)}.");
    }
}
