using Cpd.Contracts;

namespace Cpd.Adapters.Infobip;

/// <summary>One channel's words towards Infobip: how its messages are sent, and how they are asked for afterwards.</summary>
internal interface IInfobipChannel
{
    Task<SendAnswer> Send(InfobipClient client, AccountRef through, IReadOnlyList<OutgoingMessage> messages, CancellationToken ct);

    /// <summary>Adds what the log tells of these messages, as many as one question may name; false where it could not be asked.</summary>
    Task<bool> LookUp(InfobipClient client, IReadOnlyList<string> ids, Dictionary<MessageId, ItemAnswer> found, CancellationToken ct);
}
