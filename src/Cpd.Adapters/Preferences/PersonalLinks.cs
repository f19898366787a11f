using Cpd.Adapters.Unsubscribing;
using Cpd.Contracts;

namespace Cpd.Adapters.Preferences;

/// <summary>
/// Puts people's own addresses into messages as they go out; see <see cref="MessageLinks"/>. Where it is not known whose they
/// would be, the stand-ins are left, and <see cref="Refusal"/> keeps the message back: a way out that leads nowhere is none.
/// </summary>
internal sealed class PersonalLinks(PreferenceLinks preferences, UnsubscribeLinks unsubscribing)
{
    /// <summary>Of a message that is filled: null where it may go out.</summary>
    public static ItemAnswer.Refused? Refusal(OutgoingMessage filled) => HasSome(filled)
        ? new("links.no-person", "This message has personal links but no person. Send it from its journey, or without {{links.…}}.", Permanent: true)
        : null;

    public async ValueTask<IReadOnlyList<OutgoingMessage>> Fill(IReadOnlyList<OutgoingMessage> messages, CancellationToken ct)
    {
        if (!messages.Any(HasSome)) return messages;

        var filled = new OutgoingMessage[messages.Count];
        for (var index = 0; index < filled.Length; index++) filled[index] = await Fill(messages[index], ct);
        return filled;
    }

    private async ValueTask<OutgoingMessage> Fill(OutgoingMessage message, CancellationToken ct)
    {
        if (!HasSome(message) || !CallbackData.TryRead(message.CallbackData, out var workspace, out var person)) return message;

        var page = (await preferences.Of(workspace, person, ct)).AbsoluteUri;
        string Address(string name) => name == MessageLinks.Unsubscribe && message.Channel is Channel.Email
            ? unsubscribing.Of(workspace, person, Channel.Email, message.To).AbsoluteUri
            : page;
        return message with
        {
            Text = MessageLinks.Fill(message.Text, Address),
            Parts = message.Parts?.ToDictionary(part => part.Key, part => MessageLinks.Fill(part.Value, Address), StringComparer.Ordinal),
        };
    }

    private static bool HasSome(OutgoingMessage message) => MessageLinks.AreIn(message.Text) || message.Parts?.Values.Any(MessageLinks.AreIn) is true;
}
