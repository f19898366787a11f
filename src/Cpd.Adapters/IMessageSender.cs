using Cpd.Contracts;

namespace Cpd.Adapters;

/// <summary>
/// The seam to a provider: many messages in one call. The adapter around it owns attempts, repeats and outcomes; a sender
/// makes one call and says what is known afterwards.
/// </summary>
public interface IMessageSender
{
    /// <summary>Sends messages of one channel. Does not throw for anything the network or the provider does: that is an answer.</summary>
    Task<SendAnswer> Send(AccountRef through, IReadOnlyList<OutgoingMessage> messages, CancellationToken ct);

    /// <summary>
    /// What the provider knows of messages whose outcome is unknown to us; those it does not know are not in the answer.
    /// Null when it could not be asked: then nothing is known, and nothing may be sent again.
    /// </summary>
    Task<IReadOnlyDictionary<MessageId, ItemAnswer>?> LookUp(AccountRef through, Channel channel, IReadOnlyList<MessageId> messages, CancellationToken ct);

    /// <summary>
    /// False where the provider cannot be asked afterwards. Then it is written down before a request that it begins: what did is
    /// never sent again, and what only waited when its process went is.
    /// </summary>
    bool TellsAfterwards(Channel channel) => true;
}

/// <summary>Whose account something goes through, or went.</summary>
/// <param name="Account">An <see cref="Accounts.AccountId"/>, or one of the workspace's own.</param>
public readonly record struct AccountRef(string Workspace, long Account);

/// <param name="CallbackData">Comes back with every report: says whom and what it is about.</param>
/// <param name="Parts">What the channel's content has beside the text; null for nothing.</param>
/// <param name="Transactional">Nobody unsubscribes from it: the person asked for it or the law wants it.</param>
public sealed record OutgoingMessage(
    MessageId Id, Channel Channel, string To, string? Sender, string Text, string CallbackData, IReadOnlyDictionary<string, string>? Parts = null,
    bool Transactional = false);

/// <summary>What is known after a call.</summary>
public abstract record SendAnswer
{
    private SendAnswer()
    {
    }

    /// <summary>The provider answered, message by message.</summary>
    public sealed record Answered(IReadOnlyDictionary<MessageId, ItemAnswer> Items) : SendAnswer;

    /// <summary>The whole call was refused, and would be again: wrong key, malformed. Nothing was sent.</summary>
    /// <param name="IsOfTheAccount">True where it is not about these messages: a wrong key, a wrong address. They wait until that is put right.</param>
    public sealed record Refused(string Code, string Reason, bool IsOfTheAccount = false) : SendAnswer;

    /// <summary>Surely nothing was sent; try again later: 429, connection refused, circuit open.</summary>
    /// <param name="WasAsked">False where the provider was not even asked: it is no sign of life of it, and none of its silence.</param>
    public sealed record Busy(string Reason, TimeSpan? RetryAfter, bool WasAsked = true) : SendAnswer;

    /// <summary>Nobody knows whether it was sent: time-out, broken line, 5xx. Look up before anything else.</summary>
    public sealed record Unknown(string Reason) : SendAnswer;
}

/// <summary>What the provider said to one message.</summary>
public abstract record ItemAnswer
{
    private ItemAnswer()
    {
    }

    public sealed record Accepted : ItemAnswer;

    /// <param name="Code">Stable: <c>infobip.sms.6</c>, of channel and status or error id.</param>
    /// <param name="Permanent">True where the same message would be refused again.</param>
    public sealed record Refused(string Code, string Reason, bool Permanent) : ItemAnswer;
}

/// <summary>What travels with a message and comes back with its reports. Short, and no personal data.</summary>
public static class CallbackData
{
    /// <param name="trace">Where the message's way is recorded: the report then goes on in the same trace.</param>
    public static string Of(string workspace, PersonId person, string? trace = null) => trace is null ? $"{workspace}/{person}" : $"{workspace}/{person};{trace}";

    public static bool TryRead(string? text, out string workspace, out PersonId person) => TryRead(text, out workspace, out person, out _);

    /// <param name="trace">Null where none came back, or none that can be one: the world outside sends this.</param>
    public static bool TryRead(string? text, out string workspace, out PersonId person, out string? trace)
    {
        var end = text?.LastIndexOf(';') ?? -1;
        trace = end > 0 && TraceParent.IsOne(text![(end + 1)..]) ? text[(end + 1)..] : null;
        if (trace is not null) text = text![..end];

        var slash = text?.LastIndexOf('/') ?? -1;
        workspace = slash > 0 ? text![..slash] : "";
        person = default;
        return slash > 0 && Ids.TryParse(text![(slash + 1)..], out person);
    }
}
