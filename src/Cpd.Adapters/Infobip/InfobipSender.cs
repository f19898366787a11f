using Cpd.Adapters.Accounts;
using Cpd.Adapters.Infobip.Chat;
using Cpd.Adapters.Infobip.Email;
using Cpd.Adapters.Infobip.Mms;
using Cpd.Adapters.Infobip.Push;
using Cpd.Adapters.Infobip.Sms;
using Cpd.Adapters.Infobip.Voice;
using Cpd.Adapters.Preferences;
using Cpd.Contracts;
using Microsoft.Extensions.Logging;

namespace Cpd.Adapters.Infobip;

/// <summary>Messages through Infobip: every <see cref="Send"/> is one HTTP call, whatever the number of messages.</summary>
internal sealed partial class InfobipSender(
    InfobipClients clients, InfobipSmsSender sms, InfobipEmailSender email, InfobipVoiceSender voice, InfobipWhatsAppSender whatsApp, InfobipViberSender viber, InfobipRcsSender rcs,
    InfobipMmsSender mms, InfobipPushSender push, PersonalLinks links, ILogger<InfobipSender> logger) : IMessageSender
{
    /// <summary>32 digits and a comma each, with room for the rest of the query.</summary>
    private const int IdsPerQuery = (InfobipClient.MostQuery - 100) / 33;

    public async Task<SendAnswer> Send(AccountRef through, IReadOnlyList<OutgoingMessage> messages, CancellationToken ct)
    {
        var channel = messages[0].Channel;
        if (Of(channel) is not { } sender)
        {
            return new SendAnswer.Answered(messages.ToDictionary(message => message.Id, _ => (ItemAnswer)new ItemAnswer.Refused(
                "infobip.channel-not-supported", $"Messages by {ChannelNames.Of(channel)} are not supported by this version. Use another channel.", Permanent: true)));
        }
        if (await Filled(messages, ct) is not { } filled) return new SendAnswer.Busy("The links in the messages cannot be created at the moment.", RetryAfter: null, WasAsked: false);

        var open = new Dictionary<MessageId, ItemAnswer>();
        if (!ReferenceEquals(filled, messages))   // else there was nothing to fill in any of them
        {
            foreach (var message in filled)
                if (PersonalLinks.Refusal(message) is { } refusal) open[message.Id] = refusal;
            if (open.Count > 0) filled = [.. filled.Where(message => !open.ContainsKey(message.Id))];
        }
        if (filled.Count == 0) return new SendAnswer.Answered(open);

        var answer = clients.For(through.Account) is { } client
            ? await sender.Send(client, through, filled, ct)
            : new SendAnswer.Refused("infobip.no-key", "The account's key is missing or cannot be decrypted. Set it again in Channels.", IsOfTheAccount: true);
        return answer is SendAnswer.Answered { Items: var items } && open.Count > 0 ? new SendAnswer.Answered(new Dictionary<MessageId, ItemAnswer>(items.Concat(open))) : answer;
    }

    /// <summary>Infobip publishes no log of WhatsApp.</summary>
    public bool TellsAfterwards(Channel channel) => channel is not Channel.WhatsApp;

    /// <remarks>Infobip keeps its logs for 48 hours and answers 120 such calls a minute, each for some sixty ids.</remarks>
    public async Task<IReadOnlyDictionary<MessageId, ItemAnswer>?> LookUp(AccountRef through, Channel channel, IReadOnlyList<MessageId> messages, CancellationToken ct)
    {
        var found = new Dictionary<MessageId, ItemAnswer>(messages.Count);
        if (Of(channel) is not { } sender) return found;   // what was refused here was never anywhere
        if (Asked(through) is not { } asked) return null;

        foreach (var client in asked)
            foreach (var chunk in messages.Distinct().Chunk(IdsPerQuery))
                if (!await sender.LookUp(client, [.. chunk.Select(id => id.ToString())], found, ct)) return null;
        return found;
    }

    /// <summary>Null where the database is away, or does not answer in time: nothing was sent, and nothing is lost.</summary>
    private async Task<IReadOnlyList<OutgoingMessage>?> Filled(IReadOnlyList<OutgoingMessage> messages, CancellationToken ct)
    {
        try
        {
            return await links.Fill(messages, ct);
        }
        catch (Exception problem)
        {
            Log.NotFilled(logger, problem);
            return null;
        }
    }

    private IInfobipChannel? Of(Channel channel) => channel switch
    {
        Channel.Sms => sms,
        Channel.Email => email,
        Channel.WhatsApp => whatsApp,
        Channel.Viber => viber,
        Channel.Rcs => rcs,
        Channel.Mms => mms,
        Channel.Push => push,
        Channel.Voice => voice,
        _ => null,
    };

    /// <summary>Null where the account's key is gone: what it did cannot be known.</summary>
    private IEnumerable<InfobipClient>? Asked(AccountRef through)
    {
        if (through.Account is AccountId.Several) return clients.All(through.Workspace);
        return clients.For(through.Account) is { } client ? [client] : null;
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "The personal addresses in messages could not be made; the messages wait")]
        public static partial void NotFilled(ILogger logger, Exception problem);
    }
}
