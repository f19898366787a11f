using Cpd.Contracts;
using Cpd.Engine.Conditions;
using Cpd.Engine.People;
using Cpd.Engine.Templates;
using Cpd.Engine.Templates.Stored;

namespace Cpd.Engine.Messages;

/// <summary>One message outside of any journey: <see cref="MessageAsked"/> in, a request or the reason why not out.</summary>
internal static class AskedMessage
{
    /// <summary>The purpose of what is not transactional.</summary>
    private const string Purpose = "marketing";

    public static IReadOnlyList<LogRecord> Decide(MessageAsked asked, PersonState person, LogRecord record, TemplateCatalog templates)
    {
        var id = Ids.Derive<MessageId>(record.At, "message", record.Id.Value);
        var to = person.Profile.Address(asked.Channel);
        if (to is null)
            return Not("message.no-address", $"The person has no address for {ChannelNames.Of(asked.Channel)}.");

        if (!asked.Transactional && person.Profile.Consent(Purpose, asked.Channel) is false)
            return Not("message.no-consent", $"The person does not want {Purpose} by {ChannelNames.Of(asked.Channel)}.");

        if (person.Profile.Suppressed.WhyNot(asked.Channel, to, asked.Transactional) is { } why) return Not("message.suppressed", why);

        var facts = new Facts
        {
            Person = person.Profile,
            Memory = person.Memory,
            Event = asked.Data.Parse(),
            Entry = asked.Data.Parse(),
            Now = record.At,
        };
        if (asked is { Channel: Channel.Email, Text: not null }) return Not("message.no-template", Journeys.JourneyStep.Message.NeedsTemplate);

        var made = asked.Text is { } source ? Compose(source, facts) : templates.Compose(asked.Template ?? "", asked.Channel, facts);
        if (made.Text is not { } text) return Not(made.Code!, made.Problem!);

        var request = Follow(new MessageRequested(id, asked.Channel, to, null, text, asked.Template, asked.Transactional, null, made.Parts), 0);
        // What was asked for has its own line in the timeline; where that does not show what went out, another one does.
        return text == asked.Text ? [request] : [request, Follow(new MessageComposed(new MessageText(id, asked.Channel, to, made.Shown!, asked.Template)), 1)];

        IReadOnlyList<LogRecord> Not(string code, string reason) => [Follow(new MessageFailed(id, asked.Channel, code, reason, Permanent: true, null), 0)];

        LogRecord Follow(IRecordBody body, int ordinal) => record.Follow(body, person.Profile.Id, record.At, ordinal);
    }

    /// <summary>A test: everything was decided by whoever wants to see it.</summary>
    public static LogRecord Decide(TestAsked asked, PersonId person, LogRecord record) => record.Follow(
        new MessageRequested(
            Ids.Derive<MessageId>(record.At, "message", record.Id.Value), asked.Channel, asked.To, null, asked.Text, asked.Template,
            Transactional: true, Place: null, asked.Parts, Test: true),
        person, record.At, 0);

    private static ComposedMessage Compose(string source, Facts facts)
    {
        var compiled = MessageTemplate.Compile(source);
        if (compiled.Template is not { } template) return ComposedMessage.Not("template.invalid", string.Join(' ', compiled.Problems));

        var rendered = template.Render(facts);
        return rendered.Text is { } text
            ? new ComposedMessage(text, null, null, null)
            : ComposedMessage.Not("message.missing-variable", rendered.Problem ?? $"The text needs what is not known: {string.Join(", ", rendered.Missing)}.");
    }
}
