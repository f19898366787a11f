using Cpd.Contracts;
using Cpd.Engine.Conditions;
using Cpd.Engine.People;
using Cpd.Engine.Templates;

namespace Cpd.Engine.Messages;

/// <summary>One message outside of any journey: <see cref="MessageAsked"/> in, a request or the reason why not out.</summary>
internal static class AskedMessage
{
    /// <summary>The purpose of what is not transactional.</summary>
    private const string Purpose = "marketing";

    public static LogRecord Decide(MessageAsked asked, PersonState person, LogRecord record)
    {
        var id = Ids.Derive<MessageId>(record.At, "message", record.Id.Value);
        var to = person.Profile.Address(asked.Channel);
        if (to is null)
            return Not("message.no-address", $"The person has no address for {ChannelNames.Of(asked.Channel)}.");

        if (!asked.Transactional && person.Profile.Consent(Purpose, asked.Channel) is false)
            return Not("message.no-consent", $"The person does not want {Purpose} by {ChannelNames.Of(asked.Channel)}.");

        if (asked.Text is not { } source)
            return Not("template.unknown", $"There is no template {asked.Template}. Send the text itself.");

        var compiled = MessageTemplate.Compile(source);
        if (compiled.Template is not { } template)
            return Not("template.invalid", string.Join(' ', compiled.Problems));

        var rendered = template.Render(new Facts
        {
            Person = person.Profile,
            Memory = person.Memory,
            Event = asked.Data.Parse(),
            Entry = asked.Data.Parse(),
            Now = record.At,
        });
        if (rendered.Text is not { } text)
            return Not("message.missing-variable", rendered.Problem ?? $"The text needs what is not known: {string.Join(", ", rendered.Missing)}.");

        return record.Follow(new MessageRequested(id, asked.Channel, to, null, text, asked.Template, asked.Transactional, null), person.Profile.Id, record.At, 0);

        LogRecord Not(string code, string reason) =>
            record.Follow(new MessageFailed(id, asked.Channel, code, reason, Permanent: true, null), person.Profile.Id, record.At, 0);
    }
}
